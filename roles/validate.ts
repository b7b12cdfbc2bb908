import * as v from "valibot";

import { deployedAccounts, entriesOf } from "../platform/accounts";
import type { Account } from "../platform/accounts";
import type { Fault } from "../platform/fault";
import { isObject } from "../platform/isObject";
import { reaches } from "../platform/environments";
import { mayAssume } from "../identities/identity";
import type { Identity } from "../identities/identity";
import { nameFaults } from "../platform/naming";
import type { AccountScope } from "../platform/naming";
import type { PolicyStatement } from "../platform/policyDocument";
import { check, mapOf, must, oneOf, strict } from "../platform/schema";
import { isAssumableBy, isIn, isService, permissionsPoliciesOf } from "./role";
import type { Permissions, Role, TrustedService } from "./role";
import { identityWrites } from "./writesIdentities";
import { actionsThatWrite } from "./readOnly";
import { statementsSchema } from "./statementSchema";

/** Where the platform's roles are listed. */
export const roleCatalogueFile = "roles/catalogue.ts";

const trustedService: TrustedService = "pods.eks.amazonaws.com";
const seconds = must("3600 to 43200 (seconds)");
const permissions = v.custom<Permissions>(
    (value) => typeof value === "function",
    must("a function from an account's scope to statements"),
);

const roleSchema = strict("a role", {
    name: v.string(must("text")),
    description: v.pipe(
        v.string(must("text")),
        v.maxLength(1000, ({ input }) => `has ${input.length} characters; at most 1,000`),
    ),
    assumableBy: oneOf(["identities", "prodIdentities", "namedIdentities", trustedService]),
    maxSessionDuration: v.exactOptional(
        v.pipe(
            v.number(seconds),
            v.integer(seconds),
            v.minValue(3600, seconds),
            v.maxValue(43200, seconds),
        ),
    ),
    accounts: v.exactOptional(
        v.pipe(
            v.array(v.string(must("text")), must("a list of names of accounts")),
            v.nonEmpty("is empty; name accounts, or leave it out for every account"),
        ),
    ),
    readOnly: v.exactOptional(
        v.literal(true, must("true; leave it out where the role may change anything")),
    ),
    writesIdentities: v.exactOptional(
        v.literal(true, must("true; leave it out where the role may write no identity")),
    ),
    permissions,
    furtherPermissions: v.exactOptional(
        mapOf("map names of policies to functions from an account's scope to statements", (name) =>
            /^[A-Za-z0-9]{1,48}$/.test(name)
                ? permissions
                : "is no name of a policy; it has 1 to 48 letters or digits (prefix and role are added)",
        ),
    ),
});

/** The role catalogue as it was written, checked. */
export interface CheckedRoles {
    /** Those without a fault, each with the permissions that were checked: those in the given account. */
    readonly roles: readonly Role[];
    /** Names of the roles that identities assume, faulty ones too, so that one fault doesn't bring up others. */
    readonly assumable: readonly string[];
    /** Those of them that prod identities alone assume. */
    readonly prodOnly: readonly string[];
    /** Those of them that change nothing. */
    readonly readOnly: readonly string[];
    /** Every role. */
    readonly all: readonly string[];
    /** Each names the role, the value and the bound; of no use to a program while there are any. */
    readonly faults: readonly string[];
}

/**
 * Checks a role catalogue, strictly, and the permissions that its roles have in an account.
 *
 * @param value the catalogue; TypeScript is not type-checked when Pulumi runs it, so it may be anything
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function checkRoles(value: unknown, scope: AccountScope): CheckedRoles {
    const faults: string[] = [];
    const fault: Fault = (text) => void faults.push(text);
    const list = check(v.array(v.unknown(), must("a list of roles")), value, "roles", fault) ?? [];
    const roles = list.flatMap((entry, index): Role[] => {
        const name = nameOf(entry);
        const at = name === undefined ? `roles[${index}]` : `role "${name}":`;
        const role = check<Role>(roleSchema, entry, at, fault);
        if (role === undefined) return [];
        return checkedPermissions(role, scope, at, fault);
    });
    const names = list.map(nameOf).filter((name) => name !== undefined);
    const namesWhere = (key: string, isMeant: (value: unknown) => boolean): string[] =>
        list
            .filter((entry) => isMeant(property(entry, key)))
            .map(nameOf)
            .filter((name) => name !== undefined);
    return {
        roles,
        assumable: namesWhere("assumableBy", (value) => value !== trustedService),
        prodOnly: namesWhere("assumableBy", (value) => value === "prodIdentities"),
        readOnly: namesWhere("readOnly", (value) => value === true),
        all: names,
        faults: [...nameFaults("role", names), ...sharedPolicyNames(list), ...faults],
    };
}

/** The role with the statements that were checked, if all are sound. */
function checkedPermissions(role: Role, scope: AccountScope, at: string, fault: Fault): Role[] {
    // What was checked is what is deployed: the function is not asked again.
    const checkOne = (of: Permissions, property: string): Permissions | undefined => {
        const statements = checkedStatements(of, scope, `${at} ${property}`, fault);
        return statements && (() => statements);
    };
    const permissions = checkOne(role.permissions, "permissions");
    const further = Object.entries(role.furtherPermissions ?? {}).flatMap(([name, of]) => {
        const checked = checkOne(of, `furtherPermissions.${name}`);
        return checked ? [[name, checked] as const] : [];
    });
    if (permissions === undefined) return [];
    if (role.readOnly === true) {
        for (const action of permissionsPoliciesOf({ ...role, permissions }).flatMap((policy) =>
            policy.permissions(scope).flatMap(actionsThatWrite),
        )) {
            fault(
                `${at} readOnly is true, but it may do ${action}; must be actions in full that begin with Get, List or Describe and return no secret`,
            );
        }
    }
    if (further.length < Object.keys(role.furtherPermissions ?? {}).length) return [];
    const checked = {
        ...role,
        permissions,
        ...(role.furtherPermissions === undefined
            ? {}
            : { furtherPermissions: Object.fromEntries(further) }),
    };
    return [withIdentityWrites(checked, scope)];
}

/** The role, marked if identities assume it and its permissions may write identities, whether it says so or not. */
function withIdentityWrites(role: Role, scope: AccountScope): Role {
    if (isService(role.assumableBy)) return role;
    const writes = permissionsPoliciesOf(role).some((policy) =>
        policy.permissions(scope).some((statement) => identityWrites(statement, scope).length > 0),
    );
    return writes ? { ...role, writesIdentities: true } : role;
}

function checkedStatements(
    permissions: Permissions,
    scope: AccountScope,
    at: string,
    fault: Fault,
): PolicyStatement[] | undefined {
    let statements: unknown;
    try {
        statements = permissions(scope);
    } catch (error) {
        fault(`${at} failed: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
    }
    return check(statementsSchema, statements, at, fault);
}

/** A policy's name is made of its role's name and its own, so two roles may ask for the same one. */
function sharedPolicyNames(roles: readonly unknown[]): string[] {
    const owners = new Map<string, string>();
    const faults: string[] = [];
    for (const role of roles) {
        const name = nameOf(role);
        const further = property(role, "furtherPermissions");
        if (name === undefined) continue;
        for (const suffix of ["", ...Object.keys(isObject(further) ? further : {})]) {
            const policy = `${name}${suffix}`;
            const owner = owners.get(policy.toLowerCase());
            // Twins among the roles are a fault of their own.
            const isTwin = suffix === "" && owner === name.toLowerCase();
            if (owner !== undefined && !isTwin) {
                faults.push(
                    `role "${name}": its policy "${policy}Policy" has the name of another policy; rename one`,
                );
            }
            owners.set(policy.toLowerCase(), name.toLowerCase());
        }
    }
    return faults;
}

function nameOf(entry: unknown): string | undefined {
    const name = property(entry, "name");
    return typeof name === "string" ? name : undefined;
}

const property = (entry: unknown, key: string): unknown =>
    isObject(entry) ? entry[key] : undefined;

/**
 * Identities that reach accounts, and none of their roles there, as one limited to roles that are prod's alone in a shared
 * account; IAM takes no policy without a resource.
 */
export function idleIdentities(
    accounts: readonly Account[],
    roles: readonly Role[],
    identities: readonly Identity[],
): string[] {
    return identities
        .filter(({ trustClass }) =>
            accounts.some(({ environment }) => reaches(trustClass, environment)),
        )
        .filter(
            (identity) =>
                !accounts.some((account) =>
                    roles.some(
                        (role) =>
                            isAssumableBy(role, identity, account) &&
                            mayAssume(identity, account, role.name),
                    ),
                ),
        )
        .map(
            ({ name, trustClass, roles: its }) =>
                `identity "${name}" of class ${trustClass} may assume none of its roles in the accounts that it reaches` +
                `${its === undefined ? "" : ` (${its.join(", ")})`}; remove it, give it others, or add an account`,
        );
}

/** Roles that no identity could assume in an account; IAM takes no trust policy without a principal. */
export function unreachableRoles(
    accounts: readonly Account[],
    roles: readonly Role[],
    identities: readonly Identity[],
): string[] {
    return deployedAccounts(accounts).flatMap((account) => {
        const entries = entriesOf(accounts, account);
        return roles
            .filter((role) => !isService(role.assumableBy))
            .filter((role) => entries.some((entry) => isIn(role, entry)))
            .filter(
                (role) =>
                    !identities.some((identity) =>
                        entries.some(
                            (entry) =>
                                isAssumableBy(role, identity, entry) &&
                                mayAssume(identity, entry, role.name),
                        ),
                    ),
            )
            .map(
                (role) =>
                    `no identity may assume role "${role.name}" in account ${account.name} (${account.environment}); ` +
                    "add an identity that reaches it",
            );
    });
}
