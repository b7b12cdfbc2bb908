import * as v from "valibot";

import {
    buildReport,
    diffJson,
    diffReports,
    explainCell,
    explanationJson,
    readReportFile,
    renderDiff,
    renderExplanation,
    renderTable,
    reportJson,
} from "../../access";
import type { Organization, Report } from "../../access";
import { readSource, sourceOf } from "../accessSource";
import { originOf } from "../origin";
import { schemaOf } from "./schemas";
import type { SchemaName } from "./schemas";

/** A tool of the server: it reads, and changes nothing. */
export interface Tool {
    readonly name: string;
    readonly title: string;
    /** For the model: what it answers, and when to use it. */
    readonly description: string;
    /** Properties of its input, as JSON Schema. */
    readonly properties: Readonly<Record<string, object>>;
    readonly required: readonly string[];
    /** The schema of its structured result, whose JSON is an object. */
    readonly output: Readonly<Record<string, unknown>>;
    /** @throws Error with a sentence for the model: what is wrong, and the next step */
    readonly run: (input: unknown) => Promise<ToolResult>;
}

export interface ToolResult {
    /** For people. */
    readonly text: string;
    /** As `output` says. */
    readonly json: Readonly<Record<string, unknown>>;
}

/** Characters of a result; more would not fit a model's context. */
const mostCharacters = 400_000;

const text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2048));

const source = {
    type: "string",
    description:
        "plan (default): the stacks as the code defines them; sandbox; live: the accounts in AWS; or a folder with accounts.json and <account id>.json files",
};
const principal = "NAME, NAME@ACCOUNT, the ARN of a user or role, or the ARN of a role's session";

/** A tool whose input is checked by `schema`. */
const tool = <S extends v.GenericSchema>(
    facts: Omit<Tool, "run" | "output"> & { readonly output: SchemaName },
    schema: S,
    run: (input: v.InferOutput<S>) => Promise<ToolResult>,
): Tool => ({
    ...facts,
    output: objectSchema(facts.output),
    run: async (input) => {
        const checked = v.safeParse(schema, input);
        if (!checked.success) {
            const faults = checked.issues.map(
                (one) => `${v.getDotPath(one) ?? "input"}: ${one.message}`,
            );
            throw new Error(`${facts.name}: ${faults.join("; ")}`);
        }
        return run(checked.output);
    },
});

/** A list is wrapped, since structured results are objects. */
function objectSchema(name: SchemaName): Readonly<Record<string, unknown>> {
    // Clients compile it beside the schemas of other tools.
    const schema = Object.fromEntries(
        Object.entries(schemaOf(name)).filter(([key]) => key !== "$id" && key !== "$schema"),
    );
    return schema["type"] === "object"
        ? schema
        : { type: "object", properties: { rows: schema }, required: ["rows"] };
}

/** In the order that clients list them. */
export const tools: readonly Tool[] = [
    tool(
        {
            name: "access",
            title: "Who reaches what",
            description:
                "Which identity can reach which IAM role and how, and whether the environment boundary (nonprod identities stay out of production) holds. Use it for questions about all identities or roles.",
            properties: {
                source,
                strict: {
                    type: "boolean",
                    description: "count every limit of the evaluation that could matter as unknown",
                },
                identity: {
                    type: "string",
                    description: "only the paths of this user's name or ARN",
                },
            },
            required: [],
            output: "report",
        },
        v.strictObject({
            source: v.optional(text, "plan"),
            strict: v.optional(v.boolean(), false),
            identity: v.optional(text),
        }),
        async ({ source: from, strict, identity }) => {
            const organization = await read(from);
            const whole = {
                ...buildReport(organization, undefined, undefined, strict),
                provenance: { ...(await originOf(from)), digest: organization.digest() },
            };
            const report = identity === undefined ? whole : ofIdentity(whole, identity);
            return { text: renderTable(report), json: parsed(reportJson(report)) };
        },
    ),
    tool(
        {
            name: "explain",
            title: "Why an identity reaches a role, or why not",
            description:
                "Why a user or role can or cannot assume a role, and the next step: which lock is shut, whom the role trusts, what the identity's groups cover. Use it for `why can't X assume Y?`, also for a pipeline's error message.",
            properties: {
                identity: { type: "string", description: principal },
                role: { type: "string", description: principal },
                source,
            },
            required: ["identity", "role"],
            output: "explanation",
        },
        v.strictObject({ identity: text, role: text, source: v.optional(text, "plan") }),
        async ({ identity, role, source: from }) => {
            const organization = await read(from);
            const explanation = explainCell(organization, identity, role);
            return {
                text: renderExplanation(explanation, organization.accounts),
                json: parsed(explanationJson(explanation)),
            };
        },
    ),
    tool(
        {
            name: "diff",
            title: "What changed",
            description:
                "Paths added and removed between two reports of `iam-profiles access --format json`, or between one and the stacks as the code defines them.",
            properties: {
                before: { type: "string", description: "file" },
                after: { type: "string", description: "file; default: the plan" },
            },
            required: ["before"],
            output: "diff",
        },
        v.strictObject({ before: text, after: v.optional(text) }),
        async ({ before, after }) => {
            const [old, now] = [
                await readReportFile(before),
                after === undefined ? buildReport(await read("plan")) : await readReportFile(after),
            ];
            const diff = diffReports(old, now);
            return {
                text: renderDiff(diff, [...old.accounts, ...now.accounts]),
                json: parsed(diffJson(diff)),
            };
        },
    ),
    tool(
        {
            name: "status",
            title: "Access keys",
            description:
                "The age, use and problems of service accounts' access keys, compared with the secrets store (AWS Secrets Manager). No secret is read.",
            properties: {
                identity: {
                    type: "string",
                    description: "one service account, by its IAM user name",
                },
                environment: { enum: ["nonprod", "prod"], description: "of one trust class" },
                sandbox: { type: "boolean", description: "use the sandbox that npm start deploys" },
            },
            required: [],
            output: "status",
        },
        v.strictObject({
            identity: v.exactOptional(text),
            environment: v.exactOptional(v.picklist(["nonprod", "prod"])),
            sandbox: v.optional(v.boolean(), false),
        }),
        async (selection) => {
            const { statusRows } = await import("./status");
            const { rows, shown } = await statusRows(selection);
            return { text: shown, json: { rows } };
        },
    ),
    tool(
        {
            name: "drift",
            title: "What was changed past Pulumi",
            description:
                "How the accounts in AWS differ from the program: changed, missing and undeclared principals, policies, credentials and so on, each with a severity from what it does to who reaches what. Nothing is fixed; it needs credentials that read IAM in every account.",
            properties: {
                role: {
                    type: "string",
                    description: "role to assume in each other account, with its path",
                },
                ignore: {
                    type: "array",
                    items: { type: "string" },
                    description: "findings to leave out, by their ids, or ARNs; exact",
                },
                sandbox: { type: "boolean", description: "use the sandbox that npm start deploys" },
            },
            required: [],
            output: "drift",
        },
        v.strictObject({
            role: v.exactOptional(text),
            ignore: v.optional(v.array(text), []),
            sandbox: v.optional(v.boolean(), false),
        }),
        async ({ ignore, ...options }) => {
            const [{ compare }, { openOperations }, { driftJson, driftText }] = await Promise.all([
                import("../drift"),
                import("../openOperations"),
                import("../../operations/drift/text"),
            ]);
            const { drift } = await compare(await openOperations(options), ignore);
            return { text: driftText(drift), json: parsed([JSON.stringify(driftJson(drift))]) };
        },
    ),
];

const read = (from: string): Promise<Organization> => readSource({ source: sourceOf(from) });

function ofIdentity(report: Report, wanted: string): Report {
    const found = report.identities.find(({ arn, name }) => arn === wanted || name === wanted);
    if (found === undefined) {
        const names = report.identities.slice(0, 10).map(({ name }) => name);
        throw new Error(`identity "${wanted}" not found; some there are: ${names.join(", ")}`);
    }
    const isIts = ({ identity }: { readonly identity: string }): boolean => identity === found.arn;
    return {
        ...report,
        identities: [found],
        reach: report.reach.filter(isIts),
        crossings: report.crossings.filter(isIts),
        takeovers: report.takeovers.filter(isIts),
    };
}

/** @throws Error if it is too long */
function parsed(pieces: Iterable<string>): Readonly<Record<string, unknown>> {
    let json = "";
    for (const piece of pieces) {
        json += piece;
        if (json.length > mostCharacters) {
            throw new Error(
                `the result has more than ${mostCharacters} characters; ask for one identity, or run iam-profiles with --out`,
            );
        }
    }
    return JSON.parse(json) as Readonly<Record<string, unknown>>;
}
