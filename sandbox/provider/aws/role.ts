import type { IAM } from "@aws-sdk/client-iam";
import { sameDocument } from "../policyDocument";
import type { ManagedType } from "../resource";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { changed, given, text } from "./inputs";
import { everyPage } from "./pages";
import { tagInputs, tagsFound, tagsToCreate, tagsToUpdate } from "./tags";

/** An IAM role. Its id is its name. */
export const role: ManagedType<AwsContext> = {
    token: "aws:iam/role:Role",
    inputs: {
        name: { type: "string", required: true, replaces: true },
        path: { type: "string", default: "/", replaces: true },
        description: { type: "string" },
        assumeRolePolicy: { type: "policy", required: true },
        // Seconds. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
        maxSessionDuration: { type: "number", default: 3600, ranges: [[3600, 43200]] },
        permissionsBoundary: { type: "string" },
        forceDetachPolicies: { type: "boolean", default: false },
        ...tagInputs,
    },
    outputs: { arn: {}, createDate: {}, uniqueId: {} },
    uniqueBy: ["name"],

    async create(inputs, aws) {
        const iam = await aws.iam();
        const { Role } = await iam.createRole({
            RoleName: text(inputs, "name"),
            AssumeRolePolicyDocument: text(inputs, "assumeRolePolicy"),
            Tags: tagsToCreate(inputs),
            ...given(inputs, {
                Path: "path",
                Description: "description",
                MaxSessionDuration: "maxSessionDuration",
                PermissionsBoundary: "permissionsBoundary",
            }),
        });
        return {
            id: text(inputs, "name"),
            outputs: {
                arn: Role?.Arn ?? null,
                createDate: Role?.CreateDate?.toISOString() ?? null,
                uniqueId: Role?.RoleId ?? null,
            },
        };
    },

    async read(id, prior, aws) {
        const iam = await aws.iam();
        const found = (await unlessGone(iam.getRole({ RoleName: id })))?.Role;
        return (
            found && {
                name: found.RoleName ?? null,
                path: found.Path ?? null,
                description: found.Description ?? null,
                assumeRolePolicy: decodeURIComponent(found.AssumeRolePolicyDocument ?? ""),
                maxSessionDuration: found.MaxSessionDuration ?? 3600,
                permissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
                ...tagsFound(found.Tags, prior, aws),
                arn: found.Arn ?? null,
                createDate: found.CreateDate?.toISOString() ?? null,
                uniqueId: found.RoleId ?? null,
            }
        );
    },

    async update(id, olds, news, aws) {
        const iam = await aws.iam();
        if (!sameDocument(text(olds, "assumeRolePolicy"), text(news, "assumeRolePolicy"))) {
            await iam.updateAssumeRolePolicy({
                RoleName: id,
                PolicyDocument: text(news, "assumeRolePolicy"),
            });
        }
        if (changed(olds, news, "description")) {
            // The older call: an empty description removes it, where UpdateRole may take it for an absent one.
            await iam.updateRoleDescription({
                RoleName: id,
                Description: typeof news["description"] === "string" ? news["description"] : "",
            });
        }
        if (changed(olds, news, "maxSessionDuration")) {
            await iam.updateRole({
                RoleName: id,
                ...given(news, { MaxSessionDuration: "maxSessionDuration" }),
            });
        }
        if (changed(olds, news, "permissionsBoundary")) {
            await (news["permissionsBoundary"]
                ? iam.putRolePermissionsBoundary({
                      RoleName: id,
                      PermissionsBoundary: text(news, "permissionsBoundary"),
                  })
                : iam.deleteRolePermissionsBoundary({ RoleName: id }));
        }
        const { put, remove } = tagsToUpdate(olds, news);
        if (remove.length > 0) {
            await iam.untagRole({ RoleName: id, TagKeys: remove });
        }
        if (put.length > 0) {
            await iam.tagRole({ RoleName: id, Tags: put });
        }
        return {};
    },

    async delete(id, state, aws) {
        const iam = await aws.iam();
        if (state["forceDetachPolicies"] === true) {
            await removePolicies(iam, id);
        }
        await unlessGone(iam.deleteRole({ RoleName: id }));
    },
};

async function removePolicies(iam: IAM, RoleName: string): Promise<void> {
    const attached = await everyPage(
        (Marker) => iam.listAttachedRolePolicies({ RoleName, ...Marker }),
        (page) => page.AttachedPolicies,
    );
    for (const { PolicyArn } of attached) {
        await unlessGone(iam.detachRolePolicy({ RoleName, PolicyArn }));
    }
    const inline = await everyPage(
        (Marker) => iam.listRolePolicies({ RoleName, ...Marker }),
        (page) => page.PolicyNames,
    );
    for (const PolicyName of inline) {
        await unlessGone(iam.deleteRolePolicy({ RoleName, PolicyName }));
    }
}
