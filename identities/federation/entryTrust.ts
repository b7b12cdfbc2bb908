import { oidcProviderArn } from "../../platform/naming";
import type { AccountScope } from "../../platform/naming";
import { policyDocument } from "../../platform/policyDocument";
import type { PolicyDocument } from "../../platform/policyDocument";
import { hasClaimKeys, issuerOf } from "./issuers";
import type { Pipeline } from "../identity";
import { subjectOf } from "./subjects";

/**
 * The trust policy of a pipeline's entry role: one statement, whose conditions must all hold, so that tokens of the pipeline
 * alone pass. Every condition fails where a token lacks the claim.
 *
 * @param state the state account, which has the identity providers
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export function entryTrustPolicy(state: AccountScope, pipeline: Pipeline): PolicyDocument {
    const { address, audience } = issuerOf(pipeline, state.partition);
    const claims = hasClaimKeys(pipeline, state.partition);
    const { subjects, further } = subjectOf(pipeline, address, claims);
    const { StringEquals: equal = {}, StringLike: like = {} } = further;
    // Wildcards stand in the user id of CircleCI's subjects alone; StringEquals would take them literally.
    const isLike = subjects.some((subject) => /[*?]/.test(subject));
    const sub = { [`${address}:sub`]: [...subjects] };
    const inLike = { ...(isLike ? sub : {}), ...like };
    return policyDocument([
        {
            Sid: "TrustPipeline",
            Effect: "Allow",
            Principal: { Federated: [oidcProviderArn(state, address)] },
            Action: [
                "sts:AssumeRoleWithWebIdentity",
                // Buildkite's tokens come with session tags.
                ...(pipeline.issuer === "buildkite" ? ["sts:TagSession"] : []),
            ],
            Condition: {
                StringEquals: {
                    [`${address}:aud`]: [audience],
                    ...(isLike ? {} : sub),
                    ...equal,
                },
                ...(Object.keys(inLike).length === 0 ? {} : { StringLike: inLike }),
            },
        },
    ]);
}
