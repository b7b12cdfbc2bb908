import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { ContextValue, PolicyType } from "../../../access/evaluation/question";
import { contextFromFacts } from "./facts";
import type { CaseFacts } from "./facts";
import type { Answer, RawAsker, RawQuestion } from "./rawQuestion";

/**
 * A row of a case table. A list of statements stands for a document of version 2012-10-17; any other document is given
 * as it is.
 */
export interface Case {
    /** A sentence. Unique. */
    readonly name: string;
    /** Section of AWS's documentation that the answer comes from. */
    readonly source: string;
    /** One of `askers` below by its name, or one of its own. @default "alice" */
    readonly asker?: string | RawAsker;
    /** @default "sts:AssumeRole" */
    readonly action?: string;
    /** The account in its ARN is the resource's. @default role `Target` of account 333333333333 */
    readonly resource?: string;
    readonly isPattern?: boolean;
    /** Identity policies. @default none */
    readonly identity?: readonly unknown[];
    /** Condition block of the one identity policy, which allows everything under it; instead of `identity`. */
    readonly condition?: unknown;
    readonly boundary?: unknown;
    readonly session?: readonly unknown[];
    readonly trust?: unknown;
    /** Resource policy of anything but a role. */
    readonly policy?: unknown;
    readonly scps?: readonly (readonly unknown[])[];
    readonly rcps?: readonly (readonly unknown[])[];
    /** Texts: the key's values; an object: what is known of it. Keys that aren't here are absent. */
    readonly context?: Readonly<Record<string, string | readonly string[] | ContextValue>>;
    /** What the context comes from, instead of `context`. */
    readonly facts?: CaseFacts;
    readonly answer: Answer;
    /** The statements that decide, each as `<document>#<index>`; not looked at if it isn't here. */
    readonly because?: readonly string[];
    /** Locks that nothing opens, of a denied request; not looked at if it isn't here. */
    readonly missing?: readonly PolicyType[];
}

const account = "111111111111";

/** Who asks, by name. */
const askers: Readonly<Record<string, RawAsker>> = {
    alice: { kind: "user", arn: `arn:aws:iam::${account}:user/alice`, accountId: account },
    worker: { kind: "role", arn: `arn:aws:iam::${account}:role/Worker`, accountId: account },
    root: { kind: "root", arn: `arn:aws:iam::${account}:root`, accountId: account },
    outside: { kind: "outside", arn: "arn:aws:iam::999999999999:root", accountId: "999999999999" },
};

/** Fields of a case; anything else is a misspelling. */
const fields = new Set(
    (
        "name source asker action resource isPattern identity condition boundary session trust policy " +
        "scps rcps context facts answer because missing"
    ).split(" "),
);

/**
 * The cases of each topic: the files `cases/<topic>.json`.
 *
 * @throws Error that names every row that is no case: unknown field, unknown asker, name used twice, or a source that
 *     is no section of AWS's documentation
 */
export function readCases(): ReadonlyMap<string, readonly Case[]> {
    const folder = join(__dirname, "..", "evaluation", "cases");
    const tables = new Map(
        readdirSync(folder).map((file) => [
            file.replace(/\.json$/, ""),
            JSON.parse(readFileSync(join(folder, file), "utf8")) as Case[],
        ]),
    );
    const seen = new Set<string>();
    const faults = [...tables].flatMap(([topic, cases]) =>
        cases.flatMap((row) =>
            faultsOf(row, seen).map((fault) => `cases/${topic}.json: "${row.name}": ${fault}`),
        ),
    );
    if (faults.length > 0) throw new Error(faults.join("\n"));
    return tables;
}

function faultsOf(row: Case, seen: Set<string>): readonly string[] {
    const unknown = Object.keys(row).filter((field) => !fields.has(field));
    const faults = unknown.map((field) => `has the unknown field "${field}"`);
    if (typeof row.asker === "string" && askers[row.asker] === undefined) {
        faults.push(`asker "${row.asker}" must be one of ${Object.keys(askers).join(", ")}`);
    }
    if (seen.has(row.name)) faults.push("has the name of an earlier case");
    seen.add(row.name);
    if (!/^https:\/\/docs\.aws\.amazon\.com\/\S+#\S+$/.test(row.source)) {
        faults.push(
            `source is "${row.source}"; must be https://docs.aws.amazon.com/<page>#<section>`,
        );
    }
    if (!["allowed", "denied", "unknown"].includes(row.answer)) {
        faults.push(`answer is "${row.answer}"; must be allowed, denied or unknown`);
    }
    for (const [key, value] of Object.entries(row.context ?? {})) {
        if (typeof value === "string" || "length" in value) continue;
        const forms = ["known", "absent", "attackerControlled"];
        if (!forms.some((form) => form in value)) {
            faults.push(
                `context "${key}" must be text, a list, or have one of ${forms.join(", ")}`,
            );
        }
    }
    return faults;
}

const asDocument = (given: unknown): unknown =>
    Array.isArray(given) ? { Version: "2012-10-17", Statement: given as unknown[] } : given;

const asContextValue = (given: string | readonly string[] | ContextValue): ContextValue => {
    if (typeof given === "string") return { known: [given] };
    return "length" in given ? { known: given } : given;
};

/** The question of a case. */
export function questionOf(row: Case): RawQuestion {
    const { asker = "alice", action = "sts:AssumeRole", boundary, session, trust, policy } = row;
    const resource = row.resource ?? "arn:aws:iam::333333333333:role/Target";
    const person = typeof asker === "string" ? askers[asker] : asker;
    if (person === undefined) throw new Error(`"${row.name}": no such asker`);
    const allowUnder = { Effect: "Allow", Action: "*", Resource: "*", Condition: row.condition };
    const identity = row.condition === undefined ? (row.identity ?? []) : [[allowUnder]];
    const levels = (given: Case["scps"] = []) => given.map((level) => level.map(asDocument));
    const question: RawQuestion = {
        asker: person,
        action,
        resource,
        ...(row.isPattern === undefined ? {} : { isPattern: row.isPattern }),
        resourceAccountId: /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1] ?? account,
        identity: identity.map(asDocument),
        ...(boundary === undefined ? {} : { boundary: asDocument(boundary) }),
        ...(session === undefined ? {} : { session: session.map(asDocument) }),
        ...(trust === undefined ? {} : { trust: asDocument(trust) }),
        ...(policy === undefined ? {} : { policy: asDocument(policy) }),
        scps: levels(row.scps),
        rcps: levels(row.rcps),
        context: Object.fromEntries(
            Object.entries(row.context ?? {}).map(([key, value]) => [
                key.toLowerCase(),
                asContextValue(value),
            ]),
        ),
    };
    return row.facts === undefined
        ? question
        : { ...question, context: contextFromFacts(question, row.facts) };
}
