import type { ActionSet } from "../../policy/actions";
import { ActionChoice, servicesIn } from "./actionChoice";
import type { NotReviewed } from "./actionChoice";
import { primitives } from "../primitives";
import { harmlessActions, holdsCredentials } from "./harmless";
import { judgedActions, knownServices, mustNameRole } from "./knownActions";
import { unlistedIn } from "./unlistedActions";
import { actsAs, makesFixedCalls, servicesThatAct, shortName } from "./servicePrincipals";

/** Service principals for which the table has an action; `undefined`: whatever the principal. */
const inTable = new Map<string, Set<string> | undefined>();
/** Actions that the table has without iam:PassRole. */
const withoutPassRole = new Set<string>();
for (const { effect, actions, anywhere = [] } of primitives) {
    for (const action of [...actions, ...anywhere]) {
        if (effect.does !== "passes") withoutPassRole.add(action);
        const known = inTable.get(action);
        if (inTable.has(action) && known === undefined) continue;
        if (!("service" in effect)) inTable.set(action, undefined);
        else inTable.set(action, new Set([...(known ?? []), shortName(effect.service)]));
    }
}

const byService = new Map<string, readonly string[]>();

/** Judged actions of a service that aren't reviewed as harmless, in full. */
function open(service: string): readonly string[] {
    let found = byService.get(service);
    if (found === undefined) {
        const judged = judgedActions(service);
        const harmless = harmlessActions(service, judged);
        found = judged.filter((name) => !harmless.has(name)).map((name) => `${service}:${name}`);
        byService.set(service, found);
    }
    return found;
}

/** Those of a service that the table doesn't have for a principal. */
function openFor(service: string, name: string): readonly NotReviewed[] {
    const roleNamed = new Set(mustNameRole(service).map((action) => `${service}:${action}`));
    return open(service).flatMap((action) => {
        if (!inTable.has(action)) return [{ action, needsPassRole: roleNamed.has(action) }];
        const names = inTable.get(action);
        // Of a name that no service is known by, the table's word is enough.
        const isJudged = names === undefined || names.has(name) || !actsAs(service, name);
        return isJudged ? [] : [{ action, needsPassRole: !withoutPassRole.has(action) }];
    });
}

const byName = new Map<string, ActionChoice>();

/**
 * Actions that may give their caller a role which trusts a service, though no row of the table says so.
 *
 * @param name of the service, as `shortName` has it
 */
export function notReviewedFor(name: string): ActionChoice {
    let found = byName.get(name);
    if (found === undefined) {
        const services = servicesThatAct(name) ?? [...knownServices];
        const actions = makesFixedCalls(name)
            ? []
            : services.flatMap((service) => openFor(service, name));
        // Those that need less come first.
        found = new ActionChoice([
            ...actions.filter(({ needsPassRole }) => !needsPassRole),
            ...actions.filter(({ needsPassRole }) => needsPassRole),
        ]);
        byName.set(name, found);
    }
    return found;
}

const ofHolders = (services: readonly string[]): ActionChoice =>
    new ActionChoice(
        services
            .flatMap(open)
            .filter((action) => !inTable.has(action))
            .map((action) => ({ action, needsPassRole: false })),
    );

/** Actions of services that decide who gets into every account, without those that are harmless, such as reads. */
let ofOrganization: readonly string[] | undefined;
const named = new WeakMap<ActionSet, boolean>();

/**
 * Whether a list of actions names a service that decides who gets into every account, and has an action of it that is not
 * harmless, or that the data lacks. A bare `*` does not count.
 */
export function namesOrganizationServices(actions: ActionSet): boolean {
    let found = named.get(actions);
    if (found === undefined) {
        const { organization } = holdsCredentials;
        ofOrganization ??= organization.flatMap(open);
        const services = servicesIn(actions);
        found =
            organization.some((service) => services.has(service)) &&
            (ofOrganization.some((action) => actions.has(action)) ||
                unlistedIn(actions).some(({ service }) => organization.includes(service)));
        named.set(actions, found);
    }
    return found;
}

let holders: Readonly<Record<"account" | "organization", ActionChoice>> | undefined;

/** Actions that may give their caller the credentials of any user or role of the account, or of every account. */
export const notReviewedOfHolders = (): NonNullable<typeof holders> =>
    (holders ??= {
        account: ofHolders(holdsCredentials.account),
        organization: ofHolders(holdsCredentials.organization),
    });
