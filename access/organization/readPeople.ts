import type { TrustClass } from "./organization";
import { entriesAt, quote } from "./shape";
import type { Entry, Fault } from "./shape";
import { trustClasses } from "./trustClass";

/** A person or group of IAM Identity Center, as accounts.json has it. */
export interface RegistryPerson {
    /** Of the identity store, e.g. `arn:aws:identitystore:::user/<id>`. */
    readonly arn: string;
    readonly name: string;
    /** Id of the account that owns the instance of IAM Identity Center. */
    readonly account: string;
    readonly trustClass: TrustClass;
    readonly assignments: readonly PermissionSetAssignment[];
}

/** A permission set in an account. */
export interface PermissionSetAssignment {
    /** 12 digits. */
    readonly account: string;
    /** Name, which the role's name contains. */
    readonly permissionSet: string;
    /** Name of the group that it is assigned to; absent: to the person itself. */
    readonly group?: string;
}

const arnPattern = /^arn:[a-z-]+:identitystore:::(?:user|group)\/[\w-]{1,47}$/;
// Printed, so control characters are rejected.
const namePattern = /^[^\p{C}]{1,1024}$/u;
/** @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PermissionSet.html */
const permissionSetPattern = /^[\w+=,.@-]{1,32}$/;

/**
 * Reads the people and groups of IAM Identity Center, each with what it is assigned:
 *
 *     [{ "arn": "arn:aws:identitystore:::user/<id>", "name": "jane", "account": "111111111111", "trustClass": "prod",
 *        "assignments": [{ "account": "333333333333", "permissionSet": "Admin", "group": "Platform" }] }]
 *
 * Without a trust class, it is `nonprod`.
 *
 * @param accountIds of the registry
 */
export function readPeople(
    value: unknown,
    at: string,
    accountIds: ReadonlySet<string>,
    fault: Fault,
): readonly RegistryPerson[] {
    const seen = new Set<string>();
    return entriesAt(value, at, fault).map((entry) => {
        const { arn, name, account, trustClass = "nonprod", assignments } = entry.raw;
        if (typeof arn !== "string" || !arnPattern.test(arn)) {
            fault(
                `${entry.at}.arn is ${quote(arn)}; must be the ARN of a user or group of the identity store`,
            );
        } else if (seen.has(arn)) fault(`${entry.at}.arn is ${quote(arn)}, which is a duplicate`);
        seen.add(String(arn));
        if (typeof name !== "string" || !namePattern.test(name)) {
            fault(`${entry.at}.name is ${quote(name)}; must be text of 1 to 1,024 characters`);
        }
        requireAccount(account, `${entry.at}.account`, accountIds, fault);
        const known = trustClasses.find((one) => one === trustClass);
        if (known === undefined) {
            fault(
                `${entry.at}.trustClass is ${quote(trustClass)}; must be one of ${trustClasses.join(", ")}`,
            );
        }
        return {
            // If a type is wrong a fault was reported, and the result is not used.
            arn: arn as string,
            name: name as string,
            account: account as string,
            trustClass: known ?? "nonprod",
            assignments: entriesAt(assignments, `${entry.at}.assignments`, fault).map((one) =>
                readAssignment(one, accountIds, fault),
            ),
        };
    });
}

function readAssignment(
    { raw, at }: Entry,
    accountIds: ReadonlySet<string>,
    fault: Fault,
): PermissionSetAssignment {
    const { account, permissionSet, group } = raw;
    requireAccount(account, `${at}.account`, accountIds, fault);
    if (typeof permissionSet !== "string" || !permissionSetPattern.test(permissionSet)) {
        fault(
            `${at}.permissionSet is ${quote(permissionSet)}; must be the name of a permission set`,
        );
    }
    if (group !== undefined && (typeof group !== "string" || !namePattern.test(group))) {
        fault(`${at}.group is ${quote(group)}; must be text of 1 to 1,024 characters`);
    }
    return {
        account: account as string,
        permissionSet: permissionSet as string,
        ...(group === undefined ? {} : { group: group as string }),
    };
}

function requireAccount(
    id: unknown,
    at: string,
    accountIds: ReadonlySet<string>,
    fault: Fault,
): void {
    if (typeof id === "string" && accountIds.has(id)) return;
    fault(`${at} is ${quote(id)}; must be the id of an account in accounts.json`);
}
