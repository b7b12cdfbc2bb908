import * as fs from "node:fs/promises";
import * as path from "node:path";

import {
    CreateRoleCommand,
    CreateUserCommand,
    IAMClient,
    PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
    CreateSecretCommand,
    PutResourcePolicyCommand,
    SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

import { secretPolicy } from "../../identities/secretPolicy";
import { readStateSettings } from "../../platform/projectFiles";
import { contractOf } from "./contractOf";

/** The role that the identities may assume in the nonprod account. */
export const roleName = "PSKIamProfilesRole";

/**
 * The platform's identities, their secrets and one role that they may assume, made without an engine.
 *
 * @returns ARN of each identity's secret
 */
export async function makePlatform(
    endpoint: string,
    contractFile: string,
): Promise<Record<string, string>> {
    const secretOf: Record<string, string> = {};
    const settings = await readStateSettings(path.join(__dirname, "..", ".."));
    const access = (accessKeyId: string) => ({
        endpoint,
        region: "us-east-1",
        credentials: { accessKeyId, secretAccessKey: "sandbox" },
    });
    const iam = new IAMClient(access("111111111111"));
    const secrets = new SecretsManagerClient(access("111111111111"));
    const allow = (rest: object): string =>
        JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"], ...rest }],
        });
    const { identities } = contractOf(settings);
    const roleArn = `arn:aws:iam::222222222222:role/PSKRoles/${roleName}`;
    for (const [UserName, { arn }] of Object.entries(identities)) {
        const Path = /:user(\/.*\/)/.exec(arn)?.[1];
        await iam.send(new CreateUserCommand({ UserName, Path }));
        const PolicyDocument = allow({ Resource: roleArn });
        await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "a", PolicyDocument }));
        const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: UserName }));
        secretOf[UserName] = ARN;
        const readers = settings.secretReaders[arn.includes("/nonprod/") ? "nonprod" : "prod"];
        const ResourcePolicy = JSON.stringify(secretPolicy(readers));
        await secrets.send(new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy }));
    }
    await new IAMClient(access("222222222222")).send(
        new CreateRoleCommand({
            RoleName: roleName,
            Path: "/PSKRoles/",
            AssumeRolePolicyDocument: allow({
                Principal: { AWS: Object.values(identities).map(({ arn }) => arn) },
            }),
        }),
    );
    const contract = contractOf(settings, (name) => secretOf[name] ?? "");
    await fs.writeFile(contractFile, JSON.stringify(contract));
    return secretOf;
}
