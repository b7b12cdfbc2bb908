import { decide } from "../evaluation/decide";
import { requestContext } from "../evaluation/contextKeys";
import type { RequestFacts } from "../evaluation/contextKeys";
import type { Principal, Question, Decision } from "../evaluation/question";
import type { StatementReference } from "../policy/document";
import type { ControlledNode } from "./controlledNode";
import { boundaryKey, boundaryValue } from "./boundaryKey";

/** Something permissionTo of an controlled. */
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
    /** Whether nobody may help the controlled with it. */
    readonly isItsOwn?: boolean;
}

/** An answer that isn't no. */
export interface Permission {
    readonly because: readonly StatementReference[];
    /** Why it isn't certain. */
    readonly unknown?: string;
}

/** Whether an controlled may do something by itself; `undefined`: certainly not. */
export function permissionFor(
    controlled: ControlledNode,
    request: Request,
): Permission | undefined {
    let best = permissionAt(controlled, request);
    if (best !== undefined && best.unknown === undefined) return best;
    for (const facts of controlled.moved ?? []) {
        best = better(best, permissionAt({ ...controlled, facts }, request));
    }
    for (const resource of request.elsewhere ?? []) {
        const there = { ...request, resource, isPattern: true, elsewhere: [] };
        best = better(best, permissionFor(controlled, there));
    }
    return best;
}

/** Two answers as one. */
export const combine = (first: Permission, second: Permission): Permission => {
    const unknown = first.unknown ?? second.unknown;
    return {
        because: [...first.because, ...second.because],
        ...(unknown === undefined ? {} : { unknown }),
    };
};

const better = (
    first: Permission | undefined,
    second: Permission | undefined,
): Permission | undefined =>
    first === undefined || (first.unknown !== undefined && second?.unknown === undefined)
        ? (second ?? first)
        : first;

function permissionAt(controlled: ControlledNode, request: Request): Permission | undefined {
    let best: Permission | undefined;
    for (const principal of controlled.principals) {
        const decision = decisionOf(principal, request, controlled);
        if (decision.answer === "allowed") return { because: decision.because };
        if (decision.answer === "unknown") {
            best ??= { because: decision.because, unknown: decision.reason };
        }
    }
    return best;
}

/**
 * Whether an controlled may do all of it. Where it has helpers, each of them may do a part.
 *
 * @param ownParts how many parts the controlled must do itself
 */
export function permissionForAll(
    controlled: ControlledNode,
    requests: readonly Request[],
    ownParts = 1,
): Permission | undefined {
    const because = new Map<string, StatementReference>();
    let unknown: string | undefined;
    let own = 0;
    const mayHelp = requests.length > ownParts;
    for (const request of requests) {
        let permission = permissionFor(controlled, request);
        if (permission !== undefined) own += 1;
        else if (mayHelp && request.isItsOwn !== true)
            permission = permissionOfHelpers(controlled, request);
        if (permission === undefined) return undefined;
        for (const reference of permission.because) {
            because.set(`${reference.document} ${reference.statement}`, reference);
        }
        unknown ??= permission.unknown;
    }
    if (own < Math.min(ownParts, requests.length)) return undefined;
    return { because: [...because.values()], ...(unknown === undefined ? {} : { unknown }) };
}

function permissionOfHelpers(
    { helpers = [] }: ControlledNode,
    request: Request,
): Permission | undefined {
    let best: Permission | undefined;
    for (const helper of helpers) {
        best = better(best, permissionFor(helper, request));
        if (best !== undefined && best.unknown === undefined) return best;
    }
    return best;
}

// One time for a whole run, so that an answer doesn't change within it.
const now = new Date();

/** What AWS says to a request of an controlled with one choice of its policies. */
export const decisionOf = (
    principal: Principal,
    request: Request,
    { facts, onContext }: Pick<ControlledNode, "facts" | "onContext">,
): Decision => decide({ ...request, principal, context: contextOf(request, facts, onContext) });

/** The context of a request, made when a condition first asks for it: most have none. */
function contextOf(
    request: Request,
    principal: ControlledNode["facts"],
    onContext?: () => void,
): Question["context"] {
    let context: Question["context"] | undefined;
    return (key) => {
        onContext?.();
        context ??= requestContext({ ...request, overrides: overridesOf(request), principal, now });
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
