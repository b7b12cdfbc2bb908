import type { PipelineSource } from "./pipeline";

/** Where a pipeline's definition lies, within its issuer: what a team names in `pipelines` of Pulumi.yaml, e.g. `acme/payments-api`. */
export function originOf(pipeline: PipelineSource): string {
    switch (pipeline.issuer) {
        case "github":
            return `${pipeline.repository.owner}/${pipeline.repository.name}`;
        case "gitlab":
            return pipeline.project;
        case "circleci":
            return pipeline.projectId;
        case "buildkite":
            return `${pipeline.organizationId}/${pipeline.pipelineId}`;
        case "terraform-cloud":
            return `${pipeline.organization}/${pipeline.project}/${pipeline.workspace}`;
        case "pulumi":
            return "environment" in pipeline.on
                ? `${pipeline.organization}/env/${pipeline.on.environment}`
                : `${pipeline.organization}/${pipeline.on.project}`;
    }
}
