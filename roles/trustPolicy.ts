import { policyDocument } from "../platform/policyDocument";
import type { PolicyDocument, PolicyStatement } from "../platform/policyDocument";
import { ProgramError } from "../platform/programError";
import type { TrustedService } from "./role";

/** Users that may assume a role, as exact ARNs. */
export interface TrustedUsers {
    readonly serviceAccounts: readonly string[];
    /** Human beings: trusted with MFA only. */
    readonly people: readonly string[];
}

// A session's tags and its source identity come with the assumption, and each needs its own permission in the trust policy.
const assume = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];
const assumeByService = ["sts:AssumeRole", "sts:TagSession"];

const userArnPattern = /^arn:aws[a-z-]*:iam::\d{12}:user\/([\w+=,.@-]+\/)*[\w+=,.@-]+$/;

/**
 * The trust policy that lets exactly these users assume a role.
 *
 * In the state account it is the only lock, as AWS asks for no identity policy where a trust policy of the same account
 * names the user; so MFA is demanded here as well as in the group's policy.
 *
 * @returns a document with a statement for service accounts and one for people, as far as there are any; users sorted
 * @throws ProgramError if there is no user at all, or naming each ARN that isn't a user's exact one
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function usersTrustPolicy({ serviceAccounts, people }: TrustedUsers): PolicyDocument {
    const all = [...serviceAccounts, ...people];
    if (all.length === 0) {
        throw new ProgramError("A trust policy must name at least one user; there is none.");
    }
    const wrong = all.filter((arn) => !userArnPattern.test(arn));
    if (wrong.length > 0) {
        throw new ProgramError(
            `A trust policy names users by their exact ARNs; these are none: ${wrong.join(", ")}`,
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
