import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";

import { auditTrail } from "./audit/auditTrail";
import { ConfigError, scopeOf } from "./platform/config";
import type { Settings } from "./platform/config";
import { breakGlassFaults } from "./identities/breakGlassGroups";
import { ContractError, contractOutput, trustedIdentities } from "./identities/contract";
import type { IdentityCenterTarget } from "./identities/federation/permissionSet";
import { unknownRoles } from "./identities/federation/unknownRoles";
import {
    allIdentities,
    identityArn,
    identityCenterGroups,
    identityName,
} from "./identities/identity";
import type { IdentityCatalogue, KnownIdentity } from "./identities/identity";
import { isDeployedElsewhere } from "./platform/accounts";
import { reaches } from "./platform/environments";
import { recordTagPrefix } from "./identities/recordTags";
import { stateIdentities } from "./identities/stateIdentities";
import { identityCatalogueFile } from "./identities/validate";
import { roleArn } from "./platform/naming";
import { readSettings } from "./platform/runningStack";
import { accountRoles } from "./roles/accountRoles";
import { iamProfilesRoleName } from "./roles/boundary";
import { checkCatalogues, ownCatalogues } from "./roles/checkCatalogues";
import type { Catalogues } from "./roles/checkCatalogues";
import { assumableRoleNames } from "./roles/role";
import type { Role } from "./roles/role";
import { idleIdentities, unreachableRoles } from "./roles/validate";
import { updateCommand } from "./platform/updateCommand";

export type { Catalogues };

/**
 * The whole program for the stack that runs: in the state account identities and roles, in every other account roles
 * that trust the state account's identities. A nonprod account that is the state account is the state stack's.
 *
 * @returns the stack's outputs: nothing secret
 * @throws ConfigError with every fault of the configuration and the catalogues
 * @throws ContractError if the state stack isn't there or disagrees
 */
export async function program(
    catalogues: Catalogues = ownCatalogues,
): Promise<Record<string, unknown>> {
    const { settings, catalogue, roles } = readPlatform(catalogues);
    if (isDeployedElsewhere(settings.account)) return deployedElsewhere(settings);
    const identities = allIdentities(catalogue);
    const iamProfilesRoleArn = roleArn(scopeOf(settings, settings.account), iamProfilesRoleName);
    if (settings.account.environment === "state") {
        const opts = { provider: awsProvider(settings) };
        auditTrail(settings, { ...opts, iamProfilesRoleArn });
        const { contract, principals } = stateIdentities(
            settings,
            (identity, account) => assumableRoleNames(roles, identity, account),
            catalogue,
            opts,
            identityCenterTarget(settings, catalogue),
        );
        for (const warning of unknownRoles(settings, catalogue)) await pulumi.log.warn(warning);
        const scope = scopeOf(settings, settings.account);
        // The identities' own outputs are unknown before they are made; their ARNs are not.
        const arns = new Map(
            identities.map((identity) => [
                identityName(settings.prefix, identity),
                identityArn(scope, identity),
            ]),
        );
        const dependsOn = [...principals];
        return {
            [contractOutput]: contract,
            roles: accountRoles(settings, roles, identities, arns, { ...opts, dependsOn }),
        };
    }
    const reaching = identities.filter(({ trustClass }) =>
        reaches(trustClass, settings.account.environment),
    );
    // The provider first: it starts while the contract is read.
    const opts = { provider: awsProvider(settings), dependsOn: [] };
    auditTrail(settings, { provider: opts.provider, iamProfilesRoleArn });
    const arns = await readContract(settings, reaching);
    return { roles: accountRoles(settings, roles, reaching, arns, opts) };
}

/** An account that is the state account, too, has its roles once: this stack deploys nothing, so that two can't disagree. */
async function deployedElsewhere({
    account,
    stateAccount,
}: Settings): Promise<Record<string, unknown>> {
    await pulumi.log.info(
        `Account ${account.name} is account ${stateAccount.name}, too (${account.id}): stack ${stateAccount.name} deploys its roles, ` +
            `and this one nothing. Run: ${updateCommand(stateAccount.name)}`,
    );
    return { deployedBy: stateAccount.name };
}

/**
 * The settings of the stack that runs and the catalogues, checked.
 *
 * @throws ConfigError with every fault of all of them, each below its file
 */
function readPlatform(given: Catalogues): {
    readonly settings: Settings;
    readonly catalogue: IdentityCatalogue;
    readonly roles: readonly Role[];
} {
    let roles: readonly Role[] = [];
    let catalogue: IdentityCatalogue = { serviceAccounts: [], people: [] };
    const settings = readSettings((...where) => {
        const checked = checkCatalogues(given, ...where);
        roles = checked.roles;
        catalogue = checked.identities;
        return checked.faults;
    });
    const { accounts } = settings;
    const identities = allIdentities(catalogue);
    const faults = [
        ...unreachableRoles(accounts, roles, identities),
        ...idleIdentities(accounts, roles, identities),
        ...breakGlassFaults(settings, catalogue.people),
    ];
    if (faults.length > 0) {
        throw new ConfigError(settings.account.name, [], [{ file: identityCatalogueFile, faults }]);
    }
    return { settings, catalogue, roles };
}

/** The AWS provider of the stack's account. */
const awsProvider = ({ account, ...settings }: Settings): Provider =>
    providerOf("aws", { ...settings, accountId: account.id });

/** An AWS provider, pinned to an account: with credentials of another one it refuses to work. */
function providerOf(
    name: string,
    {
        region,
        accountId,
        deployRoleArn,
        tags,
    }: {
        readonly region: string;
        readonly accountId: string;
        readonly deployRoleArn?: string | undefined;
        readonly tags: Settings["tags"];
    },
): Provider {
    return new Provider(name, {
        region: region as NonNullable<ConstructorParameters<typeof Provider>[1]>["region"],
        allowedAccountIds: [accountId],
        ...(deployRoleArn === undefined
            ? {}
            : { assumeRoles: [{ roleArn: deployRoleArn, sessionName: "iam-profiles" }] }),
        defaultTags: { tags: { Project: "iam-profiles", ManagedBy: "pulumi", ...tags } },
        // Rotation keeps its records in tags of the users.
        ignoreTags: { keyPrefixes: [recordTagPrefix] },
    });
}

/** Where permission sets go: Identity Center is administered in its home region, perhaps by another account. */
function identityCenterTarget(
    { identityCenter, tags }: Settings,
    catalogue: IdentityCatalogue,
): IdentityCenterTarget | undefined {
    if (identityCenter === undefined || identityCenterGroups(catalogue).length === 0) {
        return undefined;
    }
    const { instanceArn, region, accountId, deployRoleArn } = identityCenter;
    const provider = providerOf("identity-center", {
        region,
        accountId,
        deployRoleArn,
        tags,
    });
    return { instanceArn, provider };
}

/** ARNs of the identities, as the state stack exports them and this program computes them. */
async function readContract(
    settings: Settings,
    identities: readonly KnownIdentity[],
): Promise<ReadonlyMap<string, string>> {
    const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${settings.stateAccount.name}`;
    await requireStack(name, settings.stateAccount.name);
    const reference = new pulumi.StackReference(name);
    const details = await reference.getOutputDetails(contractOutput);
    const { arns, warnings } = trustedIdentities(
        settings,
        identities,
        details.value as unknown,
        name,
        pulumi.runtime.isDryRun(),
    );
    for (const warning of warnings) await pulumi.log.warn(warning);
    return arns;
}

/**
 * Says what to do if the state stack isn't there. A stack reference can't: when its read fails, the engine ends the
 * program before it gets to know.
 */
async function requireStack(name: string, stack: string): Promise<void> {
    await pulumi.runtime
        .invoke("pulumi:pulumi:readStackOutputs", { name })
        .catch((error: unknown) => {
            // Any other failure is the stack reference's to tell.
            if (!String(error).includes("unknown stack")) return;
            throw new ContractError(
                `Stack ${name} doesn't exist; this stack trusts the identities that it exports. ` +
                    `Deploy the state stack first: ${updateCommand(stack)}`,
            );
        });
}
