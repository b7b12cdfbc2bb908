import { githubAudience } from "../../platform/partitions";
import type { IssuerName, PipelineSource } from "./pipeline";

/** What is known of a pipeline's issuer. */
export interface Issuer {
    /** Without `https://`, as in the ARN of its provider and in its context keys. */
    readonly address: string;
    /** The claim `aud`. */
    readonly audience: string;
    /** Whether many organizations share it; then `trustedOwners` says which of them is ours, else `issuers`. */
    readonly isShared: boolean;
    /** The owner that the subject names, as `trustedOwners` lists it. */
    readonly owner: string;
    /** Whether owners' names never differ in case alone. */
    readonly ignoresCase: boolean;
}

/** Addresses of issuers that many organizations share. */
const sharedAddresses = {
    github: "token.actions.githubusercontent.com",
    gitlab: "gitlab.com",
    buildkite: "agent.buildkite.com",
    "terraform-cloud": "app.terraform.io",
    pulumi: "api.pulumi.com/oidc",
} as const satisfies Partial<Record<IssuerName, string>>;

/** The issuer of a pipeline's tokens, in an account of a partition. */
export function issuerOf(pipeline: PipelineSource, partition: string): Issuer {
    switch (pipeline.issuer) {
        case "github":
            return {
                ...at(pipeline.address, sharedAddresses.github),
                audience: pipeline.audience ?? githubAudience(partition),
                owner: pipeline.repository.owner,
                ignoresCase: true,
            };
        case "gitlab":
            return {
                ...at(pipeline.address, sharedAddresses.gitlab),
                audience: pipeline.audience ?? "sts.amazonaws.com",
                owner: pipeline.project.replace(/\/.*$/s, ""),
                ignoresCase: true,
            };
        case "circleci":
            return {
                address: `oidc.circleci.com/org/${pipeline.organizationId}`,
                isShared: false,
                audience: pipeline.organizationId,
                owner: pipeline.organizationId,
                ignoresCase: true,
            };
        case "buildkite":
            return {
                ...at(undefined, sharedAddresses.buildkite),
                audience: pipeline.audience ?? "sts.amazonaws.com",
                owner: pipeline.organizationId,
                ignoresCase: true,
            };
        case "terraform-cloud":
            return {
                ...at(undefined, sharedAddresses["terraform-cloud"]),
                audience: pipeline.audience ?? "aws.workload.identity",
                owner: pipeline.organization,
                ignoresCase: false,
            };
        case "pulumi":
            return {
                ...at(undefined, sharedAddresses.pulumi),
                audience:
                    "environment" in pipeline.on
                        ? `aws:${pipeline.organization}`
                        : pipeline.organization,
                owner: pipeline.organization,
                ignoresCase: false,
            };
    }
}

/**
 * Whether IAM takes more of a pipeline's claims than `aud` and `sub`: since 2026 those of GitHub's own issuer, in the commercial
 * Regions. A key that IAM doesn't know never matches.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export const hasClaimKeys = (pipeline: PipelineSource, partition: string): boolean =>
    partition === "aws" && issuerOf(pipeline, partition).address === sharedAddresses.github;

const at = (own: string | undefined, shared: string): Pick<Issuer, "address" | "isShared"> => ({
    address: own ?? shared,
    isShared: own === undefined || own === shared,
});
