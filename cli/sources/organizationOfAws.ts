import {
    folderStore,
    noEnvironments,
    readEnvironments,
    readJsonFile,
    readLiveOrganization,
    secretsLimit,
} from "../../access";
import type { Environments, Organization } from "../../access";
import { awsAccounts } from "../../platform/accounts";
import { checkout } from "../../platform/checkout";
import { readStateSettings } from "../../platform/projectFiles";
import { showCount } from "../showCount";
import { keyHoldersOfStack } from "./liveRegistry";
import { registryAccounts } from "./registryAccounts";

export interface OrganizationOfAwsOptions {
    /** Name of the role to read each account with, path included if it has one. */
    readonly readRole?: string;
    /** Whether a report is all that is made of it. @default false */
    readonly isForReport?: boolean;
    /** Id of the account to ask AWS Organizations in, by that role. @default the caller's own, as the caller */
    readonly account?: string;
    /** File with environments of accounts that are not in the registry. */
    readonly environments?: string;
    /** Where to keep what was read. */
    readonly folder?: string;
    /** Of IAM Identity Center. @default the registry's */
    readonly region?: string;
}

/**
 * The accounts of the organization as they are in AWS.
 *
 * @throws OrganizationError naming every account that has no environment, and the next step
 */
export async function readOrganizationOfAws({
    readRole,
    account,
    environments,
    folder,
    region,
    isForReport = false,
}: OrganizationOfAwsOptions): Promise<Organization> {
    const settings = await readStateSettings(checkout);
    const known = environments === undefined ? noEnvironments : await environmentsIn(environments);
    const keyHolders = await keyHoldersOfStack(settings);
    const callers = await registryAccounts(settings, readRole, "--read-role");
    const asked = await callers.organizationFor(account, region ?? settings.region);
    return showCount("accounts read", (onDone) =>
        readLiveOrganization({
            ...asked,
            registered: awsAccounts(settings.accounts),
            environments: known,
            clientFor: callers.clientFor,
            ...(typeof keyHolders === "string" ? {} : { keyHolders }),
            limits: [
                secretsLimit(settings.region),
                ...(typeof keyHolders === "string" ? [keyHolders] : []),
            ],
            trustedIssuers: settings.trustedIssuers,
            ...(folder === undefined ? {} : { store: folderStore(folder) }),
            isForReport,
            onDone,
        }),
    );
}

/** @throws Error naming the file */
async function environmentsIn(file: string): Promise<Environments> {
    const value = await readJsonFile(file).catch((error: unknown) => {
        throw new Error(`--environments ${file} ${(error as Error).message}`);
    });
    return readEnvironments(value, file);
}
