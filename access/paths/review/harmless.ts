import added from "./data/added.json";
import credentialServices from "./data/credentialServices.json";
import actionReviews from "./data/harmlessActions.json";
import serviceReviews from "./data/harmlessServices.json";
import verbReview from "./data/harmlessVerbs.json";
import { givesCredentials, managesPermissions, namesIn, takesRole } from "./knownActions";

/** Services that hold credentials, give them out, or decide who gets them, by how far that goes. */
export const holdsCredentials = {
    /** Of users and roles of the account. */
    account: namesIn(credentialServices.account),
    /** Of users and roles of every account. */
    organization: namesIn(credentialServices.organization),
};

const credentialHolders: ReadonlySet<string> = new Set([
    ...holdsCredentials.account,
    ...holdsCredentials.organization,
]);

/** Reasons why actions are harmless, by action as IAM spells it. */
const byAction: ReadonlyMap<string, string> = new Map(
    actionReviews.flatMap(({ reason, actions }) =>
        Object.entries(actions).flatMap(([service, names]) =>
            namesIn(names).map((name) => [`${service}:${name}`, reason] as const),
        ),
    ),
);

interface ServiceReview {
    readonly reason: string;
    /** Whether actions that take a role are covered as well. */
    readonly coversRoles: boolean;
    readonly notCovered: ReadonlySet<string>;
}

const byService: ReadonlyMap<string, ServiceReview> = new Map(
    serviceReviews.flatMap(({ reason, covers, services }) =>
        Object.entries(services).map(([service, names]) => [
            service,
            {
                reason,
                coversRoles: covers === "with role",
                notCovered: new Set(namesIn(names)),
            },
        ]),
    ),
);

const verbs = new RegExp(`^(?:${namesIn(verbReview.verbs).join("|")})(?=[A-Z0-9]|$)`);
const notByVerb = new RegExp(namesIn(verbReview.except).join("|"));
const addedByService: Readonly<Record<string, string>> = added;

/**
 * Why the actions of a service are harmless, as far as they were reviewed.
 *
 * A reason for a whole service, or for a verb, covers neither what gives out credentials, nor what came after the review,
 * nor anything of a service that holds credentials: there each action has a reason of its own.
 */
export function harmlessActions(service: string, names: readonly string[]): Map<string, string> {
    const found = new Map<string, string>();
    const review = byService.get(service);
    const roles = new Set(takesRole(service));
    const permissions = new Set(managesPermissions(service));
    const never = new Set([
        ...givesCredentials(service),
        ...namesIn(addedByService[service]),
        ...(credentialHolders.has(service) ? names : []),
    ]);
    for (const name of names) {
        const own = byAction.get(`${service}:${name}`);
        if (own !== undefined) found.set(name, own);
        if (own !== undefined || never.has(name)) continue;
        if (
            review !== undefined &&
            !review.notCovered.has(name) &&
            (review.coversRoles || !roles.has(name))
        ) {
            found.set(name, review.reason);
        } else if (verbs.test(name) && !notByVerb.test(name) && !permissions.has(name)) {
            found.set(name, verbReview.reason);
        }
    }
    return found;
}
