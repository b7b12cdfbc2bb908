import { scopeOf } from "../../platform/config";
import type { Settings } from "../../platform/config";
import { roleArn } from "../../platform/naming";
import { teamOf } from "../../platform/teams";
import { emptyRole, holdersOf } from "./emptyRole";
import { endingGroups } from "./furtherGroups";
import type { GroupCatalogue } from "./furtherGroups";
import { callerRefusal, missingStack, unknowns, unprotected, upCommand } from "./removal";
import type { Observed, Removal } from "./removal";
import { componentOf } from "./stackState";
import { trustingRoles } from "./trusting";

const roleType = "iam-profiles:roles:CatalogueRole";
const nothing = { resources: [], pending: 0 };

/**
 * What removing a role from every account takes. The order is: out of the catalogue, this, `up` of the state stack, whose groups
 * then stop naming it, and `up` of every other account.
 *
 * @param name of the role, with or without the prefix
 * @param catalogue the roles and identities, as they are now
 */
export function roleRemoval(
    name: string,
    settings: Settings,
    catalogue: GroupCatalogue,
    observed: Observed,
): Removal {
    const { prefix } = settings;
    const short = name.startsWith(prefix) ? name.slice(prefix.length) : name;
    const iamName = `${prefix}${short}`;
    const team = teamOf(settings.teams, short);
    const file =
        team === undefined ? "roles/catalogue.ts" : `teams/${team.name}/roles/${short}.yaml`;
    const limited = catalogue.identities.filter(({ roles }) =>
        roles?.some((role) => role === short || role.startsWith(`${short}@`)),
    );
    const found = stateFirst(settings).flatMap((account) => {
        const live = observed.accounts.find((one) => one.account.id === account.id);
        const arn = roleArn(scopeOf(settings, account), short);
        const state = observed.stacks.get(account.name) ?? nothing;
        const detail = live?.details.RoleDetailList.find(({ Arn }) => Arn === arn);
        const own = componentOf(state, [roleType], iamName);
        return live === undefined || (detail === undefined && own.length === 0)
            ? []
            : [{ account, live, arn, state, detail, own }];
    });
    const refusals = [
        ...unknowns(observed),
        ...(catalogue.roles.some((role) => role.name === short)
            ? [`${iamName} is in ${file}; remove it there`]
            : []),
        ...limited.map(
            (one) =>
                `identity "${one.name}" is limited to it; change ${teamOf(settings.teams, one.name) === undefined ? "identities/catalogue.ts" : file}`,
        ),
        ...found.flatMap(({ account, arn, own, live }) => [
            ...missingStack(observed, account.name, arn),
            ...callerRefusal(observed.caller, arn, arn),
            ...namedBy(settings, observed, arn),
            ...own
                .filter(({ type }) => type === "aws:iam/policy:Policy")
                .flatMap((policy) =>
                    holdersOf(live, policy.arn, new Set([arn])).map(
                        (holder) =>
                            `${holder} holds its policy ${policy.arn}; detach it there first`,
                    ),
                ),
        ]),
    ];
    return {
        kind: "role",
        name: iamName,
        refusals,
        steps: found.flatMap(({ live, detail, state }) =>
            detail === undefined ? [] : emptyRole(live, detail, state),
        ),
        unprotect: [
            ...found.flatMap(({ account, own }) => unprotected(account.name, own)),
            // A role less makes the groups' policies shorter.
            ...endingGroups(
                settings,
                catalogue,
                observed.stacks.get(settings.stateAccount.name) ?? nothing,
            ),
        ],
        next: found
            .filter(({ own }) => own.length > 0)
            .map(({ account }) => upCommand(account.name)),
        stays: found
            .filter(({ own }) => own.length === 0)
            .map(
                ({ arn }) =>
                    `${arn}: no stack has it, so no update deletes it; see: iam-profiles drift`,
            ),
    };
}

const stateFirst = ({ accounts, stateAccount }: Settings): Settings["accounts"] => [
    stateAccount,
    ...accounts.filter(({ id }) => id !== stateAccount.id),
];

/** What else would be left naming a role that is gone. */
const namedBy = (settings: Settings, { accounts }: Observed, arn: string): string[] => [
    ...trustingRoles(accounts, [arn]).map(
        (role) => `role ${role.arn} trusts ${arn}; change that trust policy first`,
    ),
    ...(Object.values(settings.secretReaders).some((readers: readonly string[]) =>
        readers.includes(arn),
    )
        ? [`secretReaders in Pulumi.yaml names ${arn}; remove it there`]
        : []),
];
