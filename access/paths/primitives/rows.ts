import type { Effect, Primitive } from "../primitive";

/** Name, actions, source, and why it isn't certain. */
export type Row = readonly [
    name: string,
    anywhere: readonly string[],
    source: string,
    unknown?: string,
];

export const inside = "It needs a way into the instance.";

export const runsAPod = "It needs the right to run a pod in the cluster, which Kubernetes gives.";

export const singleCalls =
    "It makes single calls with the role, and doesn't hand out its credentials.";

/**
 * Handing a role to a service that runs the attacker's code, or gives out the role's credentials.
 *
 * What else the service asks for (a network, an image, an existing project or job) is taken to be there. Rows ask for no
 * more than is needed then: where an action starts compute that is there, creating some first needs no row of its own.
 */
export const passes = (service: string, rows: readonly Row[]): Primitive[] =>
    rows.map(([name, ...row]) =>
        primitive({ does: "passes", service }, `PassRole-${name}`, ...row),
    );

/**
 * Taking over compute that is there, with the role that it has. Which compute is there, no policy says: it is taken to be
 * there wherever a role trusts its service.
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
