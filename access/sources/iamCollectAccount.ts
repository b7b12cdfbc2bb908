import { readdir } from "node:fs/promises";
import * as path from "node:path";

import { isObject } from "../policy/policyError";
import type { Details } from "./authorizationDetails";
import type { RawSecret } from "./liveSecrets";
import { pool } from "./pool";
import { readJsonFile } from "./readJsonFile";

/** What iam-collect has of one account, in the forms of authorization details and accounts.json. */
export interface CollectedAccount {
    /** Absent: nothing of IAM was collected. */
    readonly details?: Details;
    readonly secrets?: readonly RawSecret[];
    /** What is there and not understood, a sentence each. */
    readonly unread: readonly string[];
    /** Services of which something is there that is not evaluated. */
    readonly others: readonly string[];
}

/** Takes a fault: the file, below the folder, and what is wrong. */
export type FileFault = (file: string, why: string) => void;

/** Files that each type of resource may have; what iam-collect writes only if it isn't empty is not required. */
const types = {
    role: [
        "inline-policies",
        "instance-profiles",
        "managed-policies",
        "metadata",
        "tags",
        "trust-policy",
    ],
    user: ["groups", "inline-policies", "managed-policies", "metadata", "tags"],
    group: ["inline-policies", "managed-policies", "metadata"],
    policy: ["current-policy", "metadata", "tags"],
    secret: ["metadata", "policy", "tags"],
} as const;

/** Types below `iam` that hold nothing that the proof reads elsewhere. */
const notNeeded = ["instance-profile", "oidc-provider", "saml-provider"];

type Files = Readonly<Record<string, unknown>>;

/** Files read concurrently. */
const atOnce = 8;

/**
 * Reads one account of iam-collect's layout: `iam/<type>/<resource>/<file>.json`, AWS's managed policies below `iam/aws/policy`,
 * secrets below `secretsmanager/<region>/secret`.
 *
 * @param folder of the account
 * @see https://github.com/cloud-copilot/iam-collect/blob/main/docs/Storage.md
 */
export async function readCollectedAccount(
    folder: string,
    fault: FileFault,
): Promise<CollectedAccount> {
    const services = (await namesIn(folder)).filter((name) => !name.endsWith(".json"));
    const others = services.filter((name) => name !== "iam" && name !== "secretsmanager");
    const unread: string[] = [];
    const reader: Reader = { folder, fault, unread };
    const secrets = services.includes("secretsmanager") ? await readSecrets(reader) : undefined;
    const more = { ...(secrets === undefined ? {} : { secrets }), unread, others };
    if (!services.includes("iam")) return more;
    for (const type of await namesIn(path.join(folder, "iam"))) {
        if (type !== "aws" && !notNeeded.includes(type) && !Object.hasOwn(types, type)) {
            unread.push(`iam/${type} is not known`);
        }
    }
    for (const type of await namesIn(path.join(folder, "iam", "aws"))) {
        if (type !== "policy") unread.push(`iam/aws/${type} is not known`);
    }
    const policies = [
        ...(await readResources(reader, "iam/policy", "policy")),
        ...(await readResources(reader, "iam/aws/policy", "policy")),
    ];
    const details = {
        UserDetailList: (await readResources(reader, "iam/user", "user")).map(userDetail),
        GroupDetailList: (await readResources(reader, "iam/group", "group")).map(groupDetail),
        RoleDetailList: (await readResources(reader, "iam/role", "role")).map(roleDetail),
        Policies: policies.map(policyDetail),
    };
    return { details, ...more };
}

interface Reader {
    readonly folder: string;
    readonly fault: FileFault;
    readonly unread: string[];
}

/** Names in a folder, sorted; none if it isn't there. */
export async function namesIn(folder: string): Promise<readonly string[]> {
    const names = await readdir(folder).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
    });
    return names.sort();
}

async function readResources(
    { folder, fault, unread }: Reader,
    at: string,
    type: keyof typeof types,
): Promise<readonly Files[]> {
    const allowed: readonly string[] = types[type];
    return pool(await namesIn(path.join(folder, at)), atOnce, async (resource) => {
        const files: Record<string, unknown> = {};
        for (const name of await namesIn(path.join(folder, at, resource))) {
            const file = `${at}/${resource}/${name}`;
            const key = name.replace(/\.json$/, "");
            if (!allowed.includes(key)) unread.push(`${file} is not known`);
            else {
                files[key] = await readJsonFile(path.join(folder, file)).catch((error: unknown) => {
                    fault(file, (error as Error).message);
                });
            }
        }
        if (!isObject(files["metadata"]))
            fault(`${at}/${resource}/metadata.json`, "is missing, or no object");
        return files;
    });
}

const listOf = (value: unknown): readonly unknown[] =>
    Array.isArray(value) ? value : value === undefined ? [] : [value];

const lastOf = (arn: unknown): unknown =>
    typeof arn === "string" ? arn.slice(arn.lastIndexOf("/") + 1) : arn;

/** What users and roles have alike. */
function principalDetail(files: Files) {
    const { arn, path: ofPath, permissionBoundary } = (files["metadata"] ?? {}) as Files;
    return {
        Arn: arn,
        Path: ofPath,
        Tags: isObject(files["tags"])
            ? Object.entries(files["tags"]).map(([Key, Value]) => ({ Key, Value }))
            : [],
        ...(permissionBoundary === undefined
            ? {}
            : { PermissionsBoundary: { PermissionsBoundaryArn: permissionBoundary } }),
        AttachedManagedPolicies: attached(files),
    };
}

const attached = (files: Files): readonly object[] =>
    listOf(files["managed-policies"]).map((PolicyArn) => ({
        PolicyArn,
        PolicyName: lastOf(PolicyArn),
    }));

const userDetail = (files: Files) => {
    const { name, id } = (files["metadata"] ?? {}) as Files;
    return {
        ...principalDetail(files),
        UserName: name,
        UserId: id,
        UserPolicyList: listOf(files["inline-policies"]),
        GroupList: listOf(files["groups"]).map(lastOf),
    };
};

const roleDetail = (files: Files) => {
    const { name, id } = (files["metadata"] ?? {}) as Files;
    return {
        ...principalDetail(files),
        RoleName: name,
        RoleId: id,
        AssumeRolePolicyDocument: files["trust-policy"],
        RolePolicyList: listOf(files["inline-policies"]),
        InstanceProfileList: listOf(files["instance-profiles"]).map((Arn) => ({ Arn })),
    };
};

const groupDetail = (files: Files) => {
    const { arn, name } = (files["metadata"] ?? {}) as Files;
    return {
        Arn: arn,
        GroupName: name,
        GroupPolicyList: listOf(files["inline-policies"]),
        AttachedManagedPolicies: attached(files),
    };
};

/** Only the default version is collected; an own policy may have others, which its holders might bring back. */
const policyDetail = (files: Files) => {
    const { arn, name, defaultVersionId = "v1" } = (files["metadata"] ?? {}) as Files;
    const current = {
        VersionId: defaultVersionId,
        IsDefaultVersion: true,
        Document: files["current-policy"],
    };
    const isOfAws = typeof arn === "string" && arn.includes(":iam::aws:");
    const others = isOfAws
        ? []
        : [{ VersionId: "other", IsDefaultVersion: false, Document: { unread: otherVersions } }];
    return {
        Arn: arn,
        PolicyName: name,
        DefaultVersionId: defaultVersionId,
        PolicyVersionList: [current, ...others],
    };
};

const otherVersions = "iam-collect reads default versions alone";

async function readSecrets(reader: Reader): Promise<readonly RawSecret[]> {
    const found: RawSecret[] = [];
    const service = path.join(reader.folder, "secretsmanager");
    for (const region of await namesIn(service)) {
        for (const type of await namesIn(path.join(service, region))) {
            if (type !== "secret")
                reader.unread.push(`secretsmanager/${region}/${type} is not known`);
        }
        const secrets = await readResources(reader, `secretsmanager/${region}/secret`, "secret");
        for (const files of secrets) {
            const { arn } = (files["metadata"] ?? {}) as { readonly arn?: string };
            found.push({
                arn,
                ...(files["policy"] === undefined ? {} : { policy: files["policy"] as string }),
            });
        }
    }
    return found;
}
