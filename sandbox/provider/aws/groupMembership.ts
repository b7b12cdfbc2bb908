import type { IAM } from "@aws-sdk/client-iam";
import type { ManagedType } from "../resource";
import type { AwsContext } from "./context";
import { unlessGone } from "./errors";
import { text, texts } from "./inputs";
import { everyPage } from "./pages";

/** All members of a group: users that are not listed are removed. Its id is its own name, which AWS does not store. */
export const groupMembership: ManagedType<AwsContext> = {
    token: "aws:iam/groupMembership:GroupMembership",
    inputs: {
        name: { type: "string", required: true, replaces: true },
        group: { type: "string", required: true, replaces: true },
        users: { type: "stringSet", required: true },
    },
    outputs: {},
    // Two memberships of one group would remove each other's users.
    uniqueBy: ["group"],

    async create(inputs, aws) {
        await setMembers(await aws.iam(), text(inputs, "group"), texts(inputs, "users"));
        return { id: text(inputs, "name"), outputs: {} };
    },

    async read(id, prior, aws) {
        if (typeof prior["group"] !== "string") {
            throw new Error(
                `membership "${id}" can't be imported: AWS knows no name of a membership`,
            );
        }
        const iam = await aws.iam();
        const found = await unlessGone(iam.getGroup({ GroupName: prior["group"], MaxItems: 1 }));
        return found && { users: await membersOf(iam, prior["group"]) };
    },

    async update(_id, _olds, news, aws) {
        await setMembers(await aws.iam(), text(news, "group"), texts(news, "users"));
        return {};
    },

    async delete(_id, state, aws) {
        const iam = await aws.iam();
        for (const UserName of texts(state, "users")) {
            await unlessGone(
                iam.removeUserFromGroup({ GroupName: text(state, "group"), UserName }),
            );
        }
    },
};

async function membersOf(iam: IAM, GroupName: string): Promise<readonly string[]> {
    const users = await everyPage(
        (Marker) => iam.getGroup({ GroupName, ...Marker }),
        (page) => page.Users,
    );
    return users.flatMap(({ UserName }) => (UserName === undefined ? [] : [UserName])).sort();
}

async function setMembers(iam: IAM, GroupName: string, users: readonly string[]): Promise<void> {
    const members = await membersOf(iam, GroupName);
    for (const UserName of members.filter((member) => !users.includes(member))) {
        await unlessGone(iam.removeUserFromGroup({ GroupName, UserName }));
    }
    for (const UserName of users.filter((name) => !members.includes(name))) {
        await iam.addUserToGroup({ GroupName, UserName });
    }
}
