import { readFileSync } from "node:fs";
import * as path from "node:path";

import { IAM } from "@aws-sdk/client-iam";

/** Accounts of the ancestor's fixture: an installation with a Terraform workspace per account. */
export const ancestorStates = ["state", "nonprod", "prod"] as const;

export const ancestorFile = (name: string): string =>
    path.join(__dirname, "ancestor", `${name}.tfstate.json`);

interface State {
    readonly resources: readonly {
        readonly mode: string;
        readonly type: string;
        readonly instances: readonly { readonly attributes: Attributes }[];
    }[];
}

type Attributes = Readonly<Record<string, string & string[] & Record<string, string>>>;

/** Creates what a Terraform state says, by IAM's own calls: what Terraform's AWS provider calls. */
const creations: Readonly<Record<string, (iam: IAM, has: Attributes) => Promise<unknown>>> = {
    aws_iam_user: (iam, { name, path: Path, tags_all: tags }) =>
        iam.createUser({ UserName: name, Path, Tags: tagsOf(tags) }),
    aws_iam_group: (iam, { name, path: Path }) => iam.createGroup({ GroupName: name, Path }),
    aws_iam_role: (iam, { name, path: Path, assume_role_policy: trust, tags_all: tags }) =>
        iam.createRole({
            RoleName: name,
            Path,
            AssumeRolePolicyDocument: trust,
            Tags: tagsOf(tags),
        }),
    aws_iam_policy: (iam, { name, path: Path, policy, tags_all: tags }) =>
        iam.createPolicy({
            PolicyName: name,
            Path,
            PolicyDocument: policy,
            Tags: tagsOf(tags),
        }),
    aws_iam_group_membership: async (iam, { group, users }) => {
        for (const UserName of users ?? []) {
            await iam.addUserToGroup({ GroupName: group, UserName });
        }
    },
    aws_iam_group_policy_attachment: (iam, { group, policy_arn: PolicyArn }) =>
        iam.attachGroupPolicy({ GroupName: group, PolicyArn }),
    aws_iam_role_policy_attachment: (iam, { role, policy_arn: PolicyArn }) =>
        iam.attachRolePolicy({ RoleName: role, PolicyArn }),
};

const tagsOf = (tags: Readonly<Record<string, string>> = {}): { Key: string; Value: string }[] =>
    Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Creates an account of the fixture in a local AWS. */
export async function createAncestor(
    endpoint: string,
    name: string,
    accountId: string,
): Promise<void> {
    const iam = new IAM({
        endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: accountId, secretAccessKey: "sandbox" },
    });
    const { resources } = JSON.parse(readFileSync(ancestorFile(name), "utf8")) as State;
    // What others refer to comes first.
    for (const [type, create] of Object.entries(creations)) {
        for (const resource of resources.filter((one) => one.type === type)) {
            for (const { attributes } of resource.instances) await create(iam, attributes);
        }
    }
}
