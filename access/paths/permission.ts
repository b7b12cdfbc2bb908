import { decide } from "../evaluation/decide";
import { requestContext } from "../evaluation/contextKeys";
import type { RequestFacts } from "../evaluation/contextKeys";
import type { Principal, Question, Decision } from "../evaluation/question";
import type { StatementReference } from "../policy/document";
import { mightDo } from "./controlledNode";
import type { ControlledNode } from "./controlledNode";
import type { Node } from "./nodes";
import { boundaryKey, boundaryValue } from "./boundaryKey";

/** A request of a controlled node. */
export interface Request
    extends
        Pick<
            Question,
            | "action"
            | "furtherActions"
            | "resource"
            | "isPattern"
            | "resourceIsNot"
            | "resourceAccountId"
            | "resourcePolicy"
            | "resourceControlPolicies"
        >,
        Pick<RequestFacts, "resourceTags" | "passedToService" | "overrides" | "session"> {
    /**
     * ARN of the boundary that the request names or its target has, or a pattern; `null`: none;
     * absent: unknown.
     */
    readonly permissionsBoundary?: string | null;
    /** ARNs that the boundary isn't, although its pattern matches them. */
    readonly permissionsBoundaryIsNot?: readonly string[];
    /** ARN patterns that the resource can be moved to first; any of them may be used. */
    readonly elsewhere?: readonly string[];
    /** Whether the node must make the request itself, without helpers. */
    readonly isItsOwn?: boolean;
    /** Called with each context key, in lower case, that the decision reads. */
    readonly onRead?: (key: string) => void;
}

/** A request is allowed, or may be. */
export interface Permission {
    readonly because: readonly StatementReference[];
    /** Why it is uncertain. */
    readonly unknown?: string;
    /** Helpers that make some of the requests. */
    readonly helpers?: readonly Node[];
}

/** Whether a node may make a request by itself; `undefined`: certainly not. */
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

/** Both permissions as one. */
export const combine = (first: Permission, second: Permission): Permission => {
    const unknown = first.unknown ?? second.unknown;
    const helpers = [...(first.helpers ?? []), ...(second.helpers ?? [])];
    return {
        because: [...first.because, ...second.because],
        ...(unknown === undefined ? {} : { unknown }),
        ...(helpers.length === 0 ? {} : { helpers }),
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
        const decision = decisionOf(principal, request, controlled, false);
        if (decision.answer === "allowed") return { because: decision.because };
        if (decision.answer === "unknown") {
            best ??= { because: decision.because, unknown: decision.reason };
        }
    }
    return best;
}

/**
 * Whether a node may make all requests. Helpers may make some of them.
 *
 * @param ownParts number of requests that the node must make itself
 */
export function permissionForAll(
    controlled: ControlledNode,
    requests: readonly Request[],
    ownParts = 1,
): Permission | undefined {
    const because = new Map<string, StatementReference>();
    let unknown: string | undefined;
    let own = 0;
    const helpers: Node[] = [];
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
        if (permission.helpers !== undefined) helpers.push(...permission.helpers);
    }
    if (own < Math.min(ownParts, requests.length)) return undefined;
    return {
        because: [...because.values()],
        ...(unknown === undefined ? {} : { unknown }),
        ...(helpers.length === 0 ? {} : { helpers }),
    };
}

function permissionOfHelpers(
    { helpers = [] }: ControlledNode,
    request: Request,
): Permission | undefined {
    let best: Permission | undefined;
    // A resource policy may admit principals that no identity policy allows.
    const able =
        request.resourcePolicy === undefined ? ableHelpers(helpers, request.action) : helpers;
    for (const helper of able) {
        const permission = permissionFor(helper, request);
        if (permission === undefined) continue;
        best = better(best, { ...permission, helpers: [helper.node] });
        if (best !== undefined && best.unknown === undefined) return best;
    }
    return best;
}

const ableByAction = new WeakMap<
    readonly ControlledNode[],
    Map<string, readonly ControlledNode[]>
>();

/** The helpers of which some statement may allow an action. */
function ableHelpers(
    helpers: readonly ControlledNode[],
    action: string,
): readonly ControlledNode[] {
    const byAction = ableByAction.get(helpers) ?? new Map<string, readonly ControlledNode[]>();
    ableByAction.set(helpers, byAction);
    let found = byAction.get(action);
    if (found === undefined) {
        found = helpers.filter((helper) => mightDo(helper, action));
        byAction.set(action, found);
    }
    return found;
}

// One time for the whole run, so that decisions are consistent.
const now = new Date();

/** The decision on a request by a principal. @param explains see `decide` */
export const decisionOf = (
    principal: Principal,
    request: Request,
    { facts, onContext }: Pick<ControlledNode, "facts" | "onContext">,
    explains = true,
): Decision => {
    const context = contextOf(request, facts, onContext);
    // Most requests are of this one shape, which the engine can optimize for.
    const { action, resource, resourceAccountId, resourceControlPolicies } = request;
    const { isPattern = false, resourceIsNot = [], furtherActions, resourcePolicy } = request;
    const question = {
        principal,
        action,
        resource,
        isPattern,
        resourceIsNot,
        resourceAccountId,
        resourceControlPolicies,
        context,
        ...(furtherActions === undefined ? {} : { furtherActions }),
    };
    return decide(
        resourcePolicy === undefined ? question : { ...question, resourcePolicy },
        explains,
    );
};

/**
 * The context of a request, built when a condition first reads a key; most requests have no
 * conditions.
 */
function contextOf(
    request: Request,
    principal: ControlledNode["facts"],
    onContext?: () => void,
): Question["context"] {
    let context: Question["context"] | undefined;
    return (key) => {
        onContext?.();
        request.onRead?.(key);
        context ??= requestContext({ ...request, overrides: overridesOf(request), principal, now });
        return context(key);
    };
}

const overridesOf = ({
    action,
    permissionsBoundary,
    permissionsBoundaryIsNot,
    overrides = new Map(),
}: Request): NonNullable<Request["overrides"]> =>
    permissionsBoundary === undefined
        ? overrides
        : new Map([
              [boundaryKey, boundaryValue(action, permissionsBoundary, permissionsBoundaryIsNot)],
              ...overrides,
          ]);
