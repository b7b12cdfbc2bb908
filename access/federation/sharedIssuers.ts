import type { OwnerForm, SharedIssuer } from "./issuer";

const word = "[A-Za-z0-9_.-]+";
const login = "[A-Za-z0-9_-]+";
const digits = "[0-9]+";
const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const anyWhole = "[^*?]+";

/** @param after what ends the name */
const form = (before: string, name: string, ...after: readonly string[]): OwnerForm => ({
    before,
    name,
    after,
});
/** The value is the owner's name, and nothing else. */
const is = (name: string): readonly OwnerForm[] => [form("", name, "")];

const controls =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html";
const awsKeys =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif";

/**
 * A subject begins with the repository, or with the first claim of a template of the owner's choice. A reusable workflow is
 * anybody's to call, so `job_workflow_ref` names no owner.
 */
const githubSubject: readonly OwnerForm[] = [
    // Since July 2026 with ids: repo:acme@1234/app@5678:ref:refs/heads/main.
    form("repo:", login, "/", "@"),
    form("repository:", login, "/", "@"),
    form("repository_owner:", login, "", ":"),
    form("repository_id:", digits, "", ":"),
    form("repository_owner_id:", digits, "", ":"),
    form("enterprise:", login, "", ":"),
    form("enterprise_id:", digits, "", ":"),
];

/**
 * The issuers that AWS lists as shared, and those that IAM knows by name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export const sharedIssuers: readonly SharedIssuer[] = [
    {
        address: "token.actions.githubusercontent.com",
        name: "GitHub Actions",
        ownerClaims: {
            sub: githubSubject,
            repository: [form("", login, "/")],
            repository_id: is(digits),
            repository_owner: is(login),
            repository_owner_id: is(digits),
            enterprise: is(login),
            enterprise_id: is(digits),
        },
        ignoresCase: true,
        source: "https://docs.github.com/en/actions/reference/security/oidc",
    },
    {
        address: "vstoken.actions.githubusercontent.com",
        name: "GitHub Actions (Visual Studio token service)",
        ownerClaims: { sub: githubSubject },
        ignoresCase: true,
        source: controls,
    },
    {
        address: "oidc-configuration.audit-log.githubusercontent.com",
        name: "GitHub audit log streaming",
        ownerClaims: { sub: [form("https://github.com/", login, "")] },
        ignoresCase: true,
        source: controls,
    },
    {
        address: "gitlab.com",
        name: "GitLab",
        ownerClaims: {
            // A project may leave out parts, but not the first.
            sub: [form("project_path:", word, "/")],
            project_path: [form("", word, "/")],
            project_id: is(digits),
            namespace_id: is(digits),
            namespace_path: [form("", word, "", "/")],
        },
        ignoresCase: true,
        source: "https://docs.gitlab.com/ci/secrets/id_token_authentication/",
    },
    {
        address: "app.terraform.io",
        name: "HCP Terraform",
        ownerClaims: { sub: [form("organization:", word, ":")] },
        source: "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration",
    },
    {
        address: "agent.buildkite.com",
        name: "Buildkite",
        ownerClaims: {
            // A job may ask for one immutable id instead.
            sub: [form("organization:", word, ":"), form("", uuid, "")],
            organization_id: is(uuid),
            pipeline_id: is(uuid),
            "aws:requesttag/organization_id": is(uuid),
            "aws:requesttag/pipeline_id": is(uuid),
        },
        ignoresCase: true,
        source: "https://buildkite.com/docs/agent/v3/cli-oidc",
    },
    {
        address: "api.pulumi.com/oidc",
        name: "Pulumi Cloud",
        ownerClaims: {
            aud: [form("aws:", word, ""), form("", word, "")],
            sub: [
                form("pulumi:deploy:org:", word, ":"),
                form("pulumi:environments:org:", word, ":"),
                form("pulumi:environments:pulumi.organization.login:", word, "", ":"),
            ],
        },
        source: "https://www.pulumi.com/docs/pulumi-cloud/access-management/oidc/provider/aws/",
    },
    {
        address: "oidc.vercel.com",
        name: "Vercel",
        ownerClaims: {
            aud: [form("https://vercel.com/", word, "")],
            sub: [form("owner:", word, ":")],
        },
        ignoresCase: true,
        source: "https://vercel.com/docs/oidc/reference",
    },
    {
        address: "scalr.io",
        name: "Scalr",
        ownerClaims: { sub: [form("account:", word, ":")] },
        ignoresCase: true,
        source: "https://docs.scalr.io/docs/aws",
    },
    {
        address: "oidc.codefresh.io",
        name: "Codefresh",
        ownerClaims: { sub: [form("account:", word, ":")] },
        ignoresCase: true,
        source: "https://codefresh.io/docs/docs/integrations/oidc-pipelines/",
    },
    {
        address: "proidc.upbound.io",
        name: "Upbound",
        ownerClaims: { sub: [form("mcp:", word, "/")] },
        ignoresCase: true,
        source: controls,
    },
    // How their subjects are put together isn't documented for all: one given in full names one subject.
    ...wholeSubject("studio.datachain.ai/api", "DVC Studio"),
    ...wholeSubject("tokens.cloud.shisho.dev", "Shisho Cloud"),
    {
        address: "sandboxes.cloud",
        name: "sandboxes.cloud",
        ownerClaims: { aud: is(anyWhole) },
        source: controls,
    },
    {
        // Sentinel's own tenant, which collects the logs of all its customers.
        address: "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d",
        name: "Microsoft Sentinel",
        ownerClaims: { "sts:rolesessionname": [form("MicrosoftSentinel_", uuid, "")] },
        ignoresCase: true,
        source: controls,
    },
    ...[
        "rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7",
        "rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr",
        "rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg",
        "rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26",
        "oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb",
        "oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu",
    ].map((address) => ({
        address,
        name: "IBM Turbonomic",
        // A namespace for each customer.
        ownerClaims: { sub: [form("system:serviceaccount:", "[a-z0-9-]+", ":")] },
        source: controls,
    })),
    {
        address: "accounts.google.com",
        name: "Google",
        // The audience names an application, and anybody may log in to it.
        ownerClaims: { sub: is(digits) },
        source: awsKeys,
    },
    {
        address: "graph.facebook.com",
        name: "Facebook",
        ownerClaims: { id: is(digits) },
        source: awsKeys,
    },
    {
        address: "www.amazon.com",
        name: "Login with Amazon",
        ownerClaims: { user_id: is(anyWhole) },
        source: awsKeys,
    },
    {
        address: "cognito-identity.amazonaws.com",
        name: "Amazon Cognito",
        ownerClaims: {
            // Ids of an identity pool, and of an identity.
            aud: is(anyWhole),
            sub: is(anyWhole),
        },
        guests: { claim: "amr", value: "unauthenticated" },
        source: "https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html",
    },
];

function wholeSubject(address: string, name: string): readonly SharedIssuer[] {
    return [{ address, name, ownerClaims: { sub: is(anyWhole) }, source: controls }];
}
