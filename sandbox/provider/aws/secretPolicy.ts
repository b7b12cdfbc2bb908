import type { ManagedType } from "../resource";
import type { Props } from "../values";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { given, text } from "./inputs";

/** The resource policy of a secret. Its id is the secret's ARN. */
export const secretPolicy: ManagedType<AwsContext> = {
    token: "aws:secretsmanager/secretPolicy:SecretPolicy",
    inputs: {
        secretArn: { type: "string", required: true, replaces: true },
        policy: { type: "policy", required: true },
        blockPublicPolicy: { type: "boolean" },
    },
    outputs: {},
    uniqueBy: ["secretArn"],

    async create(inputs, aws) {
        await putPolicy(inputs, aws);
        return { id: text(inputs, "secretArn"), outputs: {} };
    },

    async read(id, _prior, aws) {
        const secretsManager = await aws.secretsManager();
        const found = await unlessGone(secretsManager.getResourcePolicy({ SecretId: id }));
        return found?.ResourcePolicy ? { secretArn: id, policy: found.ResourcePolicy } : undefined;
    },

    async update(_id, _olds, news, aws) {
        await putPolicy(news, aws);
        return {};
    },

    async delete(id, _state, aws) {
        const secretsManager = await aws.secretsManager();
        await unlessGone(secretsManager.deleteResourcePolicy({ SecretId: id }));
    },
};

async function putPolicy(inputs: Props, aws: AwsContext): Promise<void> {
    const secretsManager = await aws.secretsManager();
    await secretsManager.putResourcePolicy({
        SecretId: text(inputs, "secretArn"),
        ResourcePolicy: text(inputs, "policy"),
        ...given(inputs, { BlockPublicPolicy: "blockPublicPolicy" }),
    });
}
