import type { TrustClass, UserKind } from "../platform/naming";
import { identityName } from "./identity";
import type { KnownUser } from "./identity";

/**
 * Managed policies of a group, and groups of a user: AWS raises neither.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const policiesPerGroup = 10;
const groupsPerUser = 10;

/** Policies that the members of a group can have by as many IAM groups as there may be. */
export const policiesPerUser = policiesPerGroup * groupsPerUser;

/** Number of the IAM group, from 0, that holds a policy. It is the policy's for good, so that no attachment ever moves. */
export const groupOf = (policyNumber: number): number =>
    Math.floor(policyNumber / policiesPerGroup);

/** A name with its number: none for the first, then `2` and so on. */
export const numbered = (name: string, number: number): string =>
    number === 0 ? name : `${name}${number + 1}`;

/** Name of a policy of a group or an entry role. @param holder name of the first group, or of the role */
export const policyNameOf = (holder: string, number: number): string =>
    numbered(`${holder}Policy`, number);

/** A group and its members, all of one kind, trust class and reach. */
export interface IdentityGroup {
    /** IAM group name, e.g. `PSKNonprodServiceAccountGroup`. */
    readonly name: string;
    readonly kind: UserKind;
    readonly trustClass: TrustClass;
    /** The only roles its members may assume, if they are limited. */
    readonly roles?: readonly string[];
    /** IAM user names, sorted. */
    readonly members: readonly string[];
}

/**
 * The groups that identities need: one per kind and trust class, and one of its own for each identity that is limited
 * to named roles, so that its group's policy, too, is no wider than the identity may reach.
 */
export function groupsOf(prefix: string, users: readonly KnownUser[]): readonly IdentityGroup[] {
    const groups = new Map<string, IdentityGroup>();
    for (const user of users) {
        const { kind, trustClass, roles } = user;
        const name = groupName(prefix, user);
        const members = [...(groups.get(name)?.members ?? []), identityName(prefix, user)].sort();
        groups.set(name, { name, kind, trustClass, members, ...(roles ? { roles } : {}) });
    }
    return [...groups.values()];
}

/**
 * Name of an identity's group. It begins with the trust class, so that the policy pack knows from the name alone how far
 * the group may reach: `PSKProdServiceAccountGroup`, or `PSKProd-DnsGroup` for the limited identity `Dns`.
 */
export function groupName(prefix: string, { name, kind, trustClass, roles }: KnownUser): string {
    const className = trustClass === "prod" ? "Prod" : "Nonprod";
    if (roles !== undefined) return `${prefix}${className}-${name}Group`;
    return `${prefix}${className}${kind === "person" ? "Person" : "ServiceAccount"}Group`;
}
