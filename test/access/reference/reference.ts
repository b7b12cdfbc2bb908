import { choicesOf } from "./candidates";
import type { Choice } from "./candidates";
import { isAllowed } from "./evaluate";
import { allDocuments } from "./rawQuestion";
import type { Answer, RawAsker, RawQuestion } from "./rawQuestion";
import type { Request } from "./request";
import { principalsOf, statementsOf, textsOf } from "./statements";
import type { RawStatement } from "./statements";
import { expand, variablesIn } from "./variables";
import { matches } from "./glob";
import { combinations, distinct, instances, isWithin, words } from "./words";

/**
 * The answer to a question, by trying every request that it stands for.
 *
 * Written from AWS's documentation alone, to be compared with the product. It is slow, and complete only for short
 * patterns over the letters a and b.
 */
export function referenceAnswer(question: RawQuestion): Answer {
    const requests = requestsOf(question);
    const isSome = (faultsHelp: boolean) =>
        requests.some((request) => isAllowed(question, request, faultsHelp));
    if (isSome(false)) return "allowed";
    return isSome(true) ? "unknown" : "denied";
}

/** The requests that a question stands for, one of each kind that its policies tell apart. */
function requestsOf(question: RawQuestion): readonly Request[] {
    const statements = allDocuments(question).flatMap((document) => statementsOf(document) ?? []);
    const known = new Map(
        Object.entries(question.context).flatMap(([key, value]) =>
            "known" in value ? [[key, value.known] as const] : [],
        ),
    );
    const contexts = contextsOf(question, statements, known);
    return askersOf(question.asker, statements).flatMap((asker) =>
        sessionsOf(asker, statements).flatMap((sessionArn) =>
            resourcesOf(question, statements, known).flatMap((resource) =>
                contexts.map((context) => ({
                    asker,
                    ...(sessionArn === undefined ? {} : { sessionArn }),
                    action: question.action,
                    resource,
                    resourceAccountId: question.resourceAccountId,
                    context,
                })),
            ),
        ),
    );
}

function contextsOf(
    question: RawQuestion,
    statements: readonly RawStatement[],
    known: ReadonlyMap<string, readonly string[]>,
): readonly ReadonlyMap<string, readonly string[]>[] {
    const tests = statements.flatMap((statement) => statement.tests);
    const variables = new Set(
        statements.flatMap(({ elements }) => variablesIn(JSON.stringify(elements))),
    );
    const choices = Object.entries(question.context).flatMap(([key, value]) => {
        if (!("attackerControlled" in value)) return [];
        const own = tests.filter((test) => test.key === key);
        const chosen = choicesOf(key, value, own, known);
        // What a variable stands for may be any piece of the resource's ARN.
        const pieces = variables.has(key)
            ? question.resource.split(/[:/]/).map((piece): Choice => [piece])
            : [];
        return [[...chosen, ...pieces].map((choice) => [key, choice] as const)];
    });
    return combinations(choices).map((chosen) => {
        const context = new Map(known);
        for (const [key, values] of chosen) if (values !== undefined) context.set(key, values);
        return context;
    });
}

function askersOf(asker: RawAsker, statements: readonly RawStatement[]): readonly RawAsker[] {
    if (asker.isPattern !== true) return [asker];
    const named = statements.flatMap(({ elements }) => principalsOf(elements));
    return [...new Set([...named, ...instances([asker.arn])])]
        .filter((arn) => isWithin(asker.arn, arn))
        .map((arn) => ({ ...asker, arn }));
}

/** ARNs of the role's sessions that policies name, and of one more; `undefined` for whoever isn't a role. */
function sessionsOf(
    { kind, arn, accountId }: RawAsker,
    statements: readonly RawStatement[],
): readonly (string | undefined)[] {
    if (kind !== "role") return [undefined];
    const [, partition = "aws"] = arn.split(":");
    const roleName = arn.split("/").at(-1) ?? "";
    const own = `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/`;
    const named = statements.flatMap(({ elements }) => principalsOf(elements));
    return [`${own}z`, ...named.filter((principal) => principal.startsWith(own))];
}

function resourcesOf(
    { resource, isPattern }: RawQuestion,
    statements: readonly RawStatement[],
    known: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
    if (isPattern !== true) return [resource];
    const patterns = statements.flatMap(({ elements, version }) =>
        textsOf(elements["Resource"] ?? elements["NotResource"] ?? []).map((text) => ({
            text,
            parts: expand(text, version, { context: known }),
        })),
    );
    const start = resource.replace(/[*?].*$/, "");
    const candidates = [
        ...words("abz", 4).map((word) => start + word),
        ...instances([resource, ...patterns.map(({ text }) => text)]),
    ];
    return distinct(
        candidates.filter((candidate) => isWithin(resource, candidate)),
        (candidate) =>
            patterns
                .map(({ parts }) => (parts !== undefined && matches(parts, candidate) ? "1" : "0"))
                .join(""),
    );
}
