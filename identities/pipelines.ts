import type { Pipeline } from "./identity";

/**
 * The platform's pipelines, which have no keys; names are without the prefix. None, as long as the registry names no owner of
 * yours (`trustedOwners` in Pulumi.yaml). docs/pipeline-identities.md has those of this repository's own workflows:
 * `pipelines: [...ownGitHubPipelines(repository)]`.
 */
export const pipelines: readonly Pipeline[] = [];
