import { decide } from "../evaluation/decide";
import { requestContext } from "../evaluation/contextKeys";
import type { RequestFacts } from "../evaluation/contextKeys";
import type { Asker, Question, Verdict } from "../evaluation/question";
import type { StatementReference } from "../policy/document";
import type { Actor } from "./actor";
import { boundaryKey, boundaryValue } from "./boundaryKey";

/** Something asked of an actor. */
export interface Request
    extends
        Pick<
            Question,
            | "action"
            | "resource"
            | "isPattern"
            | "resourceAccountId"
            | "resourcePolicy"
            | "resourceControlPolicies"
        >,
        Pick<RequestFacts, "resourceTags" | "passedToService" | "overrides"> {
    /** ARN of the boundary that the request names or its target has, or a pattern; `null`: none; absent: not known. */
    readonly permissionsBoundary?: string | null;
    /** Patterns of ARNs that the resource may be given first: any of them will do. */
    readonly elsewhere?: readonly string[];
    /** Whether nobody may help the actor with it. */
    readonly isItsOwn?: boolean;
}

/** An answer that isn't no. */
export interface Yes {
    readonly because: readonly StatementReference[];
    /** Why it isn't certain. */
    readonly unknown?: string;
}

/** Whether an actor may do something by itself; `undefined`: certainly not. */
export function ask(actor: Actor, request: Request): Yes | undefined {
    let best = askAt(actor, request);
    if (best !== undefined && best.unknown === undefined) return best;
    for (const facts of actor.moved ?? []) {
        best = better(best, askAt({ ...actor, facts }, request));
    }
    for (const resource of request.elsewhere ?? []) {
        const there = { ...request, resource, isPattern: true, elsewhere: [] };
        best = better(best, ask(actor, there));
    }
    return best;
}

/** Two answers as one. */
export const both = (first: Yes, second: Yes): Yes => {
    const unknown = first.unknown ?? second.unknown;
    return {
        because: [...first.because, ...second.because],
        ...(unknown === undefined ? {} : { unknown }),
    };
};

const better = (first: Yes | undefined, second: Yes | undefined): Yes | undefined =>
    first === undefined || (first.unknown !== undefined && second?.unknown === undefined)
        ? (second ?? first)
        : first;

function askAt(actor: Actor, request: Request): Yes | undefined {
    let best: Yes | undefined;
    for (const asker of actor.askers) {
        const verdict = verdictOf(asker, request, actor);
        if (verdict.answer === "allowed") return { because: verdict.because };
        if (verdict.answer === "unknown") {
            best ??= { because: verdict.because, unknown: verdict.reason };
        }
    }
    return best;
}

/**
 * Whether an actor may do all of it. Where it has helpers, each of them may do a part.
 *
 * @param ownParts how many parts the actor must do itself
 */
export function askAll(actor: Actor, requests: readonly Request[], ownParts = 1): Yes | undefined {
    const because = new Map<string, StatementReference>();
    let unknown: string | undefined;
    let own = 0;
    const mayHelp = requests.length > ownParts;
    for (const request of requests) {
        let yes = ask(actor, request);
        if (yes !== undefined) own += 1;
        else if (mayHelp && request.isItsOwn !== true) yes = askHelpers(actor, request);
        if (yes === undefined) return undefined;
        for (const reference of yes.because) {
            because.set(`${reference.document} ${reference.statement}`, reference);
        }
        unknown ??= yes.unknown;
    }
    if (own < Math.min(ownParts, requests.length)) return undefined;
    return { because: [...because.values()], ...(unknown === undefined ? {} : { unknown }) };
}

function askHelpers({ helpers = [] }: Actor, request: Request): Yes | undefined {
    let best: Yes | undefined;
    for (const helper of helpers) {
        best = better(best, ask(helper, request));
        if (best !== undefined && best.unknown === undefined) return best;
    }
    return best;
}

// One time for a whole run, so that an answer doesn't change within it.
const now = new Date();

/** What AWS says to a request of an actor with one choice of its policies. */
export const verdictOf = (
    asker: Asker,
    request: Request,
    { facts, onContext }: Pick<Actor, "facts" | "onContext">,
): Verdict => decide({ ...request, asker, context: contextOf(request, facts, onContext) });

/** The context of a request, made when a condition first asks for it: most have none. */
function contextOf(
    request: Request,
    asker: Actor["facts"],
    onContext?: () => void,
): Question["context"] {
    let context: Question["context"] | undefined;
    return (key) => {
        onContext?.();
        context ??= requestContext({ ...request, overrides: overridesOf(request), asker, now });
        return context(key);
    };
}

const overridesOf = ({
    action,
    permissionsBoundary,
    overrides = new Map(),
}: Request): NonNullable<Request["overrides"]> =>
    permissionsBoundary === undefined
        ? overrides
        : new Map([[boundaryKey, boundaryValue(action, permissionsBoundary)], ...overrides]);
