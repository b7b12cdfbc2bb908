import type { ManagedType } from "../resource";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { changed, given, text } from "./inputs";
import { tagInputs, tagsFound, tagsToCreate, tagsToUpdate } from "./tags";

/** A secret of Secrets Manager, without its value. Its id is its ARN. */
export const secret: ManagedType<AwsContext> = {
    token: "aws:secretsmanager/secret:Secret",
    inputs: {
        name: { type: "string", required: true, replaces: true },
        description: { type: "string" },
        kmsKeyId: { type: "string" },
        // Days; 0 deletes at once. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
        recoveryWindowInDays: {
            type: "number",
            default: 30,
            ranges: [
                [0, 0],
                [7, 30],
            ],
        },
        ...tagInputs,
    },
    outputs: { arn: {} },
    uniqueBy: ["name"],

    async create(inputs, aws) {
        const secretsManager = await aws.secretsManager();
        const { ARN } = await secretsManager.createSecret({
            Name: text(inputs, "name"),
            Tags: tagsToCreate(inputs),
            ...given(inputs, { Description: "description", KmsKeyId: "kmsKeyId" }),
        });
        if (ARN === undefined) {
            throw new Error("CreateSecret returned no ARN");
        }
        return { id: ARN, outputs: { arn: ARN } };
    },

    async read(id, prior, aws) {
        const secretsManager = await aws.secretsManager();
        const found = await unlessGone(secretsManager.describeSecret({ SecretId: id }));
        // Within its recovery window a deleted secret is still described.
        if (found === undefined || found.DeletedDate !== undefined) {
            return undefined;
        }
        return {
            name: found.Name ?? null,
            description: found.Description ?? null,
            kmsKeyId: found.KmsKeyId ?? null,
            ...tagsFound(
                found.Tags?.map(({ Key, Value }) => ({ Key, Value })),
                prior,
                aws,
            ),
            arn: found.ARN ?? null,
        };
    },

    async update(id, olds, news, aws) {
        const secretsManager = await aws.secretsManager();
        if (changed(olds, news, "description", "kmsKeyId")) {
            await secretsManager.updateSecret({
                SecretId: id,
                // An empty text removes the description, or goes back to AWS's own key; an absent one would leave it.
                Description: typeof news["description"] === "string" ? news["description"] : "",
                KmsKeyId: typeof news["kmsKeyId"] === "string" ? news["kmsKeyId"] : "",
            });
        }
        const { put, remove } = tagsToUpdate(olds, news);
        if (remove.length > 0) {
            await secretsManager.untagResource({ SecretId: id, TagKeys: remove });
        }
        if (put.length > 0) {
            await secretsManager.tagResource({ SecretId: id, Tags: put });
        }
        return {};
    },

    async delete(id, state, aws) {
        const secretsManager = await aws.secretsManager();
        const days = Number(state["recoveryWindowInDays"] ?? 30);
        await unlessGone(
            secretsManager.deleteSecret({
                SecretId: id,
                ...(days === 0
                    ? { ForceDeleteWithoutRecovery: true }
                    : { RecoveryWindowInDays: days }),
            }),
        );
    },
};
