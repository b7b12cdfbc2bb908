import {
    ListSecretVersionIdsCommand,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** The local AWS makes a version of a new secret where AWS makes none: takes its label off. */
export async function withoutFirstVersion(
    secretsManager: SecretsManagerClient,
    SecretId: string,
): Promise<void> {
    const { Versions: [first] = [] } = await secretsManager.send(
        new ListSecretVersionIdsCommand({ SecretId }),
    );
    if (first === undefined) return;
    await secretsManager.send(
        new UpdateSecretVersionStageCommand({
            SecretId,
            VersionStage: "AWSCURRENT",
            RemoveFromVersionId: first.VersionId,
        }),
    );
}
