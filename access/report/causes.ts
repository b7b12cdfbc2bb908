import { environments, isOpenToNonprod } from "../organization/environments";
import type { Environment } from "../organization/environments";
import type { Hop } from "../paths/hop";
import type { StatementReference } from "../policy/document";
import type { Reach, Report, Takeover } from "./report";

/** One mistake, and every path that it opens: what to mend. */
export interface Cause {
    /** Of the hop that leaves nonprod, e.g. `AssumeRole`. */
    readonly kind: string;
    readonly action: string;
    /**
     * The statements that open it: of a role's trust policy, where a role is assumed, else of the acting principal's
     * policies. Several, where roles of one name in several accounts have the same statement. Empty: none is known.
     */
    readonly statements: readonly StatementReference[];
    /** The worst account that the paths end in: prod before customer-nonprod before state. */
    readonly environment: Environment;
    /** Paths into production, then those into the state account; the shortest first. */
    readonly crossings: readonly Reach[];
    readonly takeovers: readonly Takeover[];
}

/** The crossings and takeovers of a report by cause: those into production first, then those with most paths. */
export function causesOf(
    report: Pick<Report, "accounts" | "identities" | "crossings" | "takeovers">,
): readonly Cause[] {
    const environmentOf = environmentsOf(report);
    const nonprod = new Set(
        report.identities.flatMap(({ arn, trustClass }) => (trustClass === "nonprod" ? [arn] : [])),
    );
    const isOutside = (arn: string): boolean => {
        const environment = environmentOf(arn);
        return !nonprod.has(arn) && environment !== undefined && !isOpenToNonprod(environment);
    };
    const found = new Map<string, Draft>();
    const draftOf = (path: Reach | Takeover, environment: Environment): Draft => {
        const hop = crossingHop(path.hops, isOutside);
        const statements = openedBy(hop);
        const key = [hop?.kind, hop?.action, ...statements.map(inAnyAccount)].join("\n");
        const draft = found.get(key) ?? {
            kind: hop?.kind ?? "",
            action: hop?.action ?? "",
            statements: new Map<string, StatementReference>(),
            environment,
            crossings: [],
            takeovers: [],
        };
        found.set(key, draft);
        for (const one of statements) draft.statements.set(`${one.document} ${one.statement}`, one);
        if (rankOf(environment) < rankOf(draft.environment)) draft.environment = environment;
        return draft;
    };
    for (const path of report.crossings) {
        const environment = environmentOf(path.role) ?? "prod";
        draftOf(path, environment).crossings.push(path);
    }
    // A prod identity reaches production.
    for (const path of report.takeovers) draftOf(path, "prod").takeovers.push(path);

    const order = (path: Reach): number => rankOf(environmentOf(path.role) ?? "prod");
    return [...found.values()]
        .map((draft) => ({
            ...draft,
            statements: [...draft.statements.values()],
            // Stable, so that within an environment the shortest stays first.
            crossings: [...draft.crossings].sort((a, b) => order(a) - order(b)),
        }))
        .sort((a, b) => rankOf(a.environment) - rankOf(b.environment) || pathsOf(b) - pathsOf(a));
}

interface Draft extends Pick<Cause, "kind" | "action"> {
    readonly statements: Map<string, StatementReference>;
    environment: Environment;
    readonly crossings: Reach[];
    readonly takeovers: Takeover[];
}

/** What is worst first; then as in every table, state before nonprod. */
const worst: readonly Environment[] = ["prod", "customer-nonprod"];
const ranks: readonly Environment[] = [
    ...worst,
    ...environments.filter((one) => !worst.includes(one)),
];
const rankOf = (environment: Environment): number => ranks.indexOf(environment);

const pathsOf = ({ crossings, takeovers }: Pick<Cause, "crossings" | "takeovers">): number =>
    crossings.length + takeovers.length;

/** By the account in an ARN; `undefined`: of no account of the report. */
function environmentsOf({ accounts }: Pick<Report, "accounts">) {
    const byId = new Map(accounts.map(({ id, environment }) => [id, environment]));
    return (arn: string): Environment | undefined => byId.get(arn.split(":")[4] ?? "");
}

/**
 * The hop that leaves nonprod: the first whose target is outside. If the attacker wrote the policy that allows it, the
 * hop before it that a policy of the organization allows.
 */
function crossingHop(hops: readonly Hop[], isOutside: (arn: string) => boolean): Hop | undefined {
    const at = hops.findIndex(({ to }) => isOutside(to));
    const from = at < 0 ? hops.length - 1 : at;
    const written = hops.slice(0, from + 1).filter(({ because }) => because.some(isWritten));
    return written.at(-1) ?? hops[from];
}

/** Documents of an organization are named by ARNs. */
const isWritten = ({ document }: StatementReference): boolean => document.startsWith("arn:");

function openedBy(hop: Hop | undefined): readonly StatementReference[] {
    const written = hop?.because.filter(isWritten) ?? [];
    const trust = written.filter(isTrust);
    const own = written.filter((reference) => !isTrust(reference));
    const isAssumed = hop?.kind.startsWith("AssumeRole") === true;
    const [first, second] = isAssumed ? [trust, own] : [own, trust];
    return first.length > 0 ? first : second;
}

const isTrust = ({ document }: StatementReference): boolean => document.endsWith(" trust policy");

/** The accounts of an organization have the same roles, made by one template: one mistake in it is one cause. */
const inAnyAccount = ({ document, statement }: StatementReference): string =>
    `${document.replace(/:\d{12}:/g, "::")} ${statement}`;
