import * as v from "valibot";

import { nameFaults, trustClasses } from "../platform/naming";
import { isObject } from "../platform/isObject";
import { check, must, oneOf, strict } from "../platform/schema";
import type { Identity, IdentityCatalogue } from "./identity";

/** Where the platform's identities are written. */
export const identityCatalogueFile = "identities/catalogue.ts";

const lists = v.array(v.unknown(), must("a list of identities"));
const catalogueSchema = strict("the identity catalogue", { serviceAccounts: lists, people: lists });

const identitySchema = (assumableRoles: readonly string[]) =>
    strict("an identity", {
        name: v.string(must("text")),
        trustClass: oneOf(trustClasses),
        roles: v.exactOptional(
            v.pipe(
                v.array(
                    oneOf(assumableRoles),
                    must("a list of role names; leave it out for every role"),
                ),
                v.nonEmpty("is empty; name roles, or leave it out for every role"),
            ),
        ),
    });

/** The identity catalogue as it was written, checked. */
export interface CheckedIdentities {
    readonly catalogue: IdentityCatalogue;
    /** Each names the identity, the value and the bound; of no use to a program while there are any. */
    readonly faults: readonly string[];
}

/**
 * Checks an identity catalogue, strictly: a misspelt property is a fault. `role` for `roles` would otherwise give an
 * identity every role of its class.
 *
 * @param value the catalogue; TypeScript is not type-checked when Pulumi runs it, so it may be anything
 * @param assumableRoles names, without the prefix, of the catalogue's roles that identities assume
 * @param prodOnly those of them that prod identities alone assume
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function checkIdentities(
    value: unknown,
    assumableRoles: readonly string[],
    prodOnly: readonly string[] = [],
): CheckedIdentities {
    const faults: string[] = [];
    const fault = (text: string): void => void faults.push(text);
    const schema = identitySchema(assumableRoles);
    const { serviceAccounts, people } = check(catalogueSchema, value, "catalogue", fault) ?? {
        serviceAccounts: [],
        people: [],
    };
    const read = (list: readonly unknown[], key: string): readonly Identity[] =>
        list.flatMap((entry, index) => {
            const name = nameOf(entry);
            const at = name === undefined ? `${key}[${index}]` : `identity "${name}":`;
            const identity = check<Identity>(schema, entry, at, fault);
            if (identity === undefined) return [];
            if (identity.trustClass === "nonprod") {
                for (const role of (identity.roles ?? []).filter((one) => prodOnly.includes(one))) {
                    fault(
                        `${at} roles has "${role}", which prod identities alone may assume; remove it`,
                    );
                }
            }
            return identity;
        });
    const catalogue = {
        serviceAccounts: read(serviceAccounts, "serviceAccounts"),
        people: read(people, "people"),
    };
    const names = [...serviceAccounts, ...people].map(nameOf).filter((name) => name !== undefined);
    return { catalogue, faults: [...nameFaults("identity", names), ...faults] };
}

function nameOf(entry: unknown): string | undefined {
    const name = isObject(entry) ? entry["name"] : undefined;
    return typeof name === "string" ? name : undefined;
}
