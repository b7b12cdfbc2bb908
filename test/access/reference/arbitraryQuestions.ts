import fc from "fast-check";

import { contextValues, few, keys, other, own, patterns, role, user } from "./arbitraryConditions";
import { asDocument, document } from "./arbitraryStatements";
import type { RawAsker, RawQuestion } from "./rawQuestion";

const outside = "999999999999";

const askers: readonly RawAsker[] = [
    { kind: "user", arn: user, accountId: own },
    { kind: "role", arn: role, accountId: own },
    { kind: "root", arn: `arn:aws:iam::${own}:root`, accountId: own },
    { kind: "outside", arn: `arn:aws:iam::${outside}:root`, accountId: outside },
];

/** How much of the context the requests may choose, and whether statements may be faulty. */
export interface Freedom {
    /** Share of free keys among ten. */
    readonly free: number;
    readonly withFaults?: boolean;
    /** Whether the resource may be a pattern. */
    readonly withPatterns?: boolean;
}

/** Levels of service or resource control policies. */
const levels = (kind: "identity" | "control", about: readonly string[]) => {
    const everything = asDocument([
        {
            Effect: "Allow",
            Action: "*",
            Resource: "*",
            ...(kind === "identity" ? {} : { Principal: "*" }),
        },
    ]);
    const level = fc.oneof(
        fc.constant([everything]),
        document(kind, false, about).map((more) => [everything, more]),
        document(kind, false, about).map((only) => [only]),
    );
    return fc.array(level, { maxLength: 2 });
};

/** What is asked for: a role by its trust policy, a secret, or a user. */
const targets = (withPatterns: boolean) => {
    const role = fc.constantFrom(own, other).map((account) => ({
        action: "sts:AssumeRole",
        resource: `arn:aws:iam::${account}:role/t`,
        resourceAccountId: account,
        carries: "trust" as const,
    }));
    const secret = fc.constantFrom(own, other).map((account) => ({
        action: "secretsmanager:GetSecretValue",
        resource: `arn:aws:secretsmanager:us-east-1:${account}:secret:s`,
        resourceAccountId: account,
        carries: "policy" as const,
    }));
    const names = withPatterns ? patterns : ["a", "b", "ab", "z"];
    const user = fc.constantFrom(...names).map((name) => ({
        action: "iam:GetUser",
        resource: `arn:aws:iam::${own}:user/${name}`,
        resourceAccountId: own,
        ...(/[*?]/.test(name) ? { isPattern: true } : {}),
        carries: undefined,
    }));
    return fc.oneof(role, secret, user);
};

/** A small question. Its conditions look at one or two keys, so that they often look at the same. */
export const question = (freedom: Freedom): fc.Arbitrary<RawQuestion> =>
    few(keys).chain((about) => questionAbout(about, freedom));

function questionAbout(about: readonly string[], freedom: Freedom): fc.Arbitrary<RawQuestion> {
    const { withFaults = false, withPatterns = false } = freedom;
    const identity = document("identity", withFaults, about);
    const sometimes = { nil: undefined, freq: 2 };
    return fc
        .record({
            asker: fc.constantFrom(...askers, ...askers.slice(0, 2)),
            target: targets(withPatterns),
            identity: fc.array(identity, { minLength: 1, maxLength: 2 }),
            boundary: fc.option(identity, sometimes),
            session: fc.option(fc.array(identity, { minLength: 1, maxLength: 2 }), sometimes),
            trust: document("trust", withFaults, about),
            policy: fc.option(document("resource", withFaults, about), { nil: undefined }),
            scps: fc.oneof(fc.constant([]), levels("identity", about)),
            rcps: fc.oneof(fc.constant([]), levels("control", about)),
            context: contextValues(freedom.free),
        })
        .map(({ asker, target, boundary, session: limits, trust, policy, ...rest }) => {
            const { carries, ...asked } = target;
            return {
                asker,
                ...asked,
                ...rest,
                ...(boundary === undefined ? {} : { boundary }),
                ...(limits === undefined || asker.kind !== "role" ? {} : { session: limits }),
                ...(carries === "trust" ? { trust } : {}),
                ...(carries === "policy" && policy !== undefined ? { policy } : {}),
            };
        });
}
