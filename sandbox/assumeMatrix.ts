import {
    CreateAccessKeyCommand,
    DeleteAccessKeyCommand,
    IAMClient,
    ListAccessKeysCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

import { scopeOf } from "../config";
import type { Account, Settings } from "../config";
import { userName } from "../identities/identity";
import type { Identity } from "../identities/identity";
import { roleArn, roleName } from "../naming";
import type { Role } from "../roles/role";
import { expectedVerdict } from "./matrix";
import type { Cell, Verdict } from "./matrix";

/**
 * Asks STS for every identity, role and account, with the identities' own keys. Keys are made for it, held in memory
 * alone, and deleted after it, whatever happens.
 *
 * @param endpoint of the local AWS: keys are made in a sandbox only, where they open nothing else
 * @param state settings of the state stack
 * @throws Error when STS says anything but yes or AccessDenied
 */
export async function assumeMatrix(
    endpoint: string,
    state: Settings,
    accounts: readonly Account[],
    identities: readonly Identity[],
    roles: readonly Role[],
): Promise<Cell[]> {
    // The lockfile says which SDK runs here, so its advice on later releases is none for the user.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
    const client = { endpoint, region: state.region };
    const iam = new IAMClient({
        ...client,
        credentials: { accessKeyId: state.account.id, secretAccessKey: "sandbox" },
    });
    const cells: Cell[] = [];
    for (const identity of identities) {
        const user = userName(state.prefix, identity);
        await deleteKeys(iam, user);
        try {
            const { AccessKey: key } = await iam.send(
                new CreateAccessKeyCommand({ UserName: user }),
            );
            const sts = new STSClient({
                ...client,
                credentials: {
                    accessKeyId: key?.AccessKeyId ?? "",
                    secretAccessKey: key?.SecretAccessKey ?? "",
                },
            });
            cells.push(...(await cellsOf(sts, state, accounts, identity, roles)));
        } finally {
            await deleteKeys(iam, user);
        }
    }
    return cells;
}

function cellsOf(
    sts: STSClient,
    state: Settings,
    accounts: readonly Account[],
    identity: Identity,
    roles: readonly Role[],
): Promise<Cell[]> {
    return Promise.all(
        accounts.flatMap((account) =>
            roles.map(async (role) => {
                const scope = scopeOf(state, account);
                const arn = roleArn(scope, role.name);
                return {
                    identity: userName(state.prefix, identity),
                    role: roleName(scope, role.name),
                    roleArn: arn,
                    account: account.name,
                    expected: expectedVerdict(identity, role, account),
                    actual: await assume(sts, arn),
                };
            }),
        ),
    );
}

async function assume(sts: STSClient, RoleArn: string): Promise<Verdict> {
    try {
        await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "matrix" }));
        return "assumed";
    } catch (error) {
        const { name, message } = error as Error;
        // Any other failure is no refusal, and must not pass for one.
        if (name === "AccessDenied") return "refused";
        throw new Error(`AssumeRole of ${RoleArn} failed: ${name}: ${message}`, { cause: error });
    }
}

/** Also what an earlier run left when it was killed. */
async function deleteKeys(iam: IAMClient, UserName: string): Promise<void> {
    const { AccessKeyMetadata: keys = [] } = await iam.send(
        new ListAccessKeysCommand({ UserName }),
    );
    for (const { AccessKeyId } of keys) {
        await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    }
}
