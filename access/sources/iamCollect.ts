import { stat } from "node:fs/promises";
import * as path from "node:path";

import type { Organization } from "../organization/organization";
import { OrganizationError } from "../organization/organizationError";
import {
    environmentOf,
    environmentsFile,
    readEnvironments,
} from "../organization/readEnvironments";
import type { Environments } from "../organization/readEnvironments";
import { readFor } from "../organization/alike/readForReport";
import type { ReadFor } from "../organization/alike/readForReport";
import { namesIn, readCollectedAccount } from "./iamCollectAccount";
import type { CollectedAccount } from "./iamCollectAccount";
import { collectedOrganizations } from "./iamCollectOrganization";
import type { CollectedOrganization } from "./iamCollectOrganization";
import { readJsonFile } from "./readJsonFile";

/** Whether a folder is of iam-collect: it has `aws/<partition>/accounts`. */
export async function isIamCollect(folder: string): Promise<boolean> {
    for (const partition of await namesIn(path.join(folder, "aws")).catch(() => [])) {
        const accounts = await stat(path.join(folder, "aws", partition, "accounts")).catch(
            () => undefined,
        );
        if (accounts?.isDirectory() === true) return true;
    }
    return false;
}

/**
 * Reads the organization in a folder that iam-collect wrote, and the accounts' environments from `environments.json` beside
 * its `aws` folder (see `readEnvironments`).
 *
 * What was not collected, or is not understood, makes the boundary unknown.
 *
 * @throws OrganizationError listing every fault of all files
 * @see https://github.com/cloud-copilot/iam-collect/blob/main/docs/Storage.md
 */
export async function readIamCollect(folder: string, purpose: ReadFor = {}): Promise<Organization> {
    const faults: string[] = [];
    const fault = (file: string, why: string): void => void faults.push(`${file} ${why}`);
    const environments = await environmentsIn(folder);
    const registry: Record<string, unknown> = { ...environments.more };
    const details = new Map<string, unknown>();
    const others = new Set<string>();
    for (const partition of await namesIn(path.join(folder, "aws"))) {
        const at = `aws/${partition}`;
        const organizations = await collectedOrganizations(path.join(folder, at), (file, why) => {
            fault(`${at}/${file}`, why);
        });
        const collected = await namesIn(path.join(folder, at, "accounts"));
        const members = organizations.flatMap(({ accounts }) => [...accounts.keys()]);
        for (const id of new Set([...collected, ...members])) {
            const account = await readCollectedAccount(
                path.join(folder, at, "accounts", id),
                (file, why) => {
                    fault(`${at}/accounts/${id}/${file}`, why);
                },
            );
            const organization = organizations.find(({ accounts }) => accounts.has(id));
            const parents = organization?.accounts.get(id)?.parents ?? [];
            const environment = environmentOf(environments, id, parents);
            if (environment === undefined) {
                faults.push(
                    `account ${id}${parents.length === 0 ? "" : ` in ${parents.at(-1)?.path ?? ""}`} has no environment; give it or its organizational unit one in ${path.join(folder, environmentsFile)}`,
                );
            }
            for (const service of account.others) others.add(service);
            if (account.details !== undefined) details.set(id, account.details);
            registry[id] = { name: id, environment, ...entryOf(id, account, organization) };
        }
    }
    if (faults.length > 0) throw new OrganizationError(folder, faults.sort());
    return readFor(purpose)(registry, details, { from: folder, limits: limitsOf(others) });
}

/** Of an account in accounts.json. */
function entryOf(
    id: string,
    { details, secrets, unread }: CollectedAccount,
    organization: CollectedOrganization | undefined,
): object {
    const reasons = [
        ...(details === undefined ? ["iam-collect has nothing of its IAM"] : []),
        ...unread,
    ];
    return {
        ...(secrets === undefined ? {} : { secrets }),
        ...organization?.policiesOf(id),
        ...(reasons.length === 0 ? {} : { unread: reasons }),
    };
}

async function environmentsIn(folder: string): Promise<Environments> {
    const file = path.join(folder, environmentsFile);
    const value = await readJsonFile(file).catch((error: unknown) => {
        throw new OrganizationError(folder, [
            `${environmentsFile} ${(error as Error).message}; write there which environment accounts or organizational units are of`,
        ]);
    });
    return readEnvironments(value, folder);
}

const limitsOf = (others: ReadonlySet<string>): readonly string[] => [
    "iam-collect reads default versions of managed policies alone: another one that is brought back may allow anything.",
    ...(others.size === 0
        ? []
        : [
              `What iam-collect has of ${[...others].sort().join(", ")} is not evaluated: resource policies there give no access to a role.`,
          ]),
    ...(others.has("sso")
        ? [
              "iam-collect does not read who is assigned permission sets of IAM Identity Center: who may use their roles is unknown.",
          ]
        : []),
];
