import type { Conditions } from "../../platform/policyDocument";
import type { GitHubSource, PipelineSource } from "./pipeline";

/** What distinguishes a pipeline's tokens from all others of their issuer. */
export interface Subject {
    /**
     * Alternatives of the claim `sub`. They name one pipeline alone; the only wildcards are those of CircleCI's user id, which
     * match one character each.
     */
    readonly subjects: readonly string[];
    /** Values of further claims or request keys that the token must have, too, by operator and context key. */
    readonly further: Conditions;
    /** Whether a run of a change that was not reviewed yet has such a token: a pull request, any branch, a plan. */
    readonly isOfProposals: boolean;
}

/**
 * The subject of a pipeline's tokens.
 *
 * @param address of its issuer
 * @param hasClaimKeys whether IAM takes more of its claims than `aud` and `sub`
 */
export function subjectOf(
    pipeline: PipelineSource,
    address: string,
    hasClaimKeys: boolean,
): Subject {
    switch (pipeline.issuer) {
        case "github":
            return github(pipeline, address, hasClaimKeys);
        case "gitlab": {
            const { project, on } = pipeline;
            const [type, ref] = "branch" in on ? ["branch", on.branch] : ["tag", on.tag];
            return reviewed(`project_path:${project}:ref_type:${type}:ref:${ref}`);
        }
        case "circleci": {
            const { organizationId, projectId, on } = pipeline;
            const start = `org/${organizationId}/project/${projectId}/user/${anyUser}`;
            if ("anyBranch" in on) return { ...reviewed(start), isOfProposals: true };
            const ref = "branch" in on ? `refs/heads/${on.branch}` : `refs/tags/${on.tag}`;
            return reviewed(`${start}/vcs-origin/${on.origin}/vcs-ref/${ref}`);
        }
        case "buildkite": {
            const { organizationId, pipelineId, branch } = pipeline;
            return {
                subjects: [pipelineId],
                further: {
                    StringEquals: {
                        "aws:RequestTag/organization_id": organizationId,
                        ...(branch === undefined ? {} : { "aws:RequestTag/build_branch": branch }),
                    },
                },
                isOfProposals: branch === undefined,
            };
        }
        case "terraform-cloud": {
            const { organization, project, workspace, phase } = pipeline;
            return {
                ...reviewed(
                    `organization:${organization}:project:${project}:workspace:${workspace}:run_phase:${phase}`,
                ),
                isOfProposals: phase === "plan",
            };
        }
        case "pulumi": {
            const { organization, on } = pipeline;
            if ("environment" in on) {
                return reviewed(`pulumi:environments:org:${organization}:env:${on.environment}`);
            }
            const { project, stack, operation } = on;
            return {
                ...reviewed(
                    `pulumi:deploy:org:${organization}:project:${project}:stack:${stack}:operation:${operation}:scope:write`,
                ),
                isOfProposals: operation === "preview",
            };
        }
    }
}

const reviewed = (subject: string): Subject => ({
    subjects: [subject],
    further: {},
    isOfProposals: false,
});

/**
 * A user's UUID, character by character. With `*`, a branch whose name goes on as a subject does would match the ref of
 * another branch.
 */
const anyUser = "????????-????-????-????-????????????";

/** Names of a repository that was created, renamed or transferred since July 2026 come with their ids. */
function github({ repository, on }: GitHubSource, address: string, hasClaimKeys: boolean): Subject {
    const { owner, ownerId, name, id } = repository;
    const context =
        "pullRequest" in on
            ? "pull_request"
            : "branch" in on
              ? `ref:refs/heads/${on.branch}`
              : "tag" in on
                ? `ref:refs/tags/${on.tag}`
                : `environment:${on.environment.replaceAll(":", "%3A")}`;
    const equal = hasClaimKeys ? { [`${address}:repository_id`]: String(id) } : {};
    const ref = "environment" in on && hasClaimKeys ? on.ref : undefined;
    const key = `${address}:ref`;
    return {
        subjects: [
            `repo:${owner}/${name}:${context}`,
            `repo:${owner}@${ownerId}/${name}@${id}:${context}`,
        ],
        further: {
            StringEquals: {
                ...equal,
                ...(ref === undefined || ref.endsWith("*") ? {} : { [key]: ref }),
            },
            ...(ref?.endsWith("*") === true ? { StringLike: { [key]: ref } } : {}),
        },
        isOfProposals: "pullRequest" in on,
    };
}
