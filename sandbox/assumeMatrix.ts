import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

import { scopeOf } from "../platform/config";
import { awsAccount } from "../platform/accounts";
import type { Account } from "../platform/accounts";
import type { Settings } from "../platform/config";
import type { Credential } from "../credentials/store";
import { identityName } from "../identities/identity";
import type { Identity } from "../identities/identity";
import { roleArn, roleName } from "../platform/naming";
import type { Role } from "../roles/role";
import { expectedResult } from "./matrix";
import type { Cell, AssumeResult } from "./matrix";

/** An access key, or a session of a pipeline or a person. */
interface UsedCredential extends Pick<Credential, "accessKeyId" | "secretAccessKey"> {
    readonly sessionToken?: string;
}

/**
 * Calls AssumeRole for every identity, role and account, with the identities' own keys.
 *
 * @param endpoint of the local AWS
 * @param state settings of the state stack
 * @param credentials by IAM name
 * @param mfa of people: whether their credentials have it
 * @throws Error if STS answers with an error other than AccessDenied
 */
export async function assumeMatrix(
    endpoint: string,
    state: Settings,
    accounts: readonly Account[],
    identities: readonly Identity[],
    roles: readonly Role[],
    credentials: ReadonlyMap<string, UsedCredential>,
    mfa?: Cell["mfa"],
): Promise<Cell[]> {
    const cells: Cell[] = [];
    for (const identity of identities) {
        const user = identityName(state.prefix, identity);
        const key = credentials.get(user);
        if (key === undefined) throw new Error(`${user} has no credential to call STS with.`);
        const { accessKeyId, secretAccessKey, sessionToken } = key;
        const sts = new STSClient({
            endpoint,
            region: state.region,
            credentials: {
                accessKeyId,
                secretAccessKey,
                ...(sessionToken === undefined ? {} : { sessionToken }),
            },
        });
        cells.push(...(await cellsOf(sts, state, accounts, identity, roles, mfa)));
    }
    return cells;
}

function cellsOf(
    sts: STSClient,
    state: Settings,
    accounts: readonly Account[],
    identity: Identity,
    roles: readonly Role[],
    mfa: Cell["mfa"],
): Promise<Cell[]> {
    return Promise.all(
        accounts.flatMap((account) =>
            roles.map(async (role) => {
                const scope = scopeOf(state, account);
                const arn = roleArn(scope, role.name);
                return {
                    identity: identityName(state.prefix, identity),
                    role: roleName(scope, role.name),
                    roleArn: arn,
                    account: awsAccount(account).name,
                    ...(mfa === undefined ? {} : { mfa }),
                    expected: expectedResult(identity, role, account, mfa),
                    actual: await assume(sts, arn),
                };
            }),
        ),
    );
}

async function assume(sts: STSClient, RoleArn: string): Promise<AssumeResult> {
    try {
        await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "matrix" }));
        return "assumed";
    } catch (error) {
        const { name, message } = error as Error;
        // Any other failure is not a refusal and must not count as one.
        if (name === "AccessDenied") return "refused";
        throw new Error(`AssumeRole of ${RoleArn} failed: ${name}: ${message}`, { cause: error });
    }
}
