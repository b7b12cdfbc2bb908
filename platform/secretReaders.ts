import * as v from "valibot";

import { isExactArn } from "./exactArn";
import type { Fault } from "./fault";
import type { AccountScope, TrustClass } from "./naming";
import { quote } from "./quote";
import { check, must, strict } from "./schema";

/** ARNs of the users and roles that may read the secrets of service accounts, by trust class. */
export type SecretReaders = Readonly<Record<TrustClass, readonly string[]>>;

/**
 * Who may read the secrets of service accounts, by trust class; ARNs are sorted.
 *
 * Who reads a prod identity's key can act as that identity, so a reader of prod secrets must be of class prod itself. Its
 * ARN says so, by its path: a prod identity's, or the catalogue's roles, which only prod identities assume in the state
 * account; where nonprod shares it, they are open to nonprod. Anything else that an ARN names may be, and is refused.
 *
 * @param value of `secretReaders`, as it was read
 * @param state the state account; `undefined` if the registry is faulty, then no ARN is checked
 * @param isShared whether a nonprod account is the same account
 */
export function parseSecretReaders(
    value: unknown,
    state: AccountScope | undefined,
    fault: Fault,
    isShared = false,
): SecretReaders {
    if (value === undefined) return { nonprod: [], prod: [] };
    const given = check(schemaOf(state, isShared), value, "secretReaders", fault) ?? {};
    const readers = { nonprod: sorted(given.nonprod), prod: sorted(given.prod) };
    for (const arn of readers.prod.filter((reader) => readers.nonprod.includes(reader))) {
        fault(
            `secretReaders has ${quote(arn)} as reader of both nonprod and prod; they must not share one`,
        );
    }
    return readers;
}

const sorted = (arns: readonly string[] = []): readonly string[] => [...arns].sort();

function schemaOf(state: AccountScope | undefined, isShared: boolean) {
    const exact = must("the exact ARN of a user or role of the state account");
    const isReader = (arn: string): boolean =>
        state === undefined || isExactArn(arn, state.partition, state.accountId, ["role", "user"]);
    const isOfProd = (arn: string): boolean =>
        state === undefined || hasProdPath(arn, state.prefix, isShared);
    const reader = v.pipe(v.string(exact), v.check(isReader, exact));
    const prodReader = v.pipe(
        reader,
        v.check(isOfProd, ({ input }) => {
            const { prefix = "PSK" } = state ?? {};
            return (
                `is ${quote(input)}, whose path is not of class prod; must be a prod identity ` +
                `(/${prefix}ServiceAccounts/prod/, /${prefix}People/prod/, /${prefix}Pipelines/prod/)` +
                (isShared
                    ? "; nonprod identities share the state account, and so the catalogue's roles there"
                    : ` or a role of the catalogue (/${prefix}Roles/)`)
            );
        }),
    );
    const list = must("a list of ARNs");
    return strict("secretReaders", {
        nonprod: v.exactOptional(v.array(reader, list)),
        prod: v.exactOptional(v.array(prodReader, list)),
    });
}

/** Whether an ARN's path makes it a prod identity's, or that of a role of the catalogue that prod's alone assume. */
const hasProdPath = (arn: string, prefix: string, isShared: boolean): boolean =>
    [
        `user/${prefix}(ServiceAccounts|People)/prod`,
        `role/${prefix}Pipelines/prod`,
        ...(isShared ? [] : [`role/${prefix}Roles`]),
    ].some((start) => new RegExp(`:${start}/[^/]+$`).test(arn));
