import * as v from "valibot";

import { didYouMean } from "../platform/nearest";
import type { PolicyStatement } from "../platform/policyDocument";
import { mapOf, must, oneOf, strict, text } from "../platform/schema";
import type { Schema } from "../platform/schema";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: readonly string[] = [
    ...["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"].map(
        (test) => `String${test}`,
    ),
    ...["Numeric", "Date"].flatMap((kind) =>
        [
            "Equals",
            "NotEquals",
            "LessThan",
            "LessThanEquals",
            "GreaterThan",
            "GreaterThanEquals",
        ].map((test) => `${kind}${test}`),
    ),
    ...["Equals", "NotEquals", "Like", "NotLike"].map((test) => `Arn${test}`),
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
];

/** Each operator as it is, of sets, and for keys that may be absent. */
const knownOperators: readonly string[] = [
    ...["", "ForAllValues:", "ForAnyValue:"].flatMap((set) =>
        operators.flatMap((operator) => [`${set}${operator}`, `${set}${operator}IfExists`]),
    ),
    "Null",
];

const listOf = (item: Schema<string>) =>
    v.pipe(
        v.array(item, must("a list of text")),
        v.nonEmpty("is empty; list at least one, or leave it out"),
    );

const actions = v.exactOptional(
    listOf(
        text(
            /^(\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+)$/,
            "an action, <service>:<name>, e.g. ec2:DescribeVpcs",
        ),
    ),
);
const resources = v.exactOptional(
    listOf(
        text(
            /^(\*|arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+)$/,
            "an ARN, which may have wildcards, or *",
        ),
    ),
);

const isText = (value: unknown): boolean => typeof value === "string";
const values = v.custom<string | string[]>(
    (value) => isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText)),
    must("text or a list of text, not empty"),
);

const hasProperties = (value: object): boolean => Object.keys(value).length > 0;

const keys = mapOf("map condition keys to values", (key) =>
    /^[\w-]+:[^\s]+$/.test(key)
        ? values
        : "is no condition key; it has a prefix, e.g. aws:PrincipalArn",
);
const conditions = v.exactOptional(
    v.pipe(
        mapOf("map condition operators to keys and values", (operator) =>
            knownOperators.includes(operator)
                ? v.pipe(
                      keys,
                      v.check((entries) => hasProperties(entries), "is empty; leave it out"),
                  )
                : `is no condition operator${didYouMean(operator, knownOperators)}`,
        ),
        v.check(
            (entries) => hasProperties(entries),
            "is empty; leave it out, or the statement has no condition",
        ),
    ),
);

const oneElement = (statement: object, plain: string): boolean =>
    Object.hasOwn(statement, plain) !== Object.hasOwn(statement, `Not${plain}`);

const statementSchema = v.pipe(
    strict("a statement of a permissions policy", {
        Sid: text(/^[A-Za-z0-9]+$/, "letters and digits"),
        Effect: oneOf(["Allow", "Deny"]),
        Action: actions,
        NotAction: actions,
        Resource: resources,
        NotResource: resources,
        Condition: conditions,
    }),
    v.check(
        (statement) => oneElement(statement, "Action"),
        ": a statement has either Action or NotAction",
    ),
    v.check(
        (statement) => oneElement(statement, "Resource"),
        ": a statement has either Resource or NotResource",
    ),
);

/**
 * The statements of a permissions policy, as a role of the catalogue returns them: lists alone, no principal, every Sid
 * once.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const statementsSchema: Schema<PolicyStatement[]> = v.pipe(
    v.array(statementSchema, must("a list of statements")),
    v.nonEmpty("is empty; IAM takes no policy without a statement"),
    v.check(
        (statements) => new Set(statements.map(({ Sid }) => Sid)).size === statements.length,
        ({ input }) =>
            `has the Sid ${twice((input as PolicyStatement[]).map(({ Sid }) => Sid))} twice; it must be unique`,
    ),
);

const twice = (sids: readonly string[]): string =>
    sids.find((sid, index) => sids.indexOf(sid) !== index) ?? "";
