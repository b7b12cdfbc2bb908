import { primitives } from "../primitives";
import { harmlessActions, holdsCredentials } from "./harmless";
import { judgedActions, knownServices, mustNameRole } from "./knownActions";
import { makesFixedCalls, servicesThatAct, shortName } from "./servicePrincipals";

/** An action of which nobody knows that it is harmless. */
export interface NotReviewed {
    /** In full, e.g. `lambda:CreateFunction`. */
    readonly action: string;
    /**
     * Whether it counts only where the role can be passed: its request has to name one, or the table has the action for
     * another service principal.
     */
    readonly needsPassRole: boolean;
}

/** Service principals for which the table has an action; `undefined`: whatever the principal. */
const inTable = new Map<string, Set<string> | undefined>();
for (const { effect, actions, anywhere = [] } of primitives) {
    for (const action of [...actions, ...anywhere]) {
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
        return names === undefined || names.has(name) ? [] : [{ action, needsPassRole: true }];
    });
}

const byName = new Map<string, readonly NotReviewed[]>();

/**
 * What may give somebody a role that trusts a service, though no row of the table says so.
 *
 * @param name of the service, as `shortName` has it
 */
export function notReviewedFor(name: string): readonly NotReviewed[] {
    let found = byName.get(name);
    if (found === undefined) {
        const services = servicesThatAct(name) ?? [...knownServices];
        found = makesFixedCalls(name)
            ? []
            : services
                  .flatMap((service) => openFor(service, name))
                  // Those that need less come first.
                  .sort((one, other) => Number(one.needsPassRole) - Number(other.needsPassRole));
        byName.set(name, found);
    }
    return found;
}

const ofHolders = (services: readonly string[]): readonly NotReviewed[] =>
    services
        .flatMap(open)
        .filter((action) => !inTable.has(action))
        .map((action) => ({ action, needsPassRole: false }));

/** What may give somebody the credentials of any user or role of the account, or of every account. */
export const notReviewedOfHolders = {
    account: ofHolders(holdsCredentials.account),
    organization: ofHolders(holdsCredentials.organization),
};
