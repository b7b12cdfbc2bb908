import { statSync } from "node:fs";

import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";

import type { Organization } from "../access";
import { checkout } from "../platform/checkout";
import type { SecretReaders } from "../platform/secretReaders";
import { progress } from "./action";

/** Options that select the source of the documents. */
export interface AccessSourceOptions {
    readonly source: Source;
    readonly readRole?: string;
    /** Whether all accounts of the organization are read; the account to ask, if it isn't the caller's. */
    readonly organization?: true | string;
    readonly environments?: string;
    readonly folder?: string;
    readonly identityCenterRegion?: string;
}

type Source = "plan" | "sandbox" | "live" | { readonly folder: string };

export const withAccessSource = (command: Command): Command =>
    command
        .addOption(
            new Option(
                "--source <source>",
                "plan: the stacks as the code defines them; sandbox: what `npm start` deployed; live: the registry's accounts in AWS; or a folder with accounts.json and <account id>.json files, or of iam-collect",
            )
                .argParser(sourceOf)
                .default("plan"),
        )
        .option(
            "--read-role <name>",
            "with --source live: role to assume in each account, with its path (needs iam:GetAccountAuthorizationDetails)",
        )
        .addOption(
            new Option(
                "--organization [account]",
                "with --source live: all accounts of AWS Organizations, with their service and resource control policies, and the people of IAM Identity Center; asks the caller's own account, or this one by --read-role",
            ).argParser(accountId),
        )
        .option(
            "--environments <file>",
            "with --organization: JSON with the environments of accounts and organizational units that are not in the registry, and the trust classes of people",
        )
        .option(
            "--folder <dir>",
            "with --organization: keep there what was read, so that a run that was interrupted goes on; later a --source",
        )
        .option(
            "--identity-center-region <region>",
            "with --organization: region of IAM Identity Center (default: the registry's)",
        );

/** @throws InvalidArgumentError */
function accountId(text: string): string {
    if (/^\d{12}$/.test(text)) return text;
    throw new InvalidArgumentError("It must be an account id of 12 digits.");
}

/** A source as it was given. */
export const sourceText = ({ source }: Pick<AccessSourceOptions, "source">): string =>
    typeof source === "string" ? source : source.folder;

/** @throws InvalidArgumentError if it is neither a known source nor a folder */
export function sourceOf(text: string): Source {
    if (text === "plan" || text === "sandbox" || text === "live") return text;
    const found = statSync(text, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) return { folder: text };
    throw new InvalidArgumentError(
        `${found === undefined ? "No such folder" : "Not a folder"}, and not one of plan, sandbox, live.`,
    );
}

/** The configured readers of secrets; `undefined`: the source is a folder. @throws Error naming every fault of Pulumi.yaml */
export async function secretReadersOf({
    source,
}: AccessSourceOptions): Promise<SecretReaders | undefined> {
    if (typeof source !== "string") return undefined;
    const { readStateSettings } = await import("../platform/projectFiles");
    const { sandboxFolders } = await import("../sandbox/folders");
    const folder = source === "sandbox" ? sandboxFolders().work : checkout;
    return (await readStateSettings(folder)).secretReaders;
}

/**
 * Reads the organization. Each source is loaded on demand, since loading its dependencies takes longer than the proof.
 *
 * @param isForReport whether it is for a report alone: then accounts that are alike are left out of it, and reported all the same
 * @throws Error naming what cannot be read, and the next step
 */
export async function readSource(
    options: AccessSourceOptions,
    { isForReport = false }: { readonly isForReport?: boolean } = {},
): Promise<Organization> {
    const { source, readRole, organization, environments, folder, identityCenterRegion } = options;
    const ofOrganization = { environments, folder, "identity-center-region": identityCenterRegion };
    for (const [option, value] of Object.entries(ofOrganization)) {
        if (value !== undefined && organization === undefined) {
            throw new Error(
                `--${option} requires --source live --organization; add that, or omit --${option}`,
            );
        }
    }
    if (organization !== undefined && source !== "live") {
        throw new Error("--organization requires --source live; add that, or omit --organization");
    }
    if (readRole !== undefined && source !== "live") {
        throw new Error("--read-role requires --source live; add that, or omit --read-role");
    }
    if (source === "plan" && isForReport) {
        const { readPlanByKind } = await import("../plan/planByKind");
        return readPlanByKind(checkout);
    }
    if (source === "plan") {
        const { readPlan } = await import("../plan/planSource");
        return readPlan(checkout);
    }
    if (source === "sandbox") {
        progress("reading the sandbox's accounts ...");
        const { readSandbox } = await import("./sources/sandbox");
        return readSandbox();
    }
    if (source === "live" && organization !== undefined) {
        progress("reading the organization (a few seconds for each account) ...");
        const { readOrganizationOfAws } = await import("./sources/organizationOfAws");
        return readOrganizationOfAws({
            ...(readRole === undefined ? {} : { readRole }),
            ...(organization === true ? {} : { account: organization }),
            ...(environments === undefined ? {} : { environments }),
            ...(folder === undefined ? {} : { folder }),
            ...(identityCenterRegion === undefined ? {} : { region: identityCenterRegion }),
            isForReport,
        });
    }
    if (source === "live") {
        progress("reading the accounts of the registry (a few seconds each) ...");
        const { readLiveRegistry } = await import("./sources/liveRegistry");
        return readLiveRegistry({ isForReport, ...(readRole === undefined ? {} : { readRole }) });
    }
    const { readDirectory } = await import("../access");
    return readDirectory(source.folder, { isForReport });
}
