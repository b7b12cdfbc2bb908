import { policyDocument } from "../platform/policyDocument";
import type { PolicyDocument, PolicyStatement } from "../platform/policyDocument";
import { ProgramError } from "../platform/programError";
import type { TrustedService } from "./role";

/** Identities that may assume a role, as exact ARNs. */
export interface TrustedIdentities {
    readonly serviceAccounts: readonly string[];
    /** Human beings: trusted with MFA only. */
    readonly people: readonly string[];
    /** Entry roles. @default none */
    readonly pipelines?: readonly string[];
    /** Entry roles and roles of permission sets, whose providers ask for a second factor. @default none */
    readonly federatedGroups?: readonly string[];
}

// A session's tags and its source identity come with the assumption, and each needs its own permission in the trust policy.
const assume = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];
const assumeByService = ["sts:AssumeRole", "sts:TagSession"];

const userArnPattern = /^arn:aws[a-z-]*:iam::\d{12}:user\/([\w+=,.@-]+\/)*[\w+=,.@-]+$/;
const entryRoleArnPattern = (segment: string): RegExp =>
    new RegExp(
        `^arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9]+${segment}/(nonprod|prod)/[\\w+=,.@-]+$`,
    );
const pipelineArnPattern = entryRoleArnPattern("Pipelines");
const groupArnPattern = entryRoleArnPattern("People");
/** Of IAM Identity Center: its permission set's name says the class, and its own digits make it one role. */
const reservedArnPattern =
    /^arn:aws[a-z-]*:iam::\d{12}:role\/aws-reserved\/sso\.amazonaws\.com\/([a-z0-9-]+\/)?AWSReservedSSO_[A-Za-z0-9]+(Prod|Nonprod)-[\w+=,.@-]+_[0-9a-f]{16}$/;

/**
 * The trust policy that lets exactly these identities assume a role.
 *
 * In the state account it is the only lock, as AWS asks for no identity policy where a trust policy of the same account
 * names the user; so MFA is demanded here as well as in the group's policy.
 *
 * @returns a document with a statement for each kind of identity, as far as there are any; each sorted
 * @throws ProgramError if there is no identity at all, or naming each ARN that isn't an identity's exact one
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function identitiesTrustPolicy({
    serviceAccounts,
    people,
    pipelines = [],
    federatedGroups = [],
}: TrustedIdentities): PolicyDocument {
    const users = [...serviceAccounts, ...people];
    if (users.length + pipelines.length + federatedGroups.length === 0) {
        throw new ProgramError("A trust policy must name at least one identity; there is none.");
    }
    const wrong = [
        ...users.filter((arn) => !userArnPattern.test(arn)),
        ...pipelines.filter((arn) => !pipelineArnPattern.test(arn)),
        ...federatedGroups.filter(
            (arn) => !groupArnPattern.test(arn) && !reservedArnPattern.test(arn),
        ),
    ];
    if (wrong.length > 0) {
        throw new ProgramError(
            `A trust policy names identities by their exact ARNs; these are none: ${wrong.join(", ")}`,
        );
    }
    const trust = (Sid: string, arns: readonly string[]): PolicyStatement => ({
        Sid,
        Effect: "Allow",
        Principal: { AWS: [...arns].sort() },
        Action: assume,
    });
    return policyDocument([
        ...(serviceAccounts.length === 0 ? [] : [trust("TrustServiceAccounts", serviceAccounts)]),
        ...(people.length === 0
            ? []
            : [
                  {
                      ...trust("TrustPeopleWithMfa", people),
                      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
                  },
              ]),
        ...(pipelines.length === 0 ? [] : [trust("TrustPipelines", pipelines)]),
        ...(federatedGroups.length === 0 ? [] : [trust("TrustFederatedGroups", federatedGroups)]),
    ]);
}

/**
 * The trust policy that lets an AWS service assume a role, for resources of this account only: without the guard the
 * service could be made to use the role on behalf of another account.
 *
 * @param accountId the role's own account: 12 digits
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html, EKS pod identities
 */
export function serviceTrustPolicy(service: TrustedService, accountId: string): PolicyDocument {
    return policyDocument([
        {
            Sid: "TrustServiceOfThisAccount",
            Effect: "Allow",
            Principal: { Service: [service] },
            Action: assumeByService,
            Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
    ]);
}
