// The policy pack's own reader of policy documents, deliberately separate from the one in access/policy/: a fault in one
// must not blind both.
import { parseJson } from "./parseJson";
import { isObject, parseConditions, parsePrincipals, strings } from "./parseElements";
import type { Grammar, Statement } from "./statement";
import { holdsUnknown, show } from "./unknown";

/** What is wrong with a document, and where in it, e.g. `Statement[0].Action`. */
export interface Fault {
    readonly path: string;
    readonly message: string;
}

/** A document's statements; of no use to a rule while there are faults. */
export interface ParsedDocument {
    readonly statements: readonly Statement[];
    readonly faults: readonly Fault[];
}

type Report = (path: string, message: string) => void;

const version = "2012-10-17";
const elements: Record<Grammar, readonly string[]> = {
    trust: ["Sid", "Effect", "Principal", "Action", "Condition"],
    resource: ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"],
    identity: ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"],
};

/**
 * A policy document, checked against IAM's grammar once, so that rules read typed statements. What is not understood is a
 * fault, never skipped.
 *
 * @param value the document as a resource holds it: JSON text or an object with IAM's own keys
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parseDocument(value: unknown, grammar: Grammar): ParsedDocument {
    const faults: Fault[] = [];
    const report: Report = (path, message) => void faults.push({ path, message });
    if (holdsUnknown(value)) {
        report("", "is not wholly known at preview; build it from computed ARNs, which are known");
        return { statements: [], faults };
    }
    let document = value;
    if (typeof value === "string") {
        try {
            document = parseJson(value);
        } catch (error) {
            report("", (error as Error).message);
            return { statements: [], faults };
        }
    }
    if (!isObject(document)) {
        report("", `is ${show(document)}; must be a policy document: an object, or its JSON text`);
        return { statements: [], faults };
    }
    for (const key of Object.keys(document)) {
        if (!["Version", "Id", "Statement"].includes(key)) {
            report(key, "is no element of a policy document");
        }
    }
    // The older version reads policy variables as plain text, so a document means something else under it.
    if (document["Version"] !== version) {
        report("Version", `is ${show(document["Version"])}; must be "${version}"`);
    }
    const entries = document["Statement"];
    const list: unknown[] = Array.isArray(entries) ? entries : [entries];
    if (list.length === 0) report("Statement", "is empty; must have at least one statement");
    const statements = list.flatMap((entry, index) =>
        parseStatement(entry, index, grammar, report),
    );
    const sids = statements.flatMap(({ sid }) => sid ?? []);
    for (const sid of new Set(sids.filter((one, index) => sids.indexOf(one) !== index))) {
        report("Statement", `has the Sid ${show(sid)} twice; a Sid is unique within its document`);
    }
    return { statements, faults };
}

function parseStatement(
    entry: unknown,
    index: number,
    grammar: Grammar,
    reportAt: Report,
): Statement[] {
    const at = `Statement[${index}]`;
    if (!isObject(entry)) {
        reportAt(at, `is ${show(entry)}; must be an object`);
        return [];
    }
    const report: Report = (path, message) => {
        reportAt(`${at}.${path}`, message);
    };
    for (const key of Object.keys(entry)) {
        if (!elements[grammar].includes(key)) {
            report(key, `is not allowed here; a statement has ${elements[grammar].join(", ")}`);
        }
    }
    const { Sid: sid, Effect: effect } = entry;
    if (sid !== undefined && (typeof sid !== "string" || !/^[A-Za-z0-9]*$/.test(sid))) {
        report("Sid", `is ${show(sid)}; must be letters and digits`);
    }
    if (effect !== "Allow" && effect !== "Deny") {
        report("Effect", `is ${show(effect)}; must be "Allow" or "Deny"`);
    }
    const listOf = (key: string): readonly string[] => {
        if (!(key in entry)) return [];
        const found = strings(entry[key]);
        if (found === undefined) {
            report(key, `is ${show(entry[key])}; must be text or a list of text, not empty`);
        }
        return found ?? [];
    };
    const exactlyOneOf = (...keys: string[]) => {
        if (keys.filter((key) => key in entry).length !== 1) {
            report(keys.join("/"), "must be given exactly once");
        }
    };
    if (grammar === "identity") {
        exactlyOneOf("Action", "NotAction");
        exactlyOneOf("Resource", "NotResource");
    } else {
        exactlyOneOf("Action");
        if (grammar === "resource") exactlyOneOf("Resource");
    }
    return [
        {
            index,
            ...(typeof sid === "string" && sid !== "" ? { sid } : {}),
            effect: effect === "Deny" ? "Deny" : "Allow",
            principals: grammar === "identity" ? [] : parsePrincipals(entry["Principal"], report),
            actions: listOf("Action"),
            notActions: listOf("NotAction"),
            resources: listOf("Resource"),
            notResources: listOf("NotResource"),
            conditions: "Condition" in entry ? parseConditions(entry["Condition"], report) : [],
        },
    ];
}
