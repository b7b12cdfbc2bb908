import type { ManagedType } from "../resource";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { given, text } from "./inputs";

/** An IAM group. Its id is its name. */
export const group: ManagedType<AwsContext> = {
    token: "aws:iam/group:Group",
    inputs: {
        name: { type: "string", required: true, replaces: true },
        path: { type: "string", default: "/" },
    },
    outputs: { arn: { changesWith: ["path"] }, uniqueId: {} },
    uniqueBy: ["name"],

    async create(inputs, aws) {
        const iam = await aws.iam();
        const { Group } = await iam.createGroup({
            GroupName: text(inputs, "name"),
            ...given(inputs, { Path: "path" }),
        });
        return {
            id: text(inputs, "name"),
            outputs: { arn: Group?.Arn ?? null, uniqueId: Group?.GroupId ?? null },
        };
    },

    async read(id, _prior, aws) {
        const iam = await aws.iam();
        const found = (await unlessGone(iam.getGroup({ GroupName: id })))?.Group;
        return (
            found && {
                name: found.GroupName ?? null,
                path: found.Path ?? null,
                arn: found.Arn ?? null,
                uniqueId: found.GroupId ?? null,
            }
        );
    },

    async update(id, _olds, news, aws) {
        const iam = await aws.iam();
        await iam.updateGroup({ GroupName: id, NewPath: text(news, "path") });
        return { arn: (await iam.getGroup({ GroupName: id })).Group?.Arn ?? null };
    },

    async delete(id, _state, aws) {
        const iam = await aws.iam();
        await unlessGone(iam.deleteGroup({ GroupName: id }));
    },
};
