import { readOrganization } from "../access";
import type { Organization } from "../access";
import { awsAccount, isDeployedElsewhere } from "../platform/accounts";
import type { Catalogues } from "../program";
import { representatives } from "./alike/representatives";
import type { Representatives } from "./alike/representatives";
import type { PlannedRegistryAccount } from "./planSource";
import { readStacks, renderKinds } from "./renderStacks";
import type { RenderedKinds, ReadStacks } from "./renderStacks";

/**
 * The platform as the code defines it, as `readPlan` reads it, for reports: accounts that differ by name and id alone are evaluated
 * once (docs/decisions/0020-two-accounts-of-a-kind-stand-for-all-of-it.md).
 *
 * @param folder of Pulumi.yaml and the stack files
 * @throws as `readPlan` does
 */
export async function readPlanByKind(
    folder: string,
    catalogues?: Catalogues,
): Promise<Organization> {
    const read = await readStacks(folder);
    const kinds = await renderKinds(read.project, read.stacks, catalogues);
    return organizationByKind(read, kinds, `the plan of ${folder}`);
}

/** @param from for messages @throws PlanError, OrganizationError */
export function organizationByKind(
    { project, stacks }: ReadStacks,
    kinds: RenderedKinds,
    from: string,
): Organization {
    const [first] = stacks;
    const registry = `${project}:accounts`;
    const others = Object.entries(first?.config ?? {}).filter(([key]) => key !== registry);
    const reduced = representatives(kinds, others);
    const accounts = { ...accountsOf(stacks, reduced), ...first?.settings.trustedIssuers };
    const { like, documents, unabridged } = reduced;
    return readOrganization(accounts, documents.detailsOf, {
        from,
        ...(like.size === 0 ? {} : { alike: { like, details: unabridged.detailsOf } }),
    });
}

/** accounts.json of all accounts, the state account first. */
function accountsOf(
    stacks: ReadStacks["stacks"],
    { like, unabridged }: Representatives,
): Readonly<Record<string, PlannedRegistryAccount>> {
    const entries = stacks
        .filter(({ settings }) => !isDeployedElsewhere(settings.account))
        .flatMap(({ settings }) => {
            const { id, name, environment } = awsAccount(settings.account);
            const of = like.get(id) ?? id;
            const secrets = unabridged.accounts[of]?.secrets;
            if (secrets === undefined) return [];
            const own = JSON.parse(JSON.stringify(secrets).replaceAll(of, id)) as typeof secrets;
            return [[id, { name, environment, secrets: own }] as const];
        });
    return Object.fromEntries(entries);
}
