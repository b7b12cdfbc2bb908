import { existsSync } from "node:fs";
import * as path from "node:path";

import type { PolicyConfigSchema } from "@pulumi/policy";

import type { RawConfig } from "../platform/config";
import { asText, readProjectFile } from "../platform/projectFiles";
import { overriddenSettings, sharedKeys } from "../platform/sharedSettings";
import { partitions } from "../platform/partitions";

/**
 * The pack's own configuration, for a pack that stands without Pulumi.yaml. It is that of the policy
 * `platform-settings-are-shared`; the others have none.
 *
 * @see https://www.pulumi.com/docs/insights/policy/policy-packs/authoring/#policy-configuration
 */
export const packConfigSchema: PolicyConfigSchema = {
    properties: {
        accounts: {
            type: "object",
            description:
                "The account registry: name -> id and environment, as in Pulumi.yaml. With Pulumi.yaml beside the pack it must say the same.",
        },
        partition: { type: "string", enum: [...partitions] },
        prefix: { type: "string", description: "What every name and path begins with." },
        secretReaders: {
            type: "object",
            description: "ARNs of the secrets' readers, by trust class.",
        },
        quotas: { type: "object", description: "IAM quotas that AWS granted, by account." },
        issuers: {
            type: "object",
            description: "Environments of issuers that are one operator's, by address.",
        },
        trustedOwners: {
            type: "object",
            description: "Our owners at issuers that many share, by address, with their classes.",
        },
        breakGlass: {
            type: "object",
            description: "Emergency access: people, ticket, maxMfaAge and alarm; empty: off.",
        },
        auditTrail: {
            type: "object",
            description:
                "The audit trail: retentionDays, alarm, organization, networks and regions; empty: off.",
        },
        teams: {
            type: "object",
            description: "What teams may add by themselves, by name; empty: nothing.",
        },
        identityCenter: {
            type: "object",
            description:
                "IAM Identity Center: instanceArn, region, accountId, deployRoleArn; empty: nobody comes by it.",
        },
        waivers: { type: "array", description: "Waived hops." },
    },
};

/** What the pack takes for true, whatever the running stack says. */
export interface SharedSource {
    /** Folder of Pulumi.yaml and the stack files; `undefined`: the pack stands without one. */
    readonly folder: string | undefined;
    /** Configuration that holds for all stacks, by full key. */
    readonly config: RawConfig;
    /** A fault for each setting that the pack's configuration has otherwise than Pulumi.yaml. */
    readonly faults: readonly string[];
}

/**
 * The shared settings: those of Pulumi.yaml in the pack's folder or the one above it, else those of the pack's
 * configuration.
 *
 * @param packFolder folder of the pack
 * @param own the pack's configuration; must agree with Pulumi.yaml, if that is there
 * @throws Error if neither is there, and ProjectFileError for a faulty Pulumi.yaml
 */
export async function readShared(
    packFolder: string,
    project: string,
    own: Readonly<Record<string, unknown>>,
): Promise<SharedSource> {
    const given = asText(
        Object.fromEntries(
            sharedKeys
                .filter((key) => own[key] !== undefined)
                .map((key) => [`${project}:${key}`, own[key]]),
        ),
    );
    const folder = [packFolder, path.dirname(packFolder)].find((candidate) =>
        existsSync(path.join(candidate, "Pulumi.yaml")),
    );
    if (folder !== undefined) {
        const { name, config } = await readProjectFile(folder);
        if (name !== project) {
            throw new Error(
                `The stack is of project "${project}", and Pulumi.yaml beside the policy pack of "${name}"; use the pack of the stack's own project.`,
            );
        }
        // What isn't given is not otherwise.
        const faults = overriddenSettings(project, { ...config, ...given }, config).map(
            (key) =>
                `The policy pack's configuration has another ${key} than Pulumi.yaml; make them the same, or leave it out there.`,
        );
        return { folder, config, faults };
    }
    if (given[`${project}:accounts`] === undefined) {
        throw new Error(
            "The policy pack has no account registry: put Pulumi.yaml into its folder, or give `accounts` in its configuration (policy platform-settings-are-shared).",
        );
    }
    return { folder: undefined, config: given, faults: [] };
}
