import type { Document, Grammar } from "../policy/document";
import { isObject } from "../policy/policyError";
import { readDocument } from "../policy/readDocument";

/** A document, or `{ "unread": "why" }` in its place, whose effect is unknown. */
export function readOrUnread(name: string, raw: unknown, grammar: Grammar): Document {
    const why = isObject(raw) ? raw["unread"] : undefined;
    return typeof why === "string"
        ? { name, statements: [], fault: `${notRead}: ${why}` }
        : readDocument(name, raw, grammar);
}

/** Whether a document was not read, for a reason that is no fault of its own. */
export const isUnread = ({ fault }: Document): boolean => fault?.startsWith(notRead) === true;

const notRead = "was not read";
