import * as v from "valibot";

import { nameFaults, trustClasses } from "../platform/naming";
import { isObject } from "../platform/isObject";
import type { Fault } from "../platform/fault";
import { check, must, oneOf, strict } from "../platform/schema";
import type { Schema } from "../platform/schema";
import type { TrustedIssuers } from "../platform/trustedIssuers";
import { checkPipelines } from "./federation/checkPipelines";
import { readPipeline } from "./federation/pipelineSchema";
import type { Identity, IdentityCatalogue } from "./identity";

/** Where the platform's identities are written. */
export const identityCatalogueFile = "identities/catalogue.ts";

const lists = v.array(v.unknown(), must("a list of identities"));
const catalogueSchema = strict("the identity catalogue", {
    serviceAccounts: lists,
    people: lists,
    pipelines: v.exactOptional(lists),
});

const identityEntries = (assumableRoles: readonly string[]) => ({
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
    /** The same of pipelines. */
    readonly pipelineFaults: readonly string[];
}

/** Names, without the prefix, of the catalogue's roles. */
export interface RoleNames {
    /** Those that identities assume. */
    readonly assumable: readonly string[];
    /** Those of them that prod identities alone assume. @default none */
    readonly prodOnly?: readonly string[];
    /** Those of them that change nothing. @default none */
    readonly readOnly?: readonly string[];
    /** Every one: a pipeline's role can't have the name of another. @default `assumable` */
    readonly all?: readonly string[];
}

/**
 * Checks an identity catalogue, strictly: a misspelt property is a fault. `role` for `roles` would otherwise give an
 * identity every role of its class.
 *
 * @param value the catalogue; TypeScript is not type-checked when Pulumi runs it, so it may be anything
 * @param partition of the state account
 * @param trusted whose the issuers of pipelines are
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function checkIdentities(
    value: unknown,
    { assumable, prodOnly = [], readOnly = [], all = assumable }: RoleNames,
    partition = "aws",
    trusted: TrustedIssuers = { issuers: {}, trustedOwners: {} },
): CheckedIdentities {
    const faults: string[] = [];
    const pipelineFaults: string[] = [];
    const fault: Fault = (text) => void faults.push(text);
    const pipelineFault: Fault = (text) => void pipelineFaults.push(text);
    const entries = identityEntries(assumable);
    const schema: Schema<Identity> = strict("an identity", entries);
    const {
        serviceAccounts,
        people,
        pipelines = [],
    } = check(catalogueSchema, value, "catalogue", fault) ?? { serviceAccounts: [], people: [] };

    const readAll = <One extends Identity>(
        list: readonly unknown[],
        kind: string,
        key: string,
        its: Fault,
        read: (entry: unknown, at: string) => One | undefined,
    ): readonly One[] =>
        list.flatMap((entry, index) => {
            const name = nameOf(entry);
            const at = name === undefined ? `${key}[${index}]` : `${kind} "${name}":`;
            const identity = read(entry, at);
            if (identity === undefined) return [];
            if (identity.trustClass === "nonprod") {
                for (const role of (identity.roles ?? []).filter((one) => prodOnly.includes(one))) {
                    its(
                        `${at} roles has "${role}", which prod identities alone may assume; remove it`,
                    );
                }
            }
            return identity;
        });
    const readUsers = (list: readonly unknown[], key: string): readonly Identity[] =>
        readAll(list, "identity", key, fault, (entry, at) => check(schema, entry, at, fault));
    const found = readAll(pipelines, "pipeline", "pipelines", pipelineFault, (entry, at) =>
        readPipeline(entry, entries, at, pipelineFault),
    );
    checkPipelines(found, { partition, trusted, readOnly }, pipelineFault);
    const users = [...serviceAccounts, ...people];
    return {
        catalogue: {
            serviceAccounts: readUsers(serviceAccounts, "serviceAccounts"),
            people: readUsers(people, "people"),
            pipelines: found,
        },
        faults: [...nameFaults("identity", namesOf(users)), ...faults],
        pipelineFaults: [
            ...nameFaults("pipeline", namesOf(pipelines)),
            ...takenNames(namesOf(pipelines), namesOf(users), all),
            ...pipelineFaults,
        ],
    };
}

/** A pipeline's entry role shares its account with the catalogue's roles, and its place in the contract with users. */
const takenNames = (
    pipelines: readonly string[],
    users: readonly string[],
    roles: readonly string[],
): string[] =>
    pipelines.flatMap((name) =>
        [
            ...users.map((other) => ({ other, what: "identity" })),
            ...roles.map((other) => ({ other, what: "role" })),
        ]
            .filter(({ other }) => other.toLowerCase() === name.toLowerCase())
            .map(
                ({ other, what }) =>
                    `pipeline "${name}" has the name of ${what} "${other}"; rename it`,
            ),
    );

const namesOf = (list: readonly unknown[]): readonly string[] =>
    list.map(nameOf).filter((name) => name !== undefined);

function nameOf(entry: unknown): string | undefined {
    const name = isObject(entry) ? entry["name"] : undefined;
    return typeof name === "string" ? name : undefined;
}
