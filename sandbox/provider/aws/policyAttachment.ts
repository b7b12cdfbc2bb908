import type { AttachedPolicy, IAM } from "@aws-sdk/client-iam";
import type { ManagedType } from "../resource";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { splitId, text } from "./inputs";
import { everyPage } from "./pages";

/** The calls that differ between the attachments of groups, roles and users. */
interface AttachmentCalls {
    readonly attach: (iam: IAM, owner: string, policyArn: string) => Promise<unknown>;
    readonly list: (iam: IAM, owner: string) => Promise<readonly AttachedPolicy[]>;
    readonly detach: (iam: IAM, owner: string, policyArn: string) => Promise<unknown>;
}

/**
 * The resource type of an attachment of a managed policy. Its id is `<owner>/<policy ARN>`, the form the real provider
 * imports by.
 *
 * @param owner the property that names the group, role or user
 */
function policyAttachment(
    token: string,
    owner: string,
    calls: AttachmentCalls,
): ManagedType<AwsContext> {
    return {
        token,
        inputs: {
            [owner]: { type: "string", required: true, replaces: true },
            policyArn: { type: "string", required: true, replaces: true },
        },
        outputs: {},
        uniqueBy: [owner, "policyArn"],

        async create(inputs, aws) {
            const [ownerName, policyArn] = [text(inputs, owner), text(inputs, "policyArn")];
            await calls.attach(await aws.iam(), ownerName, policyArn);
            return { id: `${ownerName}/${policyArn}`, outputs: {} };
        },

        async read(id, _prior, aws) {
            const [ownerName, policyArn] = splitId(id, "/");
            const attached = await calls.list(await aws.iam(), ownerName);
            return attached.some(({ PolicyArn }) => PolicyArn === policyArn)
                ? { [owner]: ownerName, policyArn }
                : undefined;
        },

        update(id) {
            // Both inputs replace, so that only a fault of ours gets here.
            throw new Error(`attachment "${id}" can't be updated`);
        },

        async delete(id, _state, aws) {
            const [ownerName, policyArn] = splitId(id, "/");
            await unlessGone(calls.detach(await aws.iam(), ownerName, policyArn));
        },
    };
}

/** A managed policy attached to a group. */
export const groupPolicyAttachment = policyAttachment(
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "group",
    {
        attach: (iam, GroupName, PolicyArn) => iam.attachGroupPolicy({ GroupName, PolicyArn }),
        list: (iam, GroupName) =>
            everyPage(
                (Marker) => iam.listAttachedGroupPolicies({ GroupName, ...Marker }),
                (page) => page.AttachedPolicies,
            ),
        detach: (iam, GroupName, PolicyArn) => iam.detachGroupPolicy({ GroupName, PolicyArn }),
    },
);

/** A managed policy attached to a role. */
export const rolePolicyAttachment = policyAttachment(
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "role",
    {
        attach: (iam, RoleName, PolicyArn) => iam.attachRolePolicy({ RoleName, PolicyArn }),
        list: (iam, RoleName) =>
            everyPage(
                (Marker) => iam.listAttachedRolePolicies({ RoleName, ...Marker }),
                (page) => page.AttachedPolicies,
            ),
        detach: (iam, RoleName, PolicyArn) => iam.detachRolePolicy({ RoleName, PolicyArn }),
    },
);

/** A managed policy attached to a user. */
export const userPolicyAttachment = policyAttachment(
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "user",
    {
        attach: (iam, UserName, PolicyArn) => iam.attachUserPolicy({ UserName, PolicyArn }),
        list: (iam, UserName) =>
            everyPage(
                (Marker) => iam.listAttachedUserPolicies({ UserName, ...Marker }),
                (page) => page.AttachedPolicies,
            ),
        detach: (iam, UserName, PolicyArn) => iam.detachUserPolicy({ UserName, PolicyArn }),
    },
);
