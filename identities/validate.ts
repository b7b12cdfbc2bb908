import * as v from "valibot";

import { nameFaults, trustClasses } from "../platform/naming";
import type { AccountScope } from "../platform/naming";
import { isObject } from "../platform/isObject";
import type { IdentityCenter } from "../platform/identityCenter";
import type { Fault } from "../platform/fault";
import { check, must, oneOf, strict } from "../platform/schema";
import type { Schema } from "../platform/schema";
import type { TrustedIssuers } from "../platform/trustedIssuers";
import { checkFederatedGroups } from "./federation/checkFederatedGroups";
import { checkPipelines } from "./federation/checkPipelines";
import { readFederatedGroup, readSamlProvider } from "./federation/groupSchema";
import { readPipeline } from "./federation/pipelineSchema";
import type { Identity, IdentityCatalogue } from "./identity";

/** Where the platform's identities are written. */
export const identityCatalogueFile = "identities/catalogue.ts";

const lists = v.array(v.unknown(), must("a list of identities"));
const catalogueSchema = strict("the identity catalogue", {
    serviceAccounts: lists,
    people: lists,
    pipelines: v.exactOptional(lists),
    federatedGroups: v.exactOptional(lists),
    samlProviders: v.exactOptional(lists),
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
    /** The same of federated groups and their providers. */
    readonly groupFaults: readonly string[];
}

/** Names, without the prefix, of the catalogue's roles. */
export interface RoleNames {
    /** Those that identities assume. */
    readonly assumable: readonly string[];
    /** Those of them that prod identities alone assume. @default none */
    readonly prodOnly?: readonly string[];
    /** Those of them that change nothing. @default none */
    readonly readOnly?: readonly string[];
    /** Every one: an entry role can't have the name of another. @default `assumable` */
    readonly all?: readonly string[];
}

/**
 * Checks an identity catalogue, strictly: a misspelt property is a fault. `role` for `roles` would otherwise give an
 * identity every role of its class.
 *
 * @param value the catalogue; TypeScript is not type-checked when Pulumi runs it, so it may be anything
 * @param state the state account
 * @param trusted whose the issuers of pipelines and the providers of people are
 * @param identityCenter that people come by, if any do
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function checkIdentities(
    value: unknown,
    { assumable, prodOnly = [], readOnly = [], all = assumable }: RoleNames,
    state: AccountScope,
    trusted: TrustedIssuers = { issuers: {}, trustedOwners: {} },
    identityCenter?: IdentityCenter,
): CheckedIdentities {
    const faults: string[] = [];
    const pipelineFaults: string[] = [];
    const fault: Fault = (text) => void faults.push(text);
    const pipelineFault: Fault = (text) => void pipelineFaults.push(text);
    const groupFaults: string[] = [];
    const groupFault: Fault = (text) => void groupFaults.push(text);
    const entries = identityEntries(assumable);
    const schema: Schema<Identity> = strict("an identity", entries);
    const {
        serviceAccounts,
        people,
        pipelines = [],
        federatedGroups = [],
        samlProviders = [],
    } = check(catalogueSchema, value, "catalogue", fault) ?? { serviceAccounts: [], people: [] };

    const readAll = <One extends Identity>(
        list: readonly unknown[],
        kind: string,
        key: string,
        its: Fault,
        read: (entry: unknown, at: string) => One | undefined,
    ): readonly One[] =>
        list.flatMap((entry, index) => {
            const at = labelOf(entry, kind, `${key}[${index}]`);
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
    const { partition } = state;
    checkPipelines(found, { partition, trusted, readOnly }, pipelineFault);
    const providers = samlProviders.flatMap(
        (entry, index) =>
            readSamlProvider(
                entry,
                labelOf(entry, "SAML provider", `samlProviders[${index}]`),
                groupFault,
            ) ?? [],
    );
    const groups = readAll(
        federatedGroups,
        "federated group",
        "federatedGroups",
        groupFault,
        (entry, at) => readFederatedGroup(entry, entries, at, groupFault),
    );
    checkFederatedGroups(
        groups,
        { state, samlProviders: providers, trusted, identityCenter },
        groupFault,
    );
    const users = [...serviceAccounts, ...people];
    const others: readonly Named[] = [
        ...namesOf(users).map((name) => ({ name, what: "identity" })),
        ...all.map((name) => ({ name, what: "role" })),
    ];
    return {
        catalogue: {
            serviceAccounts: readUsers(serviceAccounts, "serviceAccounts"),
            people: readUsers(people, "people"),
            pipelines: found,
            federatedGroups: groups,
            samlProviders: providers,
        },
        faults: [...nameFaults("identity", namesOf(users)), ...faults],
        pipelineFaults: [
            ...nameFaults("pipeline", namesOf(pipelines)),
            ...takenNames("pipeline", namesOf(pipelines), others),
            ...pipelineFaults,
        ],
        groupFaults: [
            ...nameFaults("federated group", namesOf(federatedGroups)),
            ...takenNames("federated group", namesOf(federatedGroups), [
                ...others,
                ...namesOf(pipelines).map((name) => ({ name, what: "pipeline" })),
            ]),
            ...groupFaults,
        ],
    };
}

interface Named {
    readonly name: string;
    readonly what: string;
}

/** An entry role shares its account with the catalogue's roles, and its place in the contract with all identities. */
const takenNames = (
    kind: string,
    names: readonly string[],
    others: readonly Named[],
): readonly string[] =>
    names.flatMap((name) =>
        others
            .filter((other) => other.name.toLowerCase() === name.toLowerCase())
            .map(
                (other) =>
                    `${kind} "${name}" has the name of ${other.what} "${other.name}"; rename it`,
            ),
    );

/** An entry as messages name it. @param place where it has no name */
function labelOf(entry: unknown, kind: string, place: string): string {
    const name = nameOf(entry);
    return name === undefined ? place : `${kind} "${name}":`;
}

const namesOf = (list: readonly unknown[]): readonly string[] =>
    list.map(nameOf).filter((name) => name !== undefined);

function nameOf(entry: unknown): string | undefined {
    const name = isObject(entry) ? entry["name"] : undefined;
    return typeof name === "string" ? name : undefined;
}
