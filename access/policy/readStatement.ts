import { actionSet, anyAction } from "./actions";
import type { ActionSet } from "./actions";
import type { Grammar, Statement } from "./document";
import { PolicyError, isObject, readStrings, describeValue } from "./policyError";
import { anyPrincipal, principalSet } from "./principals";
import type { PrincipalSet } from "./principals";
import { readConditions } from "./readConditions";
import { resourceSet } from "./resources";
import type { ResourceSet } from "./resources";

/** Position of a statement. */
export interface StatementContext {
    /** Name of its document. */
    readonly document: string;
    readonly index: number;
    readonly grammar: Grammar;
    /** Whether `${...}` is a policy variable. */
    readonly variables: boolean;
}

const elements: ReadonlySet<string> = new Set([
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
]);

/**
 * Reads one statement. An invalid part is recorded as a fault and read as matching anything, so
 * that the valid parts can still rule the statement out.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readStatement(raw: unknown, context: StatementContext): Statement {
    const { document, index, grammar, variables } = context;
    const faults: string[] = [];
    const statement = isObject(raw) ? new Map(Object.entries(raw)) : new Map<string, unknown>();
    if (!isObject(raw)) faults.push(`it is ${describeValue(raw)}; must be an object`);
    for (const element of statement.keys()) {
        if (!elements.has(element)) faults.push(`unknown element ${describeValue(element)}`);
    }
    const attempt = <T>(read: () => T, otherwise: T): T => {
        try {
            return read();
        } catch (fault) {
            if (!(fault instanceof PolicyError)) throw fault;
            faults.push(fault.message);
            return otherwise;
        }
    };
    const sid = statement.get("Sid");
    if (sid !== undefined && typeof sid !== "string") faults.push(`Sid is ${describeValue(sid)}`);
    const effect = statement.get("Effect");
    if (effect !== "Allow" && effect !== "Deny") {
        faults.push(`Effect is ${describeValue(effect)}; must be "Allow" or "Deny"`);
    }
    const principals = attempt(() => readPrincipals(statement, grammar), anyPrincipal);
    const actions = attempt(() => readActions(statement), anyAction);
    const resources = attempt(
        () => readResources(statement, grammar, variables),
        grammar === "trust" ? undefined : resourceSet(["*"], false, false),
    );
    const { conditions, faults: conditionFaults } = readConditions(
        statement.get("Condition"),
        variables,
    );
    faults.push(...conditionFaults);
    const label = typeof sid === "string" && sid !== "" ? { sid } : {};
    return {
        document,
        index,
        ...label,
        reference: { document, statement: index, ...label },
        // An invalid Effect is read as Allow, the worst case; the fault makes the result uncertain.
        effect: effect === "Deny" ? "Deny" : "Allow",
        ...(principals === undefined ? {} : { principals }),
        actions,
        ...(resources === undefined ? {} : { resources }),
        conditions,
        ...(faults.length === 0 ? {} : { fault: faults.join("; ") }),
    };
}

type Elements = ReadonlyMap<string, unknown>;

/** Which of an element and its negation a statement has. */
function oneOf(statement: Elements, element: string): { name: string; except: boolean } {
    const has = statement.has(element);
    const except = statement.has(`Not${element}`);
    if (has && except) throw new PolicyError(`${element} and Not${element} are mutually exclusive`);
    if (!has && !except) throw new PolicyError(`${element} is missing`);
    return { name: except ? `Not${element}` : element, except };
}

function readPrincipals(statement: Elements, grammar: Grammar): PrincipalSet | undefined {
    if (grammar === "identity") {
        if (statement.has("Principal") || statement.has("NotPrincipal")) {
            throw new PolicyError("an identity policy must not have a Principal");
        }
        return undefined;
    }
    const { name, except } = oneOf(statement, "Principal");
    if (except && grammar === "trust") {
        throw new PolicyError("NotPrincipal is not valid in a trust policy");
    }
    return principalSet(statement.get(name), except);
}

function readActions(statement: Elements): ActionSet {
    const { name, except } = oneOf(statement, "Action");
    return actionSet(readStrings(name, statement.get(name)), except);
}

function readResources(
    statement: Elements,
    grammar: Grammar,
    variables: boolean,
): ResourceSet | undefined {
    if (grammar === "trust") {
        if (statement.has("Resource") || statement.has("NotResource")) {
            throw new PolicyError("a trust policy must not have a Resource");
        }
        return undefined;
    }
    const { name, except } = oneOf(statement, "Resource");
    return resourceSet(readStrings(name, statement.get(name)), except, variables);
}
