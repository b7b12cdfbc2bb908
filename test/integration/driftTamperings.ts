import * as iam from "@aws-sdk/client-iam";
import {
    ListSecretsCommand,
    PutResourcePolicyCommand,
    SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

/** A change that somebody makes past Pulumi, by raw calls, and the ids of the findings that it is named by. */
export interface RawTampering {
    readonly account: string;
    readonly send: (client: iam.IAMClient, endpoint: string) => Promise<unknown>;
    readonly ids: readonly string[];
}

const state = "111111111111";
const nonprod = "222222222222";
const prod = "333333333333";
const role = (account: string, name: string): string =>
    `arn:aws:iam::${account}:role/PSKRoles/${name}`;
const policy = (account: string, name: string): string =>
    `arn:aws:iam::${account}:policy/PSKPolicies/${name}`;
const user = (name: string, trustClass: string): string =>
    `arn:aws:iam::${state}:user/PSKServiceAccounts/${trustClass}/${name}`;
const group = `arn:aws:iam::${state}:group/PSKGroups/PSKProdServiceAccountGroup`;
const nonprodUser = "PSKNonprodServiceAccount";
const prodUser = "PSKProdServiceAccount";
const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const text = (...Statement: readonly object[]): string =>
    JSON.stringify({ Version: "2012-10-17", Statement });
const harmless = text({ Effect: "Allow", Action: "s3:ListBucket", Resource: "*" });
const trusting = (arn: string): string =>
    text({ Effect: "Allow", Principal: { AWS: arn }, Action: "sts:AssumeRole" });

const one = (
    account: string,
    ids: readonly string[],
    ...commands: readonly object[]
): RawTampering => ({
    account,
    ids,
    send: async (client) => {
        // Of whatever command it is.
        for (const command of commands) await client.send(command as iam.GetUserCommand);
    },
});

const vpc = "PSKPlatformVPCRole";
const dns = "PSKPlatformHostedZonesRole";
const byHand = { PolicyName: "byHand", PolicyDocument: harmless };

/** Each is of another kind. Those of nonprod are extra, which no update of its stack takes away. */
export const tamperings: readonly RawTampering[] = [
    one(
        nonprod,
        [`${role(nonprod, vpc)}#attached/${readOnly}`],
        new iam.AttachRolePolicyCommand({ RoleName: vpc, PolicyArn: readOnly }),
    ),
    one(
        prod,
        [`${role(prod, vpc)}#inline/byHand`],
        new iam.PutRolePolicyCommand({ RoleName: vpc, ...byHand }),
    ),
    one(
        prod,
        [`${role(prod, dns)}#attached/${policy(prod, `${dns}Policy`)}`],
        new iam.DetachRolePolicyCommand({ RoleName: dns, PolicyArn: policy(prod, `${dns}Policy`) }),
    ),
    one(
        state,
        [`${user(nonprodUser, "nonprod")}#inline/byHand`],
        new iam.PutUserPolicyCommand({ UserName: nonprodUser, ...byHand }),
    ),
    one(
        state,
        [`${user(prodUser, "prod")}#attached/${readOnly}`],
        new iam.AttachUserPolicyCommand({ UserName: prodUser, PolicyArn: readOnly }),
    ),
    one(
        state,
        [`${group}#inline/byHand`],
        new iam.PutGroupPolicyCommand({ GroupName: "PSKProdServiceAccountGroup", ...byHand }),
    ),
    one(
        state,
        [`${group}#attached/${readOnly}`],
        new iam.AttachGroupPolicyCommand({
            GroupName: "PSKProdServiceAccountGroup",
            PolicyArn: readOnly,
        }),
    ),
    one(
        state,
        [
            `arn:aws:iam::${state}:group/PSKGroups/PSKNonprodServiceAccountGroup#inline/PSKNonprodServiceAccountGroupPolicy`,
        ],
        new iam.PutGroupPolicyCommand({
            GroupName: "PSKNonprodServiceAccountGroup",
            PolicyName: "PSKNonprodServiceAccountGroupPolicy",
            PolicyDocument: harmless,
        }),
    ),
    one(
        state,
        [`${group}#member/${nonprodUser}`],
        new iam.AddUserToGroupCommand({
            GroupName: "PSKProdServiceAccountGroup",
            UserName: nonprodUser,
        }),
    ),
    one(
        state,
        [`${group}#member/${prodUser}`],
        new iam.RemoveUserFromGroupCommand({
            GroupName: "PSKProdServiceAccountGroup",
            UserName: prodUser,
        }),
    ),
    one(
        state,
        [`${user(prodUser, "prod")}#accessKey/KEY`],
        new iam.CreateAccessKeyCommand({ UserName: prodUser }),
    ),
    one(
        state,
        [`${user(nonprodUser, "nonprod")}#password`],
        new iam.CreateLoginProfileCommand({ UserName: nonprodUser, Password: "Aa1!".repeat(5) }),
    ),
    one(
        prod,
        [`${role(prod, "PSKIamProfilesRole")}#trust`],
        new iam.UpdateAssumeRolePolicyCommand({
            RoleName: "PSKIamProfilesRole",
            PolicyDocument: trusting(user(nonprodUser, "nonprod")),
        }),
    ),
    one(
        prod,
        [`${role(prod, vpc)}#trust`],
        new iam.UpdateAssumeRolePolicyCommand({
            RoleName: vpc,
            PolicyDocument: trusting("AIDAGONEGONEGONE00001"),
        }),
    ),
    one(
        prod,
        [`${role(prod, dns)}#boundary`],
        new iam.DeleteRolePermissionsBoundaryCommand({ RoleName: dns }),
    ),
    one(
        prod,
        [`${role(prod, "PSKControlPlaneBaseRole")}#boundary`],
        new iam.PutRolePermissionsBoundaryCommand({
            RoleName: "PSKControlPlaneBaseRole",
            PermissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess",
        }),
    ),
    one(
        prod,
        [`${role(prod, vpc)}#tag/owner`, `${role(prod, vpc)}#tag/Project`],
        new iam.TagRoleCommand({ RoleName: vpc, Tags: [{ Key: "owner", Value: "me" }] }),
        new iam.UntagRoleCommand({ RoleName: vpc, TagKeys: ["Project"] }),
    ),
    one(
        state,
        [`${user(prodUser, "prod")}#tag/owner`],
        new iam.TagUserCommand({ UserName: prodUser, Tags: [{ Key: "owner", Value: "me" }] }),
    ),
    one(
        prod,
        [`${role(prod, vpc)}#sessionLength`],
        new iam.UpdateRoleCommand({
            RoleName: vpc,
            MaxSessionDuration: 43200,
        }),
    ),
    one(
        prod,
        [`${policy(prod, `${vpc}Policy`)}#document`],
        new iam.CreatePolicyVersionCommand({
            PolicyArn: policy(prod, `${vpc}Policy`),
            PolicyDocument: harmless,
            SetAsDefault: true,
        }),
    ),
    one(
        nonprod,
        [policy(nonprod, "PSKByHand")],
        new iam.CreatePolicyCommand({
            PolicyName: "PSKByHand",
            Path: "/PSKPolicies/",
            PolicyDocument: harmless,
        }),
    ),
    one(
        prod,
        [role(prod, "PSKByHand")],
        new iam.CreateRoleCommand({
            RoleName: "PSKByHand",
            Path: "/PSKRoles/",
            AssumeRolePolicyDocument: trusting(user(prodUser, "prod")),
        }),
        new iam.AttachRolePolicyCommand({ RoleName: "PSKByHand", PolicyArn: readOnly }),
    ),
    one(
        state,
        [user("PSKByHand", "nonprod")],
        new iam.CreateUserCommand({ UserName: "PSKByHand", Path: "/PSKServiceAccounts/nonprod/" }),
        new iam.CreateAccessKeyCommand({ UserName: "PSKByHand" }),
    ),
    one(
        state,
        [`arn:aws:iam::${state}:group/PSKGroups/PSKByHand`],
        new iam.CreateGroupCommand({ GroupName: "PSKByHand", Path: "/PSKGroups/" }),
    ),
    one(
        nonprod,
        [`arn:aws:iam::${nonprod}:oidc-provider/ci.example`],
        new iam.CreateOpenIDConnectProviderCommand({
            Url: "https://ci.example",
            ThumbprintList: ["a".repeat(40)],
            ClientIDList: ["sts.amazonaws.com"],
        }),
    ),
    one(
        nonprod,
        [`${role(nonprod, "PSKControlPlaneBaseRole")}#instanceProfile/nodes`],
        new iam.CreateInstanceProfileCommand({ InstanceProfileName: "nodes" }),
        new iam.AddRoleToInstanceProfileCommand({
            InstanceProfileName: "nodes",
            RoleName: "PSKControlPlaneBaseRole",
        }),
    ),
    one(
        prod,
        [role(prod, "PSKPlatformObservabilityBaseRole")],
        new iam.DetachRolePolicyCommand({
            RoleName: "PSKPlatformObservabilityBaseRole",
            PolicyArn: policy(prod, "PSKPlatformObservabilityBaseRolePolicy"),
        }),
        new iam.DeleteRoleCommand({ RoleName: "PSKPlatformObservabilityBaseRole" }),
    ),
    {
        account: state,
        ids: ["SECRET#secretPolicy"],
        send: async (_, endpoint) => {
            const secrets = new SecretsManagerClient({
                endpoint,
                region: "us-east-1",
                credentials: { accessKeyId: state, secretAccessKey: "sandbox" },
            });
            const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
            const SecretId = SecretList.find(({ Name }) => Name?.includes(prodUser))?.ARN;
            const ResourcePolicy = text({
                Effect: "Allow",
                Principal: { AWS: user(nonprodUser, "nonprod") },
                Action: "secretsmanager:GetSecretValue",
                Resource: "*",
            });
            await secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
        },
    },
];
