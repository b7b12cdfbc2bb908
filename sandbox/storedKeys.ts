import { targetsOf } from "../credentials/targets";
import type { Settings } from "../platform/config";
import { awsClients, awsServices } from "../credentials/awsServices";
import { stepText } from "../credentials/rotationText";
import { rotateAll } from "../credentials/rotate";
import type { Credential } from "../credentials/store";
import type { Contract } from "../identities/contract";

const secretsManager = {
    store: "secrets-manager",
    vaultMount: "",
    vaultPath: "",
} as const;

/**
 * Creates the service accounts' credentials as `iam-profiles credentials rotate` does, and reads them from their secrets.
 *
 * The reader is the local AWS's administrator of the state account: it applies no policy to an account's root, while AWS
 * would refuse root too. The platform's own secrets thus keep the policies, and the sandbox the roles, that they have in AWS.
 *
 * @param endpoint of the local AWS
 * @param contract what the state stack exports
 * @returns credentials by IAM user name; kept in memory only
 * @throws Error naming each identity that has none
 */
export async function storedKeys(
    endpoint: string,
    state: Settings,
    contract: Contract,
    progress: (line: string) => void,
): Promise<ReadonlyMap<string, Credential>> {
    const services = awsServices(
        awsClients({
            endpoint,
            region: state.region,
            credentials: { accessKeyId: state.account.id, secretAccessKey: "sandbox" },
        }),
    );
    const targets = targetsOf({ settings: state, contract }, {}, secretsManager);
    const outcomes = await rotateAll(targets, services, {
        onStep: ({ identity }, step) => {
            progress(`${identity}: ${stepText(step)}`);
        },
    });
    const failed = outcomes.filter(({ result }) => result === "failed");
    if (failed.length > 0) {
        throw new Error(failed.map(({ detail = "" }) => detail).join("\n"));
    }
    const credentials = targets.map(
        async ({ identity, secret }) =>
            [identity, await services.store.readCurrent(secret)] as const,
    );
    return new Map(await Promise.all(credentials));
}
