import type { Effect, Primitive } from "../primitive";
import { passing } from "./passing";

/** Name, actions, source, and why it is uncertain. */
export type Row = readonly [
    name: string,
    anywhere: readonly string[],
    source: string,
    unknown?: string,
];

export const inside = "It needs access to the instance.";

export const runsAPod = "It needs Kubernetes permission to run a pod in the cluster.";

export const singleCalls =
    "It makes single calls with the role and does not expose its credentials.";

/**
 * Techniques that pass a role to a service that runs the attacker's code, or exposes the role's
 * credentials.
 *
 * Other resources that the service needs (a network, an image, a project or job) are assumed to
 * exist. A row lists the least actions needed: if an action can start existing compute, creating
 * compute first has no row of its own.
 */
export const passes = (service: string, rows: readonly Row[]): Primitive[] =>
    rows.map(([name, ...row]) => {
        const id = `PassRole-${name}`;
        return primitive({ does: "passes", service, ...passing[id] }, id, ...row);
    });

/**
 * Techniques that take over existing compute with its role. No policy says which compute exists:
 * some is assumed to exist wherever a role trusts its service.
 */
export const enters = (service: string, rows: readonly Row[]): Primitive[] =>
    rows.map((row) => primitive({ does: "enters", service }, ...row));

const primitive = (
    effect: Effect,
    id: string,
    anywhere: readonly string[],
    source: string,
    unknown?: string,
): Primitive => ({
    id,
    actions: [],
    anywhere,
    effect,
    ...(unknown === undefined ? {} : { unknown }),
    source,
});
