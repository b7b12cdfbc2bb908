import type { SecretListEntry, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { awsCall } from "./awsCall";
import { allPages } from "./pages";

/** A secret, in the form of accounts.json. */
export interface RawSecret {
    readonly arn: string | undefined;
    readonly policy?: string;
    readonly holdsKeyOf?: string;
}

/**
 * Lists the secrets of an account with their resource policies. Secret values are not read.
 *
 * @param caller principal of the calls, for messages
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
    // Sequential: an account has few secrets, and accounts are read concurrently.
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
