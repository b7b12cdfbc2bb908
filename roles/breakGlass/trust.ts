import type { BreakGlass } from "../../platform/breakGlass";
import { policyDocument } from "../../platform/policyDocument";
import type { PolicyDocument } from "../../platform/policyDocument";
import { ProgramError } from "../../platform/programError";

const personPattern =
    /^arn:aws[a-z-]*:iam::\d{12}:user\/[A-Za-z0-9]+People\/(nonprod|prod)\/[\w+=,.@-]+$/;

/**
 * The trust policy of emergency access: named people, each with MFA that is not old, a ticket as source identity, and a call to STS
 * in the region of the alarm, since CloudTrail tells EventBridge of a call in the region where it was made.
 *
 * No operator is `IfExists`: a request without the key is refused.
 *
 * @param people exact ARNs of IAM users
 * @param region of the alarm
 * @throws ProgramError if there is no person, or naming each ARN that isn't one's exact one
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, aws:MultiFactorAuthAge
 */
export function breakGlassTrustPolicy(
    people: readonly string[],
    { ticket, maxMfaAge }: Pick<BreakGlass, "ticket" | "maxMfaAge">,
    region: string,
): PolicyDocument {
    const wrong = people.filter((arn) => !personPattern.test(arn));
    if (people.length === 0 || wrong.length > 0) {
        throw new ProgramError(
            `Emergency access names people by their exact ARNs; ${wrong.length === 0 ? "there is none" : `these are none: ${wrong.join(", ")}`}`,
        );
    }
    return policyDocument([
        {
            Sid: "TrustPeopleWithMfaAndTicket",
            Effect: "Allow",
            Principal: { AWS: [...people].sort() },
            Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
            Condition: {
                Bool: { "aws:MultiFactorAuthPresent": "true" },
                NumericLessThanEquals: { "aws:MultiFactorAuthAge": String(maxMfaAge) },
                StringEquals: { "aws:RequestedRegion": region },
                StringLike: { "sts:SourceIdentity": ticket },
            },
        },
    ]);
}
