import { isDeployedElsewhere } from "../../platform/accounts";
import type { Account } from "../../platform/accounts";
import { scopeOf } from "../../platform/config";
import type { Settings } from "../../platform/config";
import { boundaryArn } from "../../platform/naming";
import type { LiveAccount } from "../liveAccount";
import type { Step } from "../step";
import { emptyRole, holdersOf } from "./emptyRole";
import { endingGroups } from "./furtherGroups";
import type { GroupCatalogue } from "./furtherGroups";
import { callerRefusal, destroyCommand, unknowns, unprotected, upCommand } from "./removal";
import type { Observed, Removal } from "./removal";
import type { StackState } from "./stackState";

/**
 * What removing an account takes. The order is: this, `destroy` of its stack, out of the registry, `up` of the state stack, whose
 * groups then stop naming its roles. The stack goes first, since Pulumi needs the account's settings for it.
 *
 * @param name in the registry
 * @param catalogue the roles and identities, as they are now
 * @throws Error if the registry has no such account
 */
export function accountRemoval(
    name: string,
    settings: Settings,
    catalogue: GroupCatalogue,
    observed: Observed,
): Removal {
    const { accounts, stateAccount } = settings;
    const account = accounts.find((one) => one.name === name);
    if (account === undefined) {
        const names = accounts.map((one) => one.name).join(", ");
        throw new Error(
            `account "${name}" is not in Pulumi.yaml, which has ${names}; ` +
                `if its stack is destroyed, only this is left: ${upCommand(stateAccount.name)}`,
        );
    }
    const base = { kind: "account", name } as const;
    if (account.environment === "state") {
        const refusals = [
            `account "${name}" holds every identity; to remove the whole platform: iam-profiles platform remove`,
        ];
        return { ...base, refusals, steps: [], unprotect: [], next: [], stays: [] };
    }
    if (isDeployedElsewhere(account)) {
        // Nothing is in AWS for it alone.
        return {
            ...base,
            ...{ refusals: [], steps: [], unprotect: [], stays: [] },
            next: [
                `remove ${name} from accounts in Pulumi.yaml, and delete Pulumi.${name}.yaml`,
                upCommand(stateAccount.name),
            ],
        };
    }
    const stack = stackRemoval(account, settings, observed);
    return {
        ...base,
        ...stack,
        refusals: [...unknowns(observed), ...stack.refusals],
        unprotect: [
            ...stack.unprotect,
            ...endingGroups(
                { ...settings, accounts: accounts.filter((one) => one !== account) },
                catalogue,
                observed.stacks.get(stateAccount.name) ?? { resources: [], pending: 0 },
            ),
        ],
        next: [
            ...stack.next,
            `remove ${name} from accounts in Pulumi.yaml, and delete Pulumi.${name}.yaml`,
            upCommand(stateAccount.name),
        ],
    };
}

/** What destroying one account's stack takes. */
export function stackRemoval(
    account: Account,
    settings: Settings,
    { accounts, stacks, caller }: Observed,
): Pick<Removal, "refusals" | "steps" | "unprotect" | "next" | "stays"> {
    const live = accounts.find((one) => one.account.id === account.id);
    const state = stacks.get(account.name);
    if (live === undefined || state === undefined || state.resources.length === 0) {
        // Destroyed; at most the empty stack is left.
        const next = state === undefined ? [] : [`pulumi stack rm ${account.name}`];
        return { refusals: [], steps: [], unprotect: [], next, stays: [] };
    }
    const own = new Set(state.resources.map(({ arn }) => arn).filter((arn) => arn !== ""));
    const boundary = boundaryArn(scopeOf(settings, account));
    const deployer = state.resources.find(({ assumes }) => assumes !== undefined)?.assumes;
    return {
        refusals: [
            ...ownRoles(live, own).flatMap(({ Arn }) => callerRefusal(caller, Arn, Arn)),
            ...(deployer !== undefined && own.has(deployer)
                ? [
                      `stack "${account.name}" is deployed with its own role ${deployer}, and can't delete it; remove deployRoleArn from ` +
                          `Pulumi.${account.name}.yaml, then, with other credentials, run: ${upCommand(account.name)}`,
                  ]
                : []),
            ...heldElsewhere(live, own, boundary),
        ],
        steps: emptyRoles(live, own, state),
        unprotect: unprotected(account.name, state.resources),
        next: [destroyCommand(account.name), `pulumi stack rm ${account.name}`],
        stays: live.providers.map((arn) => `${arn}: no stack has made it`),
    };
}

/** Roles of the account that its stack has made. */
const ownRoles = ({ details }: LiveAccount, own: ReadonlySet<string>) =>
    details.RoleDetailList.filter(({ Arn }) => own.has(Arn));

const emptyRoles = (live: LiveAccount, own: ReadonlySet<string>, state: StackState): Step[] =>
    ownRoles(live, own).flatMap((role) => emptyRole(live, role, state));

/** Policies of the stack that principals besides its own hold: AWS would not delete them. */
function heldElsewhere(live: LiveAccount, own: ReadonlySet<string>, boundary: string): string[] {
    return live.details.Policies.filter(({ Arn }) => own.has(Arn)).flatMap(({ Arn }) =>
        holdersOf(live, Arn, own).map((holder) =>
            Arn === boundary
                ? `${holder} has the permissions boundary ${Arn}; delete it first: without the boundary it would be free`
                : `${holder} holds ${Arn}; detach it there first`,
        ),
    );
}
