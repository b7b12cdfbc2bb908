import fc from "fast-check";

import { grammars, ours } from "./strangers";
import type { Grammar, RawConditions } from "./strangers";

/** A trust policy's conditions for an issuer. */
export interface GeneratedTrust {
    readonly grammar: Grammar;
    readonly conditions: RawConditions;
}

const operators = [
    "StringEquals",
    "StringLike",
    "StringLike",
    "StringLike",
    "StringEqualsIgnoreCase",
    "StringNotEquals",
    "StringNotLike",
    "ForAllValues:StringLike",
    "ForAnyValue:StringLike",
    "StringEqualsIfExists",
    "StringLikeIfExists",
] as const;

/** Claims that strangers can have as well. */
const free: Readonly<Record<string, readonly string[]>> = {
    aud: ["sts.amazonaws.com"],
    ref: ["refs/heads/main"],
    environment: ["prod"],
    workflow: ["deploy"],
    actor: ["alice"],
    job_workflow_ref: ["acme/workflows/.github/workflows/deploy.yml@refs/heads/main"],
};

/** A value as people write them: whole, cut off, or with a wildcard somewhere. */
const written = (value: string): fc.Arbitrary<string> =>
    fc.oneof(
        { weight: 3, arbitrary: fc.constant(value) },
        { weight: 3, arbitrary: fc.nat(value.length).map((end) => `${value.slice(0, end)}*`) },
        {
            weight: 2,
            arbitrary: fc
                .tuple(fc.nat(value.length - 1), fc.constantFrom("*", "?"))
                .map(([at, wildcard]) => value.slice(0, at) + wildcard + value.slice(at + 1)),
        },
        {
            weight: 1,
            arbitrary: fc
                .tuple(fc.nat(value.length), fc.nat(value.length))
                .map(
                    ([a, b]) => `${value.slice(0, Math.min(a, b))}*${value.slice(Math.max(a, b))}`,
                ),
        },
        {
            weight: 1,
            arbitrary: fc.nat(value.length).map((at) => `${value.slice(0, at)}*${value.slice(at)}`),
        },
    );

const testOf = (
    grammar: Grammar,
): fc.Arbitrary<readonly [operator: string, key: string, values: string[]]> => {
    const [name] = ours.names;
    const [id] = ours.ids;
    const own = grammar.tokens(name, id);
    const claims = { ...free, ...own };
    return fc
        .constantFrom(...Object.keys(own), ...Object.keys(own), ...Object.keys(claims))
        .chain((claim) => {
            const values = claims[claim] ?? [];
            return fc.tuple(
                fc.constantFrom(...operators),
                fc.constant(`${grammar.address}:${claim}`),
                fc.array(fc.constantFrom(...values).chain(written), { minLength: 1, maxLength: 2 }),
            );
        });
};

/** Trust policies that are meant to let in owners of ours, many of them with a mistake. */
export const generatedTrust: fc.Arbitrary<GeneratedTrust> = fc
    .constantFrom(...grammars)
    .chain((grammar) =>
        fc.array(testOf(grammar), { minLength: 1, maxLength: 3 }).map((tests) => {
            const conditions: Record<string, Record<string, string[]>> = {};
            for (const [operator, key, values] of tests) {
                conditions[operator] = { ...conditions[operator], [key]: values };
            }
            return { grammar, conditions };
        }),
    );
