import { actionsByService } from "./actionFiles";
import models from "./data/models.json";

/** What the service models say of a service's actions: names, a space between them. */
interface ModelActions {
    /** Whose request may name a role or an instance profile. */
    readonly mayNameRole?: string;
    /** Whose request has to. */
    readonly mustNameRole?: string;
    /** Whose answer has credentials, an address that lets in, or a password, token or key. */
    readonly givesCredentials?: string;
}

const modelsByService: ReadonlyMap<string, ModelActions> = new Map(Object.entries(models.services));

/** Prefixes of all services that the data has, e.g. `lambda`. */
export const knownServices: ReadonlySet<string> = new Set([
    ...actionsByService.keys(),
    ...modelsByService.keys(),
]);

/** Names in a list of the data. */
export const namesIn = (list = ""): readonly string[] => (list === "" ? [] : list.split(" "));

/** Whose request has to name a role or an instance profile: they do nothing without `iam:PassRole`. */
export const mustNameRole = (service: string): readonly string[] =>
    namesIn(modelsByService.get(service)?.mustNameRole);

/** Whose request may name one, or has to. */
export const takesRole = (service: string): readonly string[] => [
    ...namesIn(modelsByService.get(service)?.mayNameRole),
    ...mustNameRole(service),
];

export const givesCredentials = (service: string): readonly string[] =>
    namesIn(modelsByService.get(service)?.givesCredentials);

/** Of level Permissions management. */
export const managesPermissions = (service: string): readonly string[] =>
    namesIn(actionsByService.get(service)?.permissions);

/**
 * The actions of a service that have to be reviewed: those of level Write or Permissions management, those that take a
 * role, and those that give out credentials. Tags alone give nothing: a condition on a tag counts as met.
 */
export function judgedActions(service: string): readonly string[] {
    const { permissions, writes } = actionsByService.get(service) ?? {};
    return [
        ...new Set([
            ...namesIn(permissions),
            ...namesIn(writes),
            ...takesRole(service),
            ...givesCredentials(service),
        ]),
    ].sort();
}

const all = new Map<string, readonly string[]>();

/** Every action of a service that the data has, in lower case. */
export function knownActions(service: string): readonly string[] {
    let known = all.get(service);
    if (known === undefined) {
        const lists = Object.values(actionsByService.get(service) ?? {}) as readonly string[];
        const names = [...lists.flatMap(namesIn), ...judgedActions(service)];
        known = [...new Set(names.map((name) => name.toLowerCase()))];
        all.set(service, known);
    }
    return known;
}
