import { readDocument } from "../policy/readDocument";
import type { AccountReader, ReadArn } from "./accountReader";
import type { ManagedPolicies } from "./managedPolicies";
import type { Document } from "../policy/document";
import type { PrincipalSet } from "../policy/principals";
import { holdsIdentities } from "./environments";
import type { Environment } from "./environments";
import type { Group, Policy, Role, TrustClass, User } from "./organization";
import { entriesAt, listAt, objectAt, quote, textAt } from "./shape";
import type { Entry, Raw } from "./shape";
import { trustClassOfPath, trustClassOfPermissionSet } from "./trustClass";

/** Groups by name. */
export function readGroups(
    reader: AccountReader,
    details: Raw,
    managed: ManagedPolicies,
): ReadonlyMap<string, Group> {
    const groups = new Map<string, Group>();
    for (const entry of reader.list(details, "GroupDetailList")) {
        const arn = reader.arnOf(entry, "group", "GroupName");
        if (arn === undefined) continue;
        const policies = policiesOf(reader, entry, arn, "GroupPolicyList", managed);
        groups.set(arn.name, { arn: arn.text, name: arn.name, policies });
    }
    return groups;
}

/** @param identities trust class by ARN, of users whose path does not contain it */
export function readUsers(
    reader: AccountReader,
    details: Raw,
    managed: ManagedPolicies,
    groups: ReadonlyMap<string, Group>,
    identities: ReadonlyMap<string, TrustClass>,
): User[] {
    const users: User[] = [];
    for (const entry of reader.list(details, "UserDetailList")) {
        const arn = reader.arnOf(entry, "user", "UserName");
        if (arn === undefined) continue;
        users.push({
            kind: "user",
            ...factsOf(reader, entry, arn, "UserId", "UserPolicyList", managed),
            trustClass: trustClassOf(reader, entry, arn, identities),
            groups: groupsOf(reader, entry, groups),
        });
    }
    return users;
}

/** @param environment of the account: identities are in the state account */
export function readRoles(
    reader: AccountReader,
    details: Raw,
    managed: ManagedPolicies,
    environment: Environment,
): Role[] {
    const roles: Role[] = [];
    for (const entry of reader.list(details, "RoleDetailList")) {
        const arn = reader.arnOf(entry, "role", "RoleName");
        if (arn === undefined) continue;
        const { raw, at } = entry;
        const profiles = listAt(
            raw["InstanceProfileList"],
            `${at}.InstanceProfileList`,
            reader.fault,
        );
        const trust = readDocument(
            `${arn.text} trust policy`,
            raw["AssumeRolePolicyDocument"],
            "trust",
        );
        const isEntry = holdsIdentities(environment) && isEntered(trust);
        const trustClass = isEntry
            ? (trustClassOfPath(arn.path) ?? trustClassOfPermissionSet(arn.text))
            : undefined;
        roles.push({
            kind: "role",
            ...factsOf(reader, entry, arn, "RoleId", "RolePolicyList", managed),
            trust,
            ...(trustClass === undefined ? {} : { trustClass }),
            // If the list is missing, there may be one.
            hasInstanceProfile: raw["InstanceProfileList"] === undefined || profiles.length > 0,
        });
    }
    return roles;
}

function factsOf(
    reader: AccountReader,
    entry: Entry,
    arn: ReadArn,
    idKey: string,
    inlineKey: string,
    managed: ManagedPolicies,
): Omit<Role, "kind" | "trust" | "hasInstanceProfile"> {
    const { raw, at } = entry;
    const id = raw[idKey] === undefined ? undefined : textAt(raw, idKey, at, reader.fault);
    const boundary = boundaryOf(reader, entry, managed);
    return {
        arn: arn.text,
        name: arn.name,
        ...(id === undefined ? {} : { id }),
        accountId: reader.accountId,
        policies: policiesOf(reader, entry, arn, inlineKey, managed),
        ...(boundary === undefined ? {} : { boundary }),
        tags: tagsOf(reader, entry),
    };
}

function policiesOf(
    reader: AccountReader,
    { raw, at }: Entry,
    owner: ReadArn,
    inlineKey: string,
    managed: ManagedPolicies,
): Policy[] {
    const policies: Policy[] = [];
    for (const inline of entriesAt(raw[inlineKey], `${at}.${inlineKey}`, reader.fault)) {
        const name = textAt(inline.raw, "PolicyName", inline.at, reader.fault) ?? "";
        const document = readDocument(
            `${owner.text} inline policy ${name}`,
            inline.raw["PolicyDocument"],
            "identity",
        );
        policies.push({ document, inline: name });
    }
    for (const attached of entriesAt(
        raw["AttachedManagedPolicies"],
        `${at}.AttachedManagedPolicies`,
        reader.fault,
    )) {
        const arn = reader.arnAt(attached.raw, "PolicyArn", attached.at, "policy")?.text;
        if (arn !== undefined) policies.push({ document: managed.documentOf(arn), arn });
    }
    return policies;
}

function boundaryOf(
    reader: AccountReader,
    { raw, at }: Entry,
    managed: ManagedPolicies,
): Policy | undefined {
    if (raw["PermissionsBoundary"] === undefined) return undefined;
    const place = `${at}.PermissionsBoundary`;
    const boundary = objectAt(raw["PermissionsBoundary"], place, reader.fault);
    const arn = reader.arnAt(boundary, "PermissionsBoundaryArn", place, "policy")?.text;
    return arn === undefined ? undefined : { document: managed.documentOf(arn), arn };
}

function tagsOf(reader: AccountReader, { raw, at }: Entry): ReadonlyMap<string, string> {
    const tags = new Map<string, string>();
    for (const tag of entriesAt(raw["Tags"], `${at}.Tags`, reader.fault)) {
        const { Key: key, Value: value } = tag.raw;
        if (typeof key !== "string" || typeof value !== "string") {
            reader.fault(
                `${tag.at} has Key ${quote(key)} and Value ${quote(value)}; both must be text`,
            );
        } else if (tags.has(key)) {
            reader.fault(`${tag.at}.Key is ${quote(key)}, which is a duplicate`);
        } else {
            tags.set(key, value);
        }
    }
    return tags;
}

/**
 * Whether a role trusts identity providers alone. What can't be read counts against us: such a role is no identity, but one
 * more role that no nonprod identity may reach.
 */
const isEntered = ({ fault, statements }: Document): boolean => {
    const allows = statements.filter(({ effect }) => effect === "Allow");
    return (
        fault === undefined &&
        allows.length > 0 &&
        statements.every((statement) => statement.fault === undefined) &&
        allows.every(({ principals }) => principals !== undefined && hasProvidersAlone(principals))
    );
};

const hasProvidersAlone = (principals: PrincipalSet): boolean =>
    principals.federated.size > 0 &&
    !principals.except &&
    !principals.wildcard &&
    principals.accounts.size + principals.arns.size + principals.services.size === 0;

function trustClassOf(
    { fault }: AccountReader,
    { at }: Entry,
    { text, path }: ReadArn,
    identities: ReadonlyMap<string, TrustClass>,
): TrustClass {
    const ofPath = trustClassOfPath(path);
    const said = identities.get(text);
    if (ofPath !== undefined && said !== undefined && ofPath !== said) {
        fault(
            `${at}.Arn is ${text}, whose path says ${ofPath}, but accounts.json says ${said} in identities; remove it there`,
        );
    }
    // A user that is not known to be prod may reach nonprod only.
    return ofPath ?? said ?? "nonprod";
}

function groupsOf(
    { fault }: AccountReader,
    { raw, at }: Entry,
    groups: ReadonlyMap<string, Group>,
): Group[] {
    return listAt(raw["GroupList"], `${at}.GroupList`, fault).flatMap((name, index) => {
        const group = typeof name === "string" ? groups.get(name) : undefined;
        if (group !== undefined) return [group];
        fault(
            `${at}.GroupList[${index}] is ${quote(name)}; must be the name of a group in GroupDetailList`,
        );
        return [];
    });
}
