import fc from "fast-check";

import { condition, few, keys, other, own, patterns, role, user } from "./arbitraryConditions";

/** A statement as written. */
export type Statement = Readonly<Record<string, unknown>>;

/** Where a statement stands; a control is a resource control policy, which is about everybody. */
export type Kind = "identity" | "trust" | "resource" | "control";

/** Sessions of the role that asks: their names are the caller's choice. */
const sessions = ["s", "t"].map((name) => `arn:aws:sts::${own}:assumed-role/r/${name}`);

const principals = [
    user,
    role,
    `arn:aws:iam::${own}:root`,
    own,
    ...sessions,
    `arn:aws:iam::${own}:user/b`,
    other,
    "AIDACKCEVSQ6C2EXAMPLE",
];

const actions = ["*", "sts:*", "STS:assumerole", "iam:Get*", "secretsmanager:*Value", "x:y"];
const resources = [
    "*",
    ...patterns.map((pattern) => `arn:aws:iam::${own}:user/${pattern}`),
    ...[own, other].map((account) => `arn:aws:iam::${account}:role/*`),
    `arn:aws:secretsmanager:*`,
];

/** `Action` or `Resource`, often everything; seldom its negation. */
const elements = (name: string, values: readonly string[]) =>
    fc.oneof(
        { weight: 6, arbitrary: fc.constant({ [name]: "*" }) },
        { weight: 6, arbitrary: few(values).map((list) => ({ [name]: list })) },
        { weight: 1, arbitrary: few(values.slice(1)).map((list) => ({ [`Not${name}`]: list })) },
    );

/** A Principal; half of them name who is likely to ask. */
const principal = fc.oneof(
    { weight: 1, arbitrary: fc.constant<unknown>("*") },
    { weight: 3, arbitrary: few(principals.slice(0, 3), 3).map((list) => ({ AWS: list })) },
    { weight: 3, arbitrary: few(principals, 3).map((list) => ({ AWS: list })) },
);

export type Effect = "Allow" | "Deny";

const everybody = fc.constant<Statement>({ Principal: "*" });

/** AWS takes `NotPrincipal` in a Deny of a resource policy only. */
function principalElement(kind: Kind, effect: Effect): fc.Arbitrary<Statement> {
    if (kind === "identity") return fc.constant({});
    if (kind === "control") return everybody;
    const named = principal.map((one) => ({ Principal: one }));
    if (kind === "trust" || effect === "Allow") return named;
    return fc.oneof(
        named,
        few(principals, 3).map((list) => ({ NotPrincipal: { AWS: list } })),
    );
}

/** A statement that AWS would take. @param about keys that its conditions look at */
export function statement(
    kind: Kind,
    effects: readonly Effect[] = ["Allow", "Allow", "Allow", "Allow", "Allow", "Deny"],
    about: readonly string[] = keys,
): fc.Arbitrary<Statement> {
    return fc.constantFrom(...effects).chain((effect) =>
        fc
            .record({
                action: elements("Action", actions),
                resource: elements("Resource", resources),
                principals: principalElement(kind, effect),
                under: fc.option(condition(about), { nil: undefined, freq: 2 }),
            })
            .map(({ action, resource, principals: about, under }) => ({
                Effect: effect,
                ...about,
                ...action,
                ...(kind === "trust" ? {} : resource),
                ...(under === undefined ? {} : { Condition: under }),
            })),
    );
}

/** A statement that nobody understands, whatever is asked. */
export const faulty = (kind: Kind, effect: Effect): Statement => ({
    Effect: effect,
    Action: "*",
    ...(kind === "trust" ? {} : { Resource: "*" }),
    ...(kind === "identity" ? {} : { Principal: "*" }),
    Condition: { StringMatches: { "k:text": "a" } },
});

export interface Document {
    readonly Version: "2012-10-17";
    readonly Statement: readonly Statement[];
}

export const asDocument = (statements: readonly Statement[]): Document => ({
    Version: "2012-10-17",
    Statement: statements,
});

/** A document of one to three statements. */
export const document = (
    kind: Kind,
    withFaults: boolean,
    about: readonly string[],
): fc.Arbitrary<Document> => {
    const broken = fc.constantFrom<Effect>("Allow", "Deny").map((effect) => faulty(kind, effect));
    const sound = statement(kind, undefined, about);
    const any = withFaults
        ? fc.oneof({ weight: 8, arbitrary: sound }, { weight: 1, arbitrary: broken })
        : sound;
    return fc.array(any, { minLength: 1, maxLength: 3 }).map(asDocument);
};
