import { decide } from "../evaluation/decide";
import { requestContext } from "../evaluation/contextKeys";
import type { RequestFacts } from "../evaluation/contextKeys";
import type { Asker, Question, Verdict } from "../evaluation/question";
import type { StatementReference } from "../policy/document";
import type { Actor } from "./actor";

/** Something asked of an actor. */
export interface Request
    extends
        Pick<
            Question,
            "action" | "resource" | "isPattern" | "resourceAccountId" | "resourcePolicy"
        >,
        Pick<
            RequestFacts,
            "resourceTags" | "passedToService" | "permissionsBoundary" | "policyArn" | "overrides"
        > {
    readonly resourceControlPolicies?: Question["resourceControlPolicies"];
}

/** An answer that isn't no. */
export interface Yes {
    readonly because: readonly StatementReference[];
    /** Why it isn't certain. */
    readonly unknown?: string;
}

/** Whether an actor may do something; `undefined`: certainly not. */
export function ask(actor: Actor, request: Request): Yes | undefined {
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
export const verdictOf = (asker: Asker, request: Request, { facts }: Actor): Verdict =>
    decide({
        asker,
        action: request.action,
        resource: request.resource,
        ...(request.isPattern === undefined ? {} : { isPattern: request.isPattern }),
        resourceAccountId: request.resourceAccountId,
        ...(request.resourcePolicy === undefined ? {} : { resourcePolicy: request.resourcePolicy }),
        resourceControlPolicies: request.resourceControlPolicies ?? [],
        context: requestContext({ ...request, asker: facts, now }),
    });
