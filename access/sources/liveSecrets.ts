import type { SecretListEntry, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { awsCall } from "./awsCall";
import { allPages } from "./pages";

/** A secret, as accounts.json has it. */
export interface RawSecret {
    readonly arn: string | undefined;
    readonly policy?: string;
    readonly holdsKeyOf?: string;
}

/**
 * The secrets of an account with their resource policies; their values are not read.
 *
 * @param caller who asks, for messages
 * @param keyHolders ARN of the user whose key a secret holds, by the secret's ARN
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
export async function readSecrets(
    secretsManager: Pick<SecretsManagerClient, "send">,
    caller: string,
    keyHolders: ReadonlyMap<string, string>,
): Promise<RawSecret[]> {
    const { GetResourcePolicyCommand, ListSecretsCommand } =
        await import("@aws-sdk/client-secrets-manager");
    const listed = await allPages<SecretListEntry>(async (NextToken) => {
        const page = await awsCall("secretsmanager:ListSecrets", caller, () =>
            secretsManager.send(new ListSecretsCommand({ NextToken, MaxResults: 100 })),
        );
        return { items: page.SecretList ?? [], next: page.NextToken };
    });
    const secrets: RawSecret[] = [];
    // One after the other: an account has few, and several accounts are read at the same time.
    for (const { ARN: arn } of listed) {
        const { ResourcePolicy: policy } = await awsCall(
            "secretsmanager:GetResourcePolicy",
            caller,
            () => secretsManager.send(new GetResourcePolicyCommand({ SecretId: arn })),
        );
        const holdsKeyOf = keyHolders.get(arn ?? "");
        secrets.push({
            arn,
            ...(policy === undefined ? {} : { policy }),
            ...(holdsKeyOf === undefined ? {} : { holdsKeyOf }),
        });
    }
    return secrets;
}
