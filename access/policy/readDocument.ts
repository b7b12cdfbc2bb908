// The proof's own reader of policy documents, deliberately separate from the policy pack's: a fault in one must not
// blind both.
import type { Document, Grammar } from "./document";
import { parsePolicyJson } from "./policyJson";
import { PolicyError, isObject, describeValue } from "./policyError";
import { readStatement } from "./readStatement";

/** The largest policy in AWS has room for a few hundred. */
const maxStatements = 10_000;

// Policy variables require version 2012-10-17; the default version is 2008-10-17.
const versions: ReadonlySet<unknown> = new Set(["2008-10-17", "2012-10-17"]);

/**
 * Reads and compiles a policy document. Never throws: an invalid statement gets a `fault`. A
 * document gets one if it is invalid, has over 1,000,000 characters or 32 levels (as text), or over
 * 10,000 statements.
 *
 * @param name as reports print it
 * @param raw an object, JSON text, or URL-encoded JSON text as IAM's API returns it
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readDocument(name: string, raw: unknown, grammar: Grammar): Document {
    try {
        return read(name, typeof raw === "string" ? parsePolicyJson(raw) : raw, grammar);
    } catch (fault) {
        if (!(fault instanceof PolicyError)) throw fault;
        return { name, statements: [], fault: fault.message };
    }
}

function read(name: string, raw: unknown, grammar: Grammar): Document {
    if (!isObject(raw)) throw new PolicyError(`is ${describeValue(raw)}; must be an object`);
    const document = new Map(Object.entries(raw));
    for (const element of document.keys()) {
        if (element !== "Version" && element !== "Id" && element !== "Statement") {
            throw new PolicyError(`unknown element ${describeValue(element)}`);
        }
    }
    const version = document.get("Version");
    if (version !== undefined && !versions.has(version)) {
        throw new PolicyError(
            `Version is ${describeValue(version)}; must be 2012-10-17 or 2008-10-17`,
        );
    }
    if (!document.has("Statement")) throw new PolicyError("Statement is missing");
    const statement = document.get("Statement");
    const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
    if (statements.length > maxStatements) {
        throw new PolicyError(
            `has ${statements.length} statements; the maximum is ${maxStatements}`,
        );
    }
    const variables = version === "2012-10-17";
    return {
        name,
        statements: statements.map((item, index) =>
            readStatement(item, { document: name, index, grammar, variables }),
        ),
    };
}
