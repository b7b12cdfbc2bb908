import { awsIssuers } from "./awsIssuers";
import type { PrivateIssuer } from "./issuer";

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const part = "[^/]+";

/** Issuers whose address names who has them, by the form of the address. */
export const privateIssuers: readonly PrivateIssuer[] = [
    {
        name: "CircleCI",
        address: `oidc\\.circleci\\.com/org/${uuid}`,
        namesOwner: true,
        source: "https://circleci.com/docs/openid-connect-tokens/",
    },
    {
        name: "GitHub Actions of an enterprise",
        address: `token\\.actions\\.githubusercontent\\.com/${part}`,
        namesOwner: true,
        source: "https://docs.github.com/en/actions/reference/security/oidc",
    },
    {
        name: "GitHub Enterprise Cloud with data residency",
        address: `token\\.actions\\.[a-z0-9-]+\\.ghe\\.com`,
        namesOwner: true,
        source: "https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/network-details-for-ghecom",
    },
    {
        name: "GitHub Enterprise Server",
        address: `${part}/_services/token`,
        namesOwner: false,
        source: "https://docs.github.com/en/enterprise-server@latest/actions/reference/security/oidc",
    },
    {
        name: "Vercel (team)",
        address: `oidc\\.vercel\\.com/${part}`,
        namesOwner: true,
        source: "https://vercel.com/docs/oidc/reference",
    },
    {
        name: "Bitbucket Pipelines",
        address: `api\\.bitbucket\\.org/2\\.0/workspaces/${part}/pipelines-config/identity/oidc`,
        namesOwner: true,
        source: "https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/",
    },
    {
        name: "Azure DevOps",
        address: `vstoken\\.dev\\.azure\\.com/${uuid}`,
        namesOwner: true,
        source: "https://learn.microsoft.com/en-us/azure/devops/pipelines/library/connect-to-azure",
    },
    {
        name: "Spacelift",
        address: "[a-z0-9-]+\\.app(?:\\.[a-z]+)?\\.spacelift\\.io",
        namesOwner: true,
        source: "https://docs.spacelift.io/integrations/cloud-providers/oidc/aws-oidc",
    },
    {
        name: "Fly.io",
        address: `oidc\\.fly\\.io/${part}`,
        namesOwner: true,
        source: "https://fly.io/docs/security/openid-connect/",
    },
    {
        name: "Semaphore",
        address: "[a-z0-9-]+\\.semaphoreci\\.com",
        namesOwner: true,
        source: "https://docs.semaphoreci.com/using-semaphore/openid",
    },
    {
        name: "Amazon EKS cluster",
        address: awsIssuers.cluster,
        namesOwner: false,
        source: "https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html",
    },
    {
        name: "Amazon Cognito user pool",
        address: awsIssuers.userPool,
        namesOwner: false,
        source: "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html",
    },
    {
        name: "Microsoft Entra tenant",
        address: `(?:sts\\.windows\\.net/${uuid}|login\\.microsoftonline\\.com/${uuid}/v2\\.0)`,
        namesOwner: false,
        source: "https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens",
    },
    {
        name: "Azure Kubernetes Service cluster",
        address: `[a-z0-9-]+\\.oic\\.prod-aks\\.azure\\.com/${uuid}/${uuid}`,
        namesOwner: false,
        source: "https://learn.microsoft.com/en-us/azure/aks/use-oidc-issuer",
    },
    {
        name: "Google Kubernetes Engine cluster",
        address: `container\\.googleapis\\.com/v1/projects/${part}/(?:locations|zones)/${part}/clusters/${part}`,
        namesOwner: false,
        source: "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity",
    },
    {
        name: "Okta",
        address: `[a-z0-9-]+\\.(?:okta|oktapreview|okta-emea)\\.com(?:/oauth2/${part})?`,
        namesOwner: false,
        source: "https://developer.okta.com/docs/concepts/auth-servers/",
    },
    {
        name: "Auth0",
        address: "[a-z0-9-]+(?:\\.[a-z]{2})?\\.auth0\\.com",
        namesOwner: false,
        source: "https://auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery",
    },
    {
        name: "Keycloak",
        address: `${part}(?:/auth)?/realms/${part}`,
        namesOwner: false,
        source: "https://www.keycloak.org/securing-apps/oidc-layers",
    },
    {
        name: "AWS account (outbound identity federation)",
        address: `${uuid}\\.tokens\\.sts\\.global\\.api\\.aws`,
        namesOwner: false,
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html",
    },
];
