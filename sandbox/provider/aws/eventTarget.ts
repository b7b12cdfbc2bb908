import type { ManagedType } from "../resource";
import type { Props } from "../values";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { splitId, text } from "./inputs";

/** A target of a rule of EventBridge, without a role. Its id is `<rule>-<target id>`, as the real provider has it. */
export const eventTarget: ManagedType<AwsContext> = {
    token: "aws:cloudwatch/eventTarget:EventTarget",
    inputs: {
        rule: { type: "string", required: true, replaces: true },
        targetId: { type: "string", required: true, replaces: true },
        arn: { type: "string", required: true },
    },
    outputs: {},
    uniqueBy: ["rule", "targetId"],

    async create(inputs, aws) {
        await putTarget(inputs, aws);
        return { id: `${text(inputs, "rule")}-${text(inputs, "targetId")}`, outputs: {} };
    },

    async read(id, prior, aws) {
        const [Rule, targetId] =
            typeof prior["rule"] === "string"
                ? [prior["rule"], text(prior, "targetId")]
                : splitId(id, "-");
        const events = await aws.eventBridge();
        const found = await unlessGone(events.listTargetsByRule({ Rule }));
        const target = found?.Targets?.find(({ Id }) => Id === targetId);
        return target && { rule: Rule, targetId, arn: target.Arn ?? null };
    },

    async update(_id, _olds, news, aws) {
        await putTarget(news, aws);
        return {};
    },

    async delete(_id, state, aws) {
        const events = await aws.eventBridge();
        await unlessGone(
            events.removeTargets({ Rule: text(state, "rule"), Ids: [text(state, "targetId")] }),
        );
    },
};

const putTarget = async (inputs: Props, aws: AwsContext): Promise<void> => {
    const events = await aws.eventBridge();
    const { FailedEntries = [] } = await events.putTargets({
        Rule: text(inputs, "rule"),
        Targets: [{ Id: text(inputs, "targetId"), Arn: text(inputs, "arn") }],
    });
    const [failed] = FailedEntries;
    if (failed !== undefined) {
        throw new Error(
            `PutTargets: ${failed.ErrorCode ?? "failed"}: ${failed.ErrorMessage ?? ""}`,
        );
    }
};
