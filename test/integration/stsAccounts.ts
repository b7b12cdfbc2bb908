import pMap from "p-map";
import * as iam from "@aws-sdk/client-iam";

import { askSts } from "./stsRequest";
import type { Key } from "./stsRequest";
import type {
    RandomCell,
    RandomGroup,
    RandomOrganization,
    RandomRole,
    RandomUser,
} from "./stsRandom";

/** Name of the sessions that are asked for. */
export const sessionName = "judge-1";

const region = "us-east-1";
const atOnce = 8;

/** A user as AWS made it. */
interface DeployedUser {
    /** `AIDA...` */
    readonly id: string;
    readonly key: Key;
}

/** The random organization on the local AWS. */
export class StsAccounts {
    private readonly users = new Map<RandomUser, DeployedUser>();
    private readonly admins = new Map<string, iam.IAMClient>();

    private constructor(private readonly endpoint: string) {}

    /** Makes all of it, each account's part as its administrator, and an access key for every user. */
    static async deploy(
        endpoint: string,
        { groups, users, roles }: RandomOrganization,
    ): Promise<StsAccounts> {
        const accounts = new StsAccounts(endpoint);
        await pMap(groups, (group) => accounts.makeGroup(group), { concurrency: atOnce });
        await pMap(users, (user) => accounts.makeUser(user), { concurrency: atOnce });
        await pMap(roles, (role) => accounts.makeRole(role), { concurrency: atOnce });
        return accounts;
    }

    /** Unique id of a user. */
    idOf(user: RandomUser): string {
        return this.deployed(user).id;
    }

    /**
     * What STS says to the user's own key.
     *
     * @throws Error when it says anything but yes or AccessDenied
     */
    async assume({ user, role, externalId }: RandomCell): Promise<"allowed" | "denied"> {
        const { status, body } = await askSts(this.endpoint, this.deployed(user).key, {
            Action: "AssumeRole",
            RoleArn: role.arn,
            RoleSessionName: sessionName,
            ...(externalId === undefined ? {} : { ExternalId: externalId }),
        });
        if (status === 200 && body.includes("<AssumedRoleUser>")) return "allowed";
        if (status === 403 && body.includes("<Code>AccessDenied</Code>")) return "denied";
        throw new Error(`STS answers ${status}: ${body}`);
    }

    private deployed(user: RandomUser): DeployedUser {
        const deployed = this.users.get(user);
        if (deployed === undefined) throw new Error(`${user.arn} isn't deployed`);
        return deployed;
    }

    /** On the local AWS, an access key id that is an account's id is its administrator's. */
    private admin(accountId: string): iam.IAMClient {
        const credentials = { accessKeyId: accountId, secretAccessKey: "any" };
        const client =
            this.admins.get(accountId) ??
            new iam.IAMClient({ endpoint: this.endpoint, region, credentials });
        this.admins.set(accountId, client);
        return client;
    }

    private async makeGroup({ name, accountId, inline, managed }: RandomGroup): Promise<void> {
        const client = this.admin(accountId);
        await client.send(new iam.CreateGroupCommand({ GroupName: name }));
        await client.send(
            new iam.PutGroupPolicyCommand({
                GroupName: name,
                PolicyName: "inline",
                PolicyDocument: JSON.stringify(inline),
            }),
        );
        const PolicyArn = await makePolicy(client, name, managed);
        await client.send(new iam.AttachGroupPolicyCommand({ GroupName: name, PolicyArn }));
    }

    private async makeUser(user: RandomUser): Promise<void> {
        const { name, accountId, path, tags, inline, groups, boundary } = user;
        const client = this.admin(accountId);
        const PermissionsBoundary =
            boundary && (await makePolicy(client, `${name}Boundary`, boundary));
        const { User } = await client.send(
            new iam.CreateUserCommand({
                UserName: name,
                Path: path,
                Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
                PermissionsBoundary,
            }),
        );
        if (inline) {
            await client.send(
                new iam.PutUserPolicyCommand({
                    UserName: name,
                    PolicyName: "inline",
                    PolicyDocument: JSON.stringify(inline),
                }),
            );
        }
        for (const { name: GroupName } of groups) {
            await client.send(new iam.AddUserToGroupCommand({ GroupName, UserName: name }));
        }
        const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName: name }));
        const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
        this.users.set(user, {
            id: User?.UserId ?? "",
            key: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey },
        });
    }

    private async makeRole({ name, accountId, path, trust }: RandomRole): Promise<void> {
        await this.admin(accountId).send(
            new iam.CreateRoleCommand({
                RoleName: name,
                Path: path,
                AssumeRolePolicyDocument: JSON.stringify(trust),
            }),
        );
    }
}

async function makePolicy(
    client: iam.IAMClient,
    PolicyName: string,
    document: object,
): Promise<string> {
    const PolicyDocument = JSON.stringify(document);
    const { Policy } = await client.send(
        new iam.CreatePolicyCommand({ PolicyName, PolicyDocument }),
    );
    return Policy?.Arn ?? "";
}
