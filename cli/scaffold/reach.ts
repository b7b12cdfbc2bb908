import { parse } from "yaml";

import { identityCatalogue } from "../../identities/catalogue";
import { isOpenToNonprod } from "../../platform/environments";
import type { Environment } from "../../platform/environments";
import type { TrustClass } from "../../platform/naming";
import { asMapping } from "../../platform/yamlFile";
import { roleCatalogue } from "../../roles/catalogue";

/** Whether an identity assumes a role of an account directly; `test/plan/reach.spec.ts` asks the proof. */
export interface Expectation {
    /** Names without the prefix. */
    readonly identity: string;
    readonly role: string;
    /** By name. */
    readonly account: string;
    readonly reaches: boolean;
}

interface Account {
    readonly name: string;
    readonly environment: Environment;
}

/** The accounts of a text of Pulumi.yaml. */
export const accountsIn = (project: string): readonly Account[] =>
    Object.entries(
        asMapping(asMapping(asMapping(asMapping(parse(project))["config"])["accounts"])["default"]),
    ).map(([name, account]) => ({
        name,
        environment: asMapping(account)["environment"] as Environment,
    }));

const isReached = (trustClass: TrustClass, { environment }: Account): boolean =>
    trustClass === "prod" || isOpenToNonprod(environment);

/** What an identity reaches by roles of the catalogue, or, if it is limited to none, by one of them. */
export const reachOfIdentity = (
    identity: string,
    trustClass: TrustClass,
    roles: readonly string[] | undefined,
    accounts: readonly Account[],
): readonly Expectation[] =>
    (roles ?? openRoles().slice(0, 1)).flatMap((role) =>
        accounts.map((account) => ({
            identity,
            role,
            account: account.name,
            reaches: isReached(trustClass, account),
        })),
    );

/** Who reaches a role of the catalogue, of the service accounts that are not limited. */
export const reachOfRole = (
    role: string,
    assumableBy: string,
    accounts: readonly Account[],
): readonly Expectation[] =>
    unlimited().flatMap(({ name, trustClass }) =>
        accounts.map((account) => ({
            identity: name,
            role,
            account: account.name,
            reaches:
                assumableBy === "identities"
                    ? isReached(trustClass, account)
                    : assumableBy === "prodIdentities" && trustClass === "prod",
        })),
    );

/** Who reaches an account, of the service accounts that are not limited. */
export const reachOfAccount = (account: Account): readonly Expectation[] =>
    unlimited().flatMap(({ name, trustClass }) =>
        reachOfIdentity(name, trustClass, undefined, [account]),
    );

/** Who reaches a team's role, and that nobody of them does elsewhere. */
export const reachOfTeamRole = (
    role: string,
    assumableBy: Readonly<Record<string, readonly string[]>>,
    accounts: readonly Account[],
): readonly Expectation[] =>
    [...new Set(Object.values(assumableBy).flat())].flatMap((identity) =>
        accounts.map(({ name }) => ({
            identity,
            role,
            account: name,
            reaches:
                Object.hasOwn(assumableBy, name) && assumableBy[name]?.includes(identity) === true,
        })),
    );

const openRoles = (): readonly string[] =>
    roleCatalogue
        .filter((role) => role.assumableBy === "identities" && role.writesIdentities !== true)
        .map(({ name }) => name);

const unlimited = () =>
    identityCatalogue.serviceAccounts.filter(({ roles }) => roles === undefined);
