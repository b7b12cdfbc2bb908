import { identityName } from "../../identities/identity";
import type { KnownUser } from "../../identities/identity";
import type { Settings } from "../../platform/config";
import { emptyUser } from "./emptyUser";
import { stackRemoval } from "./accountRemoval";
import { isPlatformUser } from "./identityRemoval";
import { callerRefusal, missingStack, secretStays, unknowns } from "./removal";
import type { Observed, Removal } from "./removal";

/**
 * What removing the whole platform takes: every identity loses its credentials, and every stack can then be destroyed, the
 * state stack last, since the others trust its identities.
 *
 * @param name of the project, as a confirmation
 * @param identities the catalogue
 * @throws Error if the project is called otherwise
 */
export function platformRemoval(
    name: string,
    project: string,
    settings: Settings,
    identities: readonly KnownUser[],
    observed: Observed,
): Removal {
    if (name !== project) {
        throw new Error(
            `the platform is called "${project}", not "${name}"; its name confirms the removal of all of it`,
        );
    }
    const { stateAccount, prefix } = settings;
    const others = settings.accounts.filter(({ id }) => id !== stateAccount.id);
    const stacks = [...others, stateAccount].map((account) =>
        stackRemoval(account, settings, observed),
    );
    const live = observed.accounts.find(({ account }) => account.id === stateAccount.id);
    const users = (live?.details.UserDetailList ?? []).filter(({ Arn }) =>
        isPlatformUser(prefix, Arn),
    );
    const inState = observed.stacks.get(stateAccount.name)?.resources ?? [];
    const made = new Set(inState.map(({ arn }) => arn));
    const secrets = inState.filter(({ type }) => type === "aws:secretsmanager/secret:Secret");
    const people = identities.filter(({ kind }) => kind === "person");
    return {
        kind: "platform",
        name,
        refusals: [
            ...unknowns(observed),
            ...users
                .slice(0, 1)
                .flatMap(({ Arn }) => missingStack(observed, stateAccount.name, Arn)),
            ...users.flatMap(({ Arn }) => callerRefusal(observed.caller, Arn, Arn)),
            ...stacks.flatMap(({ refusals }) => refusals),
        ],
        // No identity can get in any more before anything else is removed.
        steps: [
            ...(live === undefined ? [] : users.flatMap((user) => emptyUser(live, user))),
            ...stacks.flatMap(({ steps }) => steps),
        ],
        unprotect: stacks.flatMap(({ unprotect }) => unprotect),
        next: stacks.flatMap(({ next }) => next),
        stays: [
            ...secrets.map(({ arn }) => secretStays(arn, observed.now)),
            ...users
                .filter(({ Arn }) => !made.has(Arn))
                .map(({ Arn }) => `${Arn}: no stack has made it; without credentials now`),
            ...stacks.flatMap(({ stays }) => stays),
            ...people.map(
                (one) =>
                    `${identityName(prefix, one)}: a person, who may have accounts and sessions elsewhere`,
            ),
            "credentials in Vault or 1Password, which this command does not reach; delete them there",
            "sessions that were begun before: they end when they would have ended anyway",
            "the stacks' backend, with their history, and CloudTrail's records",
        ],
    };
}
