import type { CircleCiSource, GitHubSource } from "./pipeline";
import type { Pipeline } from "../identity";

/** Reads every account, and changes nothing. */
const reads = ["AccessAuditRole"];
/** Deploys a stack, or rotates keys. */
const deploys = ["IamProfilesRole"];

/**
 * The pipelines of this repository's own workflows (`.github/workflows/`): one for each of their environments, and one for pull
 * requests, which reads.
 *
 * @param repository as `GitHubSource` has it
 * @param branch that is protected, where deployments, audits and rotations run
 */
export function ownGitHubPipelines(
    repository: GitHubSource["repository"],
    branch = "main",
): readonly Pipeline[] {
    const from = (on: GitHubSource["on"]): GitHubSource => ({ issuer: "github", repository, on });
    const ref = `refs/heads/${branch}`;
    return [
        { name: "Preview", trustClass: "prod", roles: reads, ...from({ pullRequest: true }) },
        {
            name: "Audit",
            trustClass: "prod",
            roles: reads,
            ...from({ environment: "audit", ref }),
        },
        {
            name: "DeployState",
            trustClass: "prod",
            roles: deploys,
            ...from({ environment: "state", ref }),
        },
        {
            name: "DeployNonprod",
            trustClass: "nonprod",
            roles: deploys,
            ...from({ environment: "nonprod", ref }),
        },
        {
            name: "DeployProd",
            trustClass: "prod",
            roles: deploys,
            ...from({ environment: "prod", ref: "refs/tags/v*" }),
        },
        {
            name: "Rotate",
            trustClass: "prod",
            roles: deploys,
            ...from({ environment: "rotate", ref }),
        },
    ];
}

/**
 * The pipelines of this repository's own workflows on CircleCI (`.circleci/config.yml`). Its tokens name project and branch alone,
 * so that all that runs on the protected branch is one pipeline.
 *
 * @param project UUIDs of the organization and the project
 * @param origin the repository with its host, e.g. `github.com/acme/iam-profiles`
 */
export function ownCircleCiPipelines(
    project: Pick<CircleCiSource, "organizationId" | "projectId">,
    origin: string,
    branch = "main",
): readonly Pipeline[] {
    return [
        {
            name: "Preview",
            trustClass: "prod",
            roles: reads,
            issuer: "circleci",
            ...project,
            on: { anyBranch: true },
        },
        {
            name: "Deploy",
            trustClass: "prod",
            roles: [...reads, ...deploys],
            issuer: "circleci",
            ...project,
            on: { branch, origin },
        },
    ];
}
