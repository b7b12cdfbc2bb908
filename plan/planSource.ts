import { readOrganization } from "../access";
import type { Organization } from "../access";
import { contractOutput } from "../identities/contract";
import type { Contract } from "../identities/contract";
import { awsAccount } from "../platform/accounts";
import type { AwsAccount } from "../platform/accounts";
import { readStateSettings } from "../platform/projectFiles";
import type { Catalogues } from "../program";
import { authorizationDetails } from "./authorizationDetails";
import type { ReadOptions } from "./authorizationDetails";
import type { AuthorizationDetails, SecretDetail } from "./detailsShape";
import type { RenderedStack } from "./renderStack";
import { renderStacks } from "./renderStacks";

/** An account, as accounts.json has it. */
export interface PlannedRegistryAccount {
    readonly name: string;
    readonly environment: AwsAccount["environment"];
    readonly secrets: readonly SecretDetail[];
}

/** The platform as the content of a source folder. */
export interface PlanDocuments {
    /** accounts.json: by account id. */
    readonly accounts: Readonly<Record<string, PlannedRegistryAccount>>;
    /** Each account's <id>.json, by account id. */
    readonly detailsOf: ReadonlyMap<string, AuthorizationDetails>;
}

/**
 * The platform as the code defines it.
 *
 * @param folder of Pulumi.yaml and the stack files
 * @param catalogues to deploy instead of the project's own
 * @throws what `renderStacks`, `authorizationDetails` and `readOrganization` throw
 */
export async function readPlan(folder: string, catalogues?: Catalogues): Promise<Organization> {
    const { accounts, detailsOf } = planDocuments(await renderStacks(folder, catalogues));
    const { trustedIssuers } = await readStateSettings(folder);
    const registry = { ...accounts, ...trustedIssuers };
    return readOrganization(registry, detailsOf, { from: `the plan of ${folder}` });
}

/**
 * The documents of rendered stacks.
 *
 * @param isUnknown see `ReadOptions`
 * @throws PlanError
 */
export function planDocuments(
    stacks: readonly RenderedStack[],
    { isUnknown }: Pick<ReadOptions, "isUnknown"> = {},
): PlanDocuments {
    const keyHolders = new Map(stacks.flatMap(({ outputs }) => keyHoldersOf(outputs)));
    const options = { keyHolders, ...(isUnknown === undefined ? {} : { isUnknown }) };
    const documents = stacks.map(({ account, partition, resources }) => ({
        account,
        ...authorizationDetails({ id: account.id, partition }, resources, options),
    }));
    return {
        accounts: Object.fromEntries(
            documents.map(({ account, secrets }) => {
                const { id, name, environment } = awsAccount(account);
                return [id, { name, environment, secrets }];
            }),
        ),
        detailsOf: new Map(documents.map(({ account, details }) => [account.id, details])),
    };
}

/** Secret's ARN and user's ARN, of each service account in the contract that a state stack exports. */
function keyHoldersOf(outputs: RenderedStack["outputs"]): readonly (readonly [string, string])[] {
    const contract = outputs[contractOutput] as Contract | undefined;
    return Object.entries(contract?.secrets ?? {}).flatMap(([name, secret]) => {
        const user = contract?.identities[name];
        return user === undefined ? [] : [[secret, user.arn] as const];
    });
}
