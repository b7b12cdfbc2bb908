/** Where a pipeline runs, and which of its runs are meant. */
export type PipelineSource =
    | GitHubSource
    | GitLabSource
    | CircleCiSource
    | BuildkiteSource
    | TerraformCloudSource
    | PulumiSource;

export type IssuerName = PipelineSource["issuer"];

/** @see https://docs.github.com/en/actions/reference/security/oidc */
export interface GitHubSource {
    readonly issuer: "github";
    /**
     * Address of the issuer without `https://`, where it is not GitHub's own: `token.actions.githubusercontent.com/<enterprise>`,
     * `token.actions.<name>.ghe.com`, or `<host>/_services/token` of an Enterprise Server.
     *
     * @default token.actions.githubusercontent.com
     */
    readonly address?: string;
    /** Names as GitHub spells them, and ids, as `gh api repos/OWNER/NAME` prints them. */
    readonly repository: {
        readonly owner: string;
        readonly ownerId: number;
        readonly name: string;
        readonly id: number;
    };
    readonly on: GitHubEvent;
    /** @default sts.amazonaws.com; in China, sts.amazonaws.com.cn, as GitHub's action for AWS asks for it */
    readonly audience?: string;
}

/** What a run of a GitHub workflow is for. A job that declares an environment has the environment's subject alone. */
export type GitHubEvent =
    | { readonly pullRequest: true }
    | { readonly branch: string }
    | { readonly tag: string }
    | {
          readonly environment: string;
          /**
           * Ref that the run must be on besides, e.g. `refs/heads/main`, or `refs/tags/v*` for every tag that begins so. Needed
           * by prod pipelines that may change anything: the subject of an environment names no ref.
           */
          readonly ref?: string;
      };

/** @see https://docs.gitlab.com/ci/secrets/id_token_authentication/ */
export interface GitLabSource {
    readonly issuer: "gitlab";
    /** Address of your own GitLab, without `https://`. @default gitlab.com */
    readonly address?: string;
    /** Path of the project with its groups, e.g. `acme/platform/iam-profiles`. */
    readonly project: string;
    readonly on: { readonly branch: string } | { readonly tag: string };
    /** `aud` of the job's `id_tokens`. @default sts.amazonaws.com */
    readonly audience?: string;
}

/** @see https://circleci.com/docs/openid-connect-tokens/ */
export interface CircleCiSource {
    readonly issuer: "circleci";
    /** UUID of the organization; it is the audience, too. */
    readonly organizationId: string;
    /** UUID of the project. */
    readonly projectId: string;
    /**
     * `anyBranch`: tokens of version 1 (`CIRCLE_OIDC_TOKEN`), which name no branch. Else of version 2 (`CIRCLE_OIDC_TOKEN_V2`);
     * `origin` is the repository, e.g. `github.com/acme/iam-profiles`.
     */
    readonly on:
        | { readonly anyBranch: true }
        | { readonly branch: string; readonly origin: string }
        | { readonly tag: string; readonly origin: string };
}

/**
 * A job asks for its token with `--subject-claim pipeline_id --aws-session-tag organization_id,build_branch`.
 *
 * @see https://buildkite.com/docs/agent/v3/cli-oidc
 */
export interface BuildkiteSource {
    readonly issuer: "buildkite";
    /** UUID of the organization. */
    readonly organizationId: string;
    /** UUID of the pipeline, which is the subject. */
    readonly pipelineId: string;
    /** Branch that the build began on. Its steps may check out another: anyone who can change the pipeline can change that. */
    readonly branch?: string;
    /** @default sts.amazonaws.com */
    readonly audience?: string;
}

/** @see https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration */
export interface TerraformCloudSource {
    readonly issuer: "terraform-cloud";
    readonly organization: string;
    readonly project: string;
    readonly workspace: string;
    /** A pull request's speculative plan has phase `plan`, too. */
    readonly phase: "plan" | "apply";
    /** @default aws.workload.identity */
    readonly audience?: string;
}

/** @see https://www.pulumi.com/docs/pulumi-cloud/access-management/oidc/provider/aws/ */
export interface PulumiSource {
    readonly issuer: "pulumi";
    readonly organization: string;
    /** A run of Pulumi Deployments, or a session that opens an environment of Pulumi ESC. */
    readonly on:
        | {
              readonly project: string;
              readonly stack: string;
              readonly operation: "preview" | "update" | "refresh" | "destroy";
          }
        | {
              /** `project/name`; of the default project, the name alone. */
              readonly environment: string;
          };
}
