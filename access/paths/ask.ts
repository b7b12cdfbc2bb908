import { decide } from "../evaluation/decide";
import { requestContext } from "../evaluation/contextKeys";
import type { RequestFacts } from "../evaluation/contextKeys";
import type { Asker, Question, Verdict } from "../evaluation/question";
import type { StatementReference } from "../policy/document";
import type { Actor } from "./actor";

/** Something asked of an actor. */
export interface Request
    extends
        Omit<Question, "asker" | "context">,
        Pick<
            RequestFacts,
            "resourceTags" | "passedToService" | "permissionsBoundary" | "policyArn" | "overrides"
        > {}

/** An answer that isn't no. */
export interface Yes {
    readonly because: readonly StatementReference[];
    /** Why it isn't certain. */
    readonly unknown?: string;
}

/**
 * Whether an actor may do something; `undefined`: certainly not.
 *
 * @param onContext is called if it depends on more of the actor than its policies and who trusts it
 */
export function ask(actor: Actor, request: Request, onContext?: () => void): Yes | undefined {
    let best: Yes | undefined;
    for (const asker of actor.askers) {
        const verdict = verdictOf(asker, request, actor, onContext);
        if (verdict.answer === "allowed") return { because: verdict.because };
        if (verdict.answer === "unknown") {
            best ??= { because: verdict.because, unknown: verdict.reason };
        }
    }
    return best;
}

/** Whether an actor may do all of it. */
export function askAll(actor: Actor, requests: Iterable<Request>): Yes | undefined {
    const because = new Map<string, StatementReference>();
    let unknown: string | undefined;
    for (const request of requests) {
        const yes = ask(actor, request);
        if (yes === undefined) return undefined;
        for (const reference of yes.because) {
            because.set(`${reference.document} ${reference.statement}`, reference);
        }
        unknown ??= yes.unknown;
    }
    return { because: [...because.values()], ...(unknown === undefined ? {} : { unknown }) };
}

// One time for a whole run, so that an answer doesn't change within it.
const now = new Date();

/** What AWS says to a request of an actor with one choice of its policies. */
export const verdictOf = (
    asker: Asker,
    request: Request,
    { facts }: Actor,
    onContext?: () => void,
): Verdict => decide({ ...request, asker, context: contextOf(request, facts, onContext) });

/** The context of a request, made when a condition first asks for it: most have none. */
function contextOf(
    request: Request,
    asker: Actor["facts"],
    onContext?: () => void,
): Question["context"] {
    let context: Question["context"] | undefined;
    return (key) => {
        if (context === undefined) {
            onContext?.();
            context = requestContext({ ...request, asker, now });
        }
        return context(key);
    };
}
