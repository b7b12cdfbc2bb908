import type { ManagedType } from "../resource";
import { removeUserContents } from "./userContents";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { changed, given, text } from "./inputs";
import { tagInputs, tagsFound, tagsToCreate, tagsToUpdate } from "./tags";

/** An IAM user. Its id is its name. */
export const user: ManagedType<AwsContext> = {
    token: "aws:iam/user:User",
    inputs: {
        name: { type: "string", required: true, replaces: true },
        path: { type: "string", default: "/" },
        forceDestroy: { type: "boolean", default: false },
        permissionsBoundary: { type: "string" },
        ...tagInputs,
    },
    outputs: { arn: { changesWith: ["path"] }, uniqueId: {} },
    uniqueBy: ["name"],

    async create(inputs, aws) {
        const iam = await aws.iam();
        const { User } = await iam.createUser({
            UserName: text(inputs, "name"),
            Tags: tagsToCreate(inputs),
            ...given(inputs, { Path: "path", PermissionsBoundary: "permissionsBoundary" }),
        });
        return {
            id: text(inputs, "name"),
            outputs: { arn: User?.Arn ?? null, uniqueId: User?.UserId ?? null },
        };
    },

    async read(id, prior, aws) {
        const iam = await aws.iam();
        const found = (await unlessGone(iam.getUser({ UserName: id })))?.User;
        return (
            found && {
                name: found.UserName ?? null,
                path: found.Path ?? null,
                permissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
                ...tagsFound(found.Tags, prior, aws),
                arn: found.Arn ?? null,
                uniqueId: found.UserId ?? null,
            }
        );
    },

    async update(id, olds, news, aws) {
        const iam = await aws.iam();
        const moved = changed(olds, news, "path");
        if (moved) {
            await iam.updateUser({ UserName: id, NewPath: text(news, "path") });
        }
        if (changed(olds, news, "permissionsBoundary")) {
            await (news["permissionsBoundary"]
                ? iam.putUserPermissionsBoundary({
                      UserName: id,
                      PermissionsBoundary: text(news, "permissionsBoundary"),
                  })
                : iam.deleteUserPermissionsBoundary({ UserName: id }));
        }
        const { put, remove } = tagsToUpdate(olds, news);
        if (remove.length > 0) {
            await iam.untagUser({ UserName: id, TagKeys: remove });
        }
        if (put.length > 0) {
            await iam.tagUser({ UserName: id, Tags: put });
        }
        return moved ? { arn: (await iam.getUser({ UserName: id })).User?.Arn ?? null } : {};
    },

    async delete(id, state, aws) {
        const iam = await aws.iam();
        if (state["forceDestroy"] === true) {
            await removeUserContents(iam, id);
        }
        await unlessGone(iam.deleteUser({ UserName: id }));
    },
};
