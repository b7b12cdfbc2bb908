import { promises as fs } from "node:fs";
import * as path from "node:path";

type Raw = Readonly<Record<string, unknown>>;
type List = readonly Raw[];

const entriesOf = (value: unknown): List => (value ?? []) as List;

const lastOf = (arn: unknown): string => String(arn).slice(String(arn).lastIndexOf("/") + 1);

/** Writes a file, unless it would be empty: iam-collect keeps no empty ones. */
async function write(file: string, value: unknown): Promise<void> {
    if (value === undefined || JSON.stringify(value) === "[]" || JSON.stringify(value) === "{}")
        return;
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, JSON.stringify(value));
}

/** Folder of a resource: what follows the type in its ARN, encoded, in lower case. */
const folderOf = (arn: string): string =>
    encodeURIComponent(arn.slice(arn.indexOf("/") + 1)).toLowerCase();

/**
 * Writes authorization details as iam-collect does.
 *
 * @param folder of the partition
 */
export async function writeAccount(folder: string, id: string, details: Raw): Promise<void> {
    const iam = path.join(folder, "accounts", id, "iam");
    const groupArns = new Map(
        entriesOf(details["GroupDetailList"]).map(({ GroupName, Arn }) => [GroupName, Arn]),
    );
    const resource = async (type: string, arn: unknown, files: Raw): Promise<void> => {
        const place = String(arn).includes(":iam::aws:") ? `aws/${type}` : type;
        for (const [name, value] of Object.entries(files)) {
            await write(path.join(iam, place, folderOf(String(arn)), `${name}.json`), value);
        }
    };
    const ofPrincipal = (raw: Raw, inline: string): Raw => ({
        "managed-policies": entriesOf(raw["AttachedManagedPolicies"]).map(
            ({ PolicyArn }) => PolicyArn,
        ),
        "inline-policies": raw[inline],
        tags: Object.fromEntries(
            entriesOf(raw["Tags"]).map(({ Key, Value }) => [String(Key), Value]),
        ),
    });
    const metadata = (raw: Raw, kind: string): Raw => ({
        arn: raw["Arn"],
        name: raw[`${kind}Name`],
        id: raw[`${kind}Id`],
        path: raw["Path"],
        permissionBoundary: (raw["PermissionsBoundary"] as Raw | undefined)?.[
            "PermissionsBoundaryArn"
        ],
    });
    for (const raw of entriesOf(details["UserDetailList"])) {
        await resource("user", raw["Arn"], {
            ...ofPrincipal(raw, "UserPolicyList"),
            groups: ((raw["GroupList"] ?? []) as readonly string[]).map((name) =>
                groupArns.get(name),
            ),
            metadata: metadata(raw, "User"),
        });
    }
    for (const raw of entriesOf(details["GroupDetailList"])) {
        const { tags: _, ...files } = ofPrincipal(raw, "GroupPolicyList");
        await resource("group", raw["Arn"], { ...files, metadata: metadata(raw, "Group") });
    }
    for (const raw of entriesOf(details["RoleDetailList"])) {
        await resource("role", raw["Arn"], {
            ...ofPrincipal(raw, "RolePolicyList"),
            "trust-policy": raw["AssumeRolePolicyDocument"],
            "instance-profiles": entriesOf(raw["InstanceProfileList"] ?? [{ Arn: "unknown" }]).map(
                ({ Arn }) => Arn ?? "unknown",
            ),
            metadata: metadata(raw, "Role"),
        });
    }
    for (const raw of entriesOf(details["Policies"])) {
        const current = entriesOf(raw["PolicyVersionList"]).find(
            ({ IsDefaultVersion }) => IsDefaultVersion === true,
        );
        await resource("policy", raw["Arn"], {
            "current-policy": current?.["Document"],
            metadata: {
                arn: raw["Arn"],
                name: raw["PolicyName"] ?? lastOf(raw["Arn"]),
                defaultVersionId: current?.["VersionId"],
            },
        });
    }
}

/** Writes the accounts' secrets, service and resource control policies of accounts.json as iam-collect does. */
export async function writeRegistry(
    folder: string,
    accounts: Readonly<Record<string, Raw>>,
): Promise<void> {
    const organizations = path.join(folder, "organizations", "o-abcdefghij");
    const members: Record<string, Raw> = {};
    const units: Record<string, Raw> = {};
    let policies = 0;
    const policy = async (kind: string, content: unknown): Promise<string> => {
        policies += 1;
        const arn = `arn:aws:organizations::111111111111:policy/o-abcdefghij/${kind}/p-${policies}`;
        await write(path.join(organizations, kind, `p-${policies}`, "metadata.json"), { arn });
        await write(path.join(organizations, kind, `p-${policies}`, "policy.json"), content);
        return arn;
    };
    for (const [id, account] of Object.entries(accounts)) {
        for (const { arn, policy: document } of entriesOf(account["secrets"])) {
            const secret = path.join(
                folder,
                "accounts",
                id,
                "secretsmanager",
                "us-east-1",
                "secret",
                folderOf(String(arn)),
            );
            await write(path.join(secret, "metadata.json"), { arn, name: "s" });
            await write(path.join(secret, "policy.json"), document);
        }
        const scps = (account["serviceControlPolicies"] ?? []) as readonly List[];
        const rcps = (account["resourceControlPolicies"] ?? []) as readonly List[];
        const depth = Math.max(scps.length, rcps.length, 1);
        let parent: string | undefined;
        for (let level = 0; level < depth; level += 1) {
            const attached = {
                scps: await Promise.all((scps[level] ?? []).map((one) => policy("scps", one))),
                rcps: await Promise.all((rcps[level] ?? []).map((one) => policy("rcps", one))),
            };
            if (level === depth - 1) members[id] = { ...attached, ou: parent ?? "r-ab12" };
            else {
                const unit = level === 0 ? `r-${id}` : `ou-${id}-${level}`;
                units[unit] = { ...attached, parent };
                await write(path.join(organizations, "ous", unit, "metadata.json"), {
                    arn: unit,
                    name: `unit ${level}`,
                });
                parent = unit;
            }
        }
    }
    await write(path.join(organizations, "metadata.json"), {
        id: "o-abcdefghij",
        rootAccountId: "999999999999",
        features: { SERVICE_CONTROL_POLICY: true, RESOURCE_CONTROL_POLICY: true },
    });
    await write(path.join(organizations, "ous", "r-ab12", "metadata.json"), {
        arn: "r-ab12",
        name: "Root",
    });
    await write(path.join(organizations, "ous.json"), {
        ...units,
        "r-ab12": { scps: [], rcps: [] },
    });
    await write(path.join(organizations, "accounts.json"), members);
}
