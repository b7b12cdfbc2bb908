import * as path from "node:path";

import { namesIn } from "./iamCollectAccount";
import type { FileFault } from "./iamCollectAccount";
import { fullAccess } from "./organizationTree";
import type { TreeParent } from "./organizationTree";
import { readJsonFile } from "./readJsonFile";

/** An organization as iam-collect has it. */
export interface CollectedOrganization {
    /** By id. */
    readonly accounts: ReadonlyMap<string, CollectedMember>;
    /** The keys of an account in accounts.json that the organization decides. */
    readonly policiesOf: (accountId: string) => object;
}

interface CollectedMember extends Targeted {
    /** From the root down. */
    readonly parents: readonly TreeParent[];
}

/** ARNs of the policies that are attached. */
interface Targeted {
    readonly scps?: readonly string[];
    readonly rcps?: readonly string[];
}

type Account = Targeted & { readonly ou?: string };
type Unit = Targeted & { readonly parent?: string };
interface Metadata {
    readonly rootAccountId?: string;
    readonly features?: Readonly<Record<string, boolean>>;
}

const kinds = [
    { files: "scps", type: "SERVICE_CONTROL_POLICY", key: "serviceControlPolicies" },
    { files: "rcps", type: "RESOURCE_CONTROL_POLICY", key: "resourceControlPolicies" },
] as const;

/** @param folder of the partition */
export async function collectedOrganizations(
    folder: string,
    fault: FileFault,
): Promise<readonly CollectedOrganization[]> {
    const found: CollectedOrganization[] = [];
    for (const id of await namesIn(path.join(folder, "organizations"))) {
        found.push(await readOne(folder, id, fault));
    }
    return found;
}

async function readOne(
    folder: string,
    id: string,
    fault: FileFault,
): Promise<CollectedOrganization> {
    const at = `organizations/${id}`;
    /** `undefined` and a fault if it can't be read. */
    const read = (file: string): Promise<unknown> =>
        readJsonFile(path.join(folder, at, file)).catch((error: unknown) => {
            fault(`${at}/${file}`, (error as Error).message);
        });
    const { rootAccountId, features = {} } = ((await read("metadata.json")) ?? {}) as Metadata;
    const units = ((await read("ous.json")) ?? {}) as Readonly<Record<string, Unit>>;
    const names = new Map<string, string>();
    for (const unit of Object.keys(units)) {
        const metadata = (await read(`ous/${unit.toLowerCase()}/metadata.json`)) as
            | { readonly name?: string }
            | undefined;
        names.set(unit, metadata?.name ?? unit);
    }
    const parentsOf = (unit: string | undefined): readonly TreeParent[] => {
        const chain: string[] = [];
        for (let at = unit; at !== undefined && !chain.includes(at); at = units[at]?.parent)
            chain.unshift(at);
        return chain.map((one, index) => ({
            id: one,
            path: `/${chain
                .slice(1, index + 1)
                .map((step) => names.get(step) ?? step)
                .join("/")}`,
        }));
    };
    const accounts = new Map(
        Object.entries(
            ((await read("accounts.json")) ?? {}) as Readonly<Record<string, Account>>,
        ).map(([account, { ou, ...targeted }]) => [
            account,
            { ...targeted, parents: parentsOf(ou) },
        ]),
    );
    const documents = new Map<string, unknown>();
    for (const { files } of kinds) {
        for (const policy of await namesIn(path.join(folder, at, files))) {
            const metadata = (await read(`${files}/${policy}/metadata.json`)) as
                | { readonly arn?: string }
                | undefined;
            documents.set(metadata?.arn ?? policy, await read(`${files}/${policy}/policy.json`));
        }
    }
    return {
        accounts,
        policiesOf: (account) => {
            const member = accounts.get(account);
            const levels = (files: "scps" | "rcps"): unknown[][] =>
                [...(member?.parents ?? []).map((parent) => units[parent.id]), member]
                    .map((level) => level?.[files] ?? [])
                    .filter((arns) => arns.length > 0)
                    .map((arns) =>
                        arns.map(
                            (arn) => documents.get(arn) ?? { unread: `${arn} was not collected` },
                        ),
                    );
            const isLimited = account !== rootAccountId;
            return Object.fromEntries([
                ["organizationId", id],
                ...kinds.map(({ files, type, key }) => [
                    key,
                    isLimited && features[type] === true ? levels(files) : [[fullAccess[type]]],
                ]),
            ]) as object;
        },
    };
}
