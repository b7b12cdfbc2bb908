import type { IAM } from "@aws-sdk/client-iam";
import type { ManagedType } from "../resource";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { splitId, text } from "./inputs";

/** The calls that differ between the inline policies of groups, roles and users. */
interface InlinePolicyCalls {
    readonly put: (iam: IAM, owner: string, name: string, policy: string) => Promise<unknown>;
    /** @returns the document as AWS gives it: URL-encoded */
    readonly get: (iam: IAM, owner: string, name: string) => Promise<string | undefined>;
    readonly remove: (iam: IAM, owner: string, name: string) => Promise<unknown>;
}

/**
 * The resource type of an inline policy. Its id is `<owner>:<name>`.
 *
 * @param owner the property that names the policy's group, role or user
 */
function inlinePolicy(
    token: string,
    owner: string,
    calls: InlinePolicyCalls,
): ManagedType<AwsContext> {
    return {
        token,
        inputs: {
            [owner]: { type: "string", required: true, replaces: true },
            name: { type: "string", required: true, replaces: true },
            policy: { type: "policy", required: true },
        },
        outputs: {},
        uniqueBy: [owner, "name"],

        async create(inputs, aws) {
            const [ownerName, name] = [text(inputs, owner), text(inputs, "name")];
            await calls.put(await aws.iam(), ownerName, name, text(inputs, "policy"));
            return { id: `${ownerName}:${name}`, outputs: {} };
        },

        async read(id, _prior, aws) {
            const [ownerName, name] = splitId(id, ":");
            const encoded = await unlessGone(calls.get(await aws.iam(), ownerName, name));
            return encoded === undefined
                ? undefined
                : { [owner]: ownerName, name, policy: decodeURIComponent(encoded) };
        },

        async update(id, _olds, news, aws) {
            const [ownerName, name] = splitId(id, ":");
            await calls.put(await aws.iam(), ownerName, name, text(news, "policy"));
            return {};
        },

        async delete(id, _state, aws) {
            const [ownerName, name] = splitId(id, ":");
            await unlessGone(calls.remove(await aws.iam(), ownerName, name));
        },
    };
}

/** An inline policy of a group. */
export const groupPolicy = inlinePolicy("aws:iam/groupPolicy:GroupPolicy", "group", {
    put: (iam, GroupName, PolicyName, PolicyDocument) =>
        iam.putGroupPolicy({ GroupName, PolicyName, PolicyDocument }),
    get: async (iam, GroupName, PolicyName) =>
        (await iam.getGroupPolicy({ GroupName, PolicyName })).PolicyDocument,
    remove: (iam, GroupName, PolicyName) => iam.deleteGroupPolicy({ GroupName, PolicyName }),
});

/** An inline policy of a role. */
export const rolePolicy = inlinePolicy("aws:iam/rolePolicy:RolePolicy", "role", {
    put: (iam, RoleName, PolicyName, PolicyDocument) =>
        iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument }),
    get: async (iam, RoleName, PolicyName) =>
        (await iam.getRolePolicy({ RoleName, PolicyName })).PolicyDocument,
    remove: (iam, RoleName, PolicyName) => iam.deleteRolePolicy({ RoleName, PolicyName }),
});

/** An inline policy of a user. */
export const userPolicy = inlinePolicy("aws:iam/userPolicy:UserPolicy", "user", {
    put: (iam, UserName, PolicyName, PolicyDocument) =>
        iam.putUserPolicy({ UserName, PolicyName, PolicyDocument }),
    get: async (iam, UserName, PolicyName) =>
        (await iam.getUserPolicy({ UserName, PolicyName })).PolicyDocument,
    remove: (iam, UserName, PolicyName) => iam.deleteUserPolicy({ UserName, PolicyName }),
});
