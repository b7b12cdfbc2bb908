import { reaches } from "../platform/environments";
import { iamArn, userPath } from "../platform/naming";
import type { AccountScope, IdentityKind, TrustClass } from "../platform/naming";
import type { Account } from "../platform/accounts";

/** An identity of the state account: an IAM user that can do nothing but assume roles. */
export interface Identity {
    /** IAM user name without the prefix: letters, digits and `+=,.@_-`; 64 characters at most, prefix included. */
    readonly name: string;
    /** How far it reaches: `nonprod` accounts alone, or every account. */
    readonly trustClass: TrustClass;
    /**
     * Names of the only catalogue roles it may assume, without the prefix, e.g. `["PlatformVPCRole"]`.
     *
     * @default every role that identities may assume
     */
    readonly roles?: readonly string[];
}

/** Every identity of the platform. */
export interface IdentityCatalogue {
    /** Automation. Each gets a secret for its access key. */
    readonly serviceAccounts: readonly Identity[];
    /** Human beings, where there is no federation. They have no access keys and assume roles only with MFA. */
    readonly people: readonly Identity[];
}

/** An identity of a known kind. */
export interface KnownIdentity extends Identity {
    readonly kind: IdentityKind;
}

/** The catalogue as one list, service accounts first. */
export function allIdentities(catalogue: IdentityCatalogue): readonly KnownIdentity[] {
    return [
        ...catalogue.serviceAccounts.map((identity) => ({
            ...identity,
            kind: "serviceAccount" as const,
        })),
        ...catalogue.people.map((identity) => ({ ...identity, kind: "person" as const })),
    ];
}

/** IAM user name, e.g. `PSKNonprodServiceAccount`. */
export const userName = (prefix: string, identity: Identity): string => `${prefix}${identity.name}`;

/** ARN of an identity's user; `state` is the state account's scope. */
export const userArn = (state: AccountScope, identity: KnownIdentity): string =>
    iamArn(
        state,
        `user${userPath(state.prefix, identity.kind, identity.trustClass)}${userName(state.prefix, identity)}`,
    );

/** Whether an identity may assume a role, given by its name without prefix, in an account. */
export function mayAssume(identity: Identity, account: Account, role: string): boolean {
    return (
        reaches(identity.trustClass, account.environment) &&
        (identity.roles === undefined || identity.roles.includes(role))
    );
}
