import { buildReport } from "../../access";
import type { Hop, Organization, Reach, Report } from "../../access";
import type { Difference } from "./finding";

/** A path that AWS allows and the declared platform doesn't. */
export interface AddedPath {
    readonly identity: string;
    /** ARN of the role, or of the identity that is taken over. */
    readonly target: string;
    readonly hops: readonly Hop[];
    /** Whether it breaks the environment boundary. */
    readonly crosses: boolean;
}

/** What AWS allows beyond what is declared; `unknown`: why that can't be said. */
export type ReachChange =
    | { readonly known: true; readonly added: readonly AddedPath[] }
    | { readonly known: false; readonly why: string };

/**
 * Compares the proof of the live organization with that of the declared one, also where the platform's own resources are as
 * declared: what it doesn't manage may add a path, or make the boundary unknown.
 *
 * @param live throws if an account could not be read
 */
export function reachChange(declared: () => Report, live: () => Organization): ReachChange {
    try {
        return compareReports(declared(), buildReport(live()));
    } catch (error) {
        return { known: false, why: (error as Error).message.split("\n")[0] ?? "" };
    }
}

/** Compares two reports: an account's own roles are the platform's business only where a path to them crosses the boundary. */
export function compareReports(declared: Report, live: Report): ReachChange {
    const { verdict } = live;
    if (verdict.boundary === "unknown" && declared.verdict.boundary !== "unknown") {
        return {
            known: false,
            why: `whether the environment boundary holds is unknown: ${verdict.reason}`,
        };
    }
    // Prod identities may reach everything anyway.
    const nonprod = new Set(
        live.identities.filter((one) => one.trustClass === "nonprod").map(({ arn }) => arn),
    );
    if (live.unfinishedSearches.some((arn) => nonprod.has(arn))) {
        return { known: false, why: "the search for paths reached its limit" };
    }
    const pair = ({ identity, role }: Reach): string => `${identity} ${role}`;
    const before = new Set(declared.reach.map(pair));
    const crossings = new Set(live.crossings.map(pair));
    const roles = new Set(declared.roles.map(({ arn }) => arn));
    const identities = new Set(declared.identities.map(({ arn }) => arn));
    const taken = new Set(
        declared.takeovers.map(({ identity, becomes }) => `${identity} ${becomes}`),
    );
    const reach = live.reach
        .filter((path) => !before.has(pair(path)))
        .filter(
            (path) =>
                crossings.has(pair(path)) ||
                (roles.has(path.role) && identities.has(path.identity)),
        )
        .map((path) => ({
            identity: path.identity,
            target: path.role,
            hops: path.hops,
            crosses: crossings.has(pair(path)),
        }));
    const takeovers = live.takeovers
        .filter(({ identity, becomes }) => !taken.has(`${identity} ${becomes}`))
        .map(({ identity, becomes, hops }) => ({ identity, target: becomes, hops, crosses: true }));
    return { known: true, added: [...reach, ...takeovers] };
}

/** Whether a path depends on a difference: on a document, a membership, or something that is there. */
export function dependsOn({ identity, hops }: AddedPath, difference: Difference): boolean {
    const { kind, subject, name } = difference;
    const documents = hops.flatMap(({ because }) => because.map(({ document }) => document));
    const touches = hops.some(({ from, to }) => from === subject || to === subject);
    switch (kind) {
        case "trust":
            return documents.includes(`${subject} trust policy`);
        case "inline":
            return documents.includes(`${subject} inline policy ${name}`);
        case "secretPolicy":
            return documents.includes(`${subject} resource policy`);
        case "attached":
            return documents.includes(name);
        case "document":
            return documents.includes(subject);
        case "member":
            return (
                documents.some((document) => document.startsWith(`${subject} `)) &&
                [identity, ...hops.map(({ from }) => from)].some((arn) => arn.endsWith(`/${name}`))
            );
        default:
            return (
                touches ||
                identity === subject ||
                documents.some((document) => document.startsWith(`${subject} `))
            );
    }
}
