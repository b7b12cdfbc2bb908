import { assumePolicies } from "../../identities/assumePolicies";
import { groupOf, groupsOf, numbered } from "../../identities/groups";
import type { KnownUser } from "../../identities/identity";
import type { Settings } from "../../platform/config";
import { assumableRoleNames } from "../../roles/role";
import type { Role } from "../../roles/role";
import { unprotected } from "./removal";
import type { Removal } from "./removal";
import { componentOf, logicalName } from "./stackState";
import type { StackState } from "./stackState";

/** What the platform has, as far as its groups depend on it. */
export interface GroupCatalogue {
    readonly roles: readonly Role[];
    readonly identities: readonly KnownUser[];
}

/**
 * IAM groups of the state stack that its next update deletes because their policies are needed no more: fewer accounts, or shorter
 * documents, need fewer. A group that loses its last member is not among them.
 *
 * @param settings as they are at that update
 */
export function endingGroups(
    settings: Settings,
    { roles, identities }: GroupCatalogue,
    state: StackState,
): Removal["unprotect"] {
    const ending = groupsOf(settings.prefix, identities).flatMap((group) => {
        const policies = assumePolicies(
            settings,
            (account) => assumableRoleNames(roles, group, account),
            group,
        );
        const stay = new Set([0, ...policies.map(({ number }) => groupOf(number))]);
        const names = new Set([...stay].map((number) => numbered(group.name, number)));
        return componentOf(state, ["iam-profiles:identities:Group"], group.name).filter(
            ({ type, urn }) => type === "aws:iam/group:Group" && !names.has(logicalName(urn)),
        );
    });
    return unprotected(settings.stateAccount.name, ending);
}
