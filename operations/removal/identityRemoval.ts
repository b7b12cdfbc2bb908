import type { Settings } from "../../platform/config";
import { groupsOf } from "../../identities/groups";
import { identityName } from "../../identities/identity";
import type { KnownUser } from "../../identities/identity";
import { userRootPath } from "../../platform/naming";
import { resourceOf } from "../accountDetails";
import type { UserDetail } from "../accountDetails";
import type { LiveAccount } from "../liveAccount";
import type { Step } from "../step";
import { emptyUser, userNamed } from "./emptyUser";
import {
    accountUps,
    callerRefusal,
    missingStack,
    secretStays,
    unknowns,
    unprotected,
    upCommand,
} from "./removal";
import type { Observed, Removal } from "./removal";
import { componentOf, logicalName } from "./stackState";
import type { StackState, StateResource } from "./stackState";
import { trustingRoles } from "./trusting";

const identityTypes = ["iam-profiles:identities:ServiceAccount", "iam-profiles:identities:Person"];
const groupType = "iam-profiles:identities:Group";
const groupMembershipType = "aws:iam/groupMembership:GroupMembership";

/**
 * What removing an identity takes. The order is: out of the catalogue, `up` of every account that trusts it, this, `up` of the
 * state stack.
 *
 * @param name IAM user name, with or without the prefix
 * @param identities the catalogue, as it is now
 * @throws Error if there is no such user and no such resource
 */
export function identityRemoval(
    name: string,
    settings: Settings,
    identities: readonly KnownUser[],
    observed: Observed,
): Removal {
    const { prefix, stateAccount } = settings;
    const stack = stateAccount.name;
    const inState = observed.stacks.get(stack) ?? { resources: [], pending: 0 };
    const live = observed.accounts.find(({ account }) => account.id === stateAccount.id);
    const known = [name, `${prefix}${name}`];
    const user = known
        .map((one) => live && userNamed(live, one))
        .find((found) => found !== undefined && isPlatformUser(prefix, found.Arn));
    const named = known.find((one) => componentOf(inState, identityTypes, one).length > 0);
    const iamName = user?.UserName ?? named ?? name;
    const own = componentOf(inState, identityTypes, iamName);
    const catalogued = identities.some((one) => identityName(prefix, one) === iamName);
    const base = { kind: "identity", name: iamName } as const;
    const doubts = unknowns(observed);
    if (user === undefined && own.length === 0) {
        return { ...base, ...none, refusals: doubts };
    }
    const ownGroups = groupsToGo(inState, settings, identities, iamName);
    const goes = [...own, ...ownGroups];
    const secrets = own.filter(({ type }) => type === "aws:secretsmanager/secret:Secret");
    const refusals = [
        ...doubts,
        ...(catalogued
            ? [
                  `${iamName} is in identities/catalogue.ts; remove its line, then run: ${accountUps(settings)}`,
              ]
            : []),
        ...(user === undefined
            ? []
            : [
                  ...missingStack(observed, stack, user.Arn),
                  ...refusalsOf(user, settings, observed, inState),
              ]),
    ];
    return {
        ...base,
        refusals,
        steps:
            user === undefined || live === undefined
                ? []
                : [
                      ...emptyUser(live, user, undeclaredGroups(user, own, inState)),
                      ...(own.length > 0 ? [] : [deleteUser(live, user)]),
                  ],
        unprotect: unprotected(stack, goes),
        next: own.length > 0 ? [upCommand(stack)] : [],
        stays: secrets.map(({ arn }) => secretStays(arn, observed.now)),
    };
}

const none = { steps: [], unprotect: [], next: [], stays: [] };

export const isPlatformUser = (prefix: string, arn: string): boolean =>
    (["serviceAccount", "person"] as const).some((kind) =>
        resourceOf(arn).startsWith(`user${userRootPath(prefix, kind)}`),
    );

/** A user that no stack has is deleted here. */
const deleteUser = ({ account }: LiveAccount, { UserName }: UserDetail): Step => ({
    do: "deleteUser",
    account: account.id,
    of: UserName,
    what: "",
});

function refusalsOf(
    { Arn, UserId }: UserDetail,
    settings: Settings,
    { accounts, caller }: Observed,
    inState: StackState,
): string[] {
    // The last `up` rewrites the trust policies of the state account before it deletes the user.
    const rewritten = new Set(inState.resources.map(({ arn }) => arn));
    const trusting = trustingRoles(accounts, [Arn, ...(UserId === undefined ? [] : [UserId])]);
    const { secretReaders } = settings;
    const reads = Object.values(secretReaders).some((readers: readonly string[]) =>
        readers.includes(Arn),
    );
    return [
        ...callerRefusal(caller, Arn, Arn),
        ...trusting
            .filter(({ arn }) => !rewritten.has(arn))
            .map(({ arn, account }) => `role ${arn} trusts it; run: ${upCommand(account.name)}`),
        ...(reads
            ? [
                  `secretReaders in Pulumi.yaml names ${Arn}; remove it there, then run: ${upCommand(settings.stateAccount.name)}`,
              ]
            : []),
    ];
}

/** Groups of the stack that no identity is left for, and that have no other member in the state. */
function groupsToGo(
    state: StackState,
    { prefix }: Settings,
    identities: readonly KnownUser[],
    iamName: string,
): readonly StateResource[] {
    const stay = new Set(groupsOf(prefix, identities).map((group) => group.name));
    return state.resources
        .filter(({ type, urn }) => type === groupType && !stay.has(logicalName(urn)))
        .map(({ urn }) => componentOf(state, [groupType], logicalName(urn)))
        .filter((group) => {
            const members = group.flatMap(({ users }) => users);
            return members.every((member) => member === iamName);
        })
        .flat();
}

/** Groups that a user is in by hand: no `up` takes it out of them. */
function undeclaredGroups(
    { GroupList = [], UserName }: UserDetail,
    own: readonly StateResource[],
    { resources }: StackState,
): readonly string[] {
    if (own.length === 0) return GroupList;
    const declared = new Set(
        resources
            .filter(({ type, users }) => type === groupMembershipType && users.includes(UserName))
            .map(({ group }) => group),
    );
    return GroupList.filter((group) => !declared.has(group));
}
