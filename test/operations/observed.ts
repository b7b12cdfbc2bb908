import { readFileSync } from "node:fs";
import * as path from "node:path";

import type { AccountDetails } from "../../operations/accountDetails";
import type { LiveAccount } from "../../operations/liveAccount";
import type { Observed } from "../../operations/removal/removal";
import { readStackState } from "../../operations/removal/stackState";
import { parseSettings } from "../../platform/config";
import type { Settings } from "../../platform/config";

export const readCases = (name: string): unknown =>
    JSON.parse(readFileSync(path.join(__dirname, `${name}.cases.json`), "utf8"));

const registry = {
    nonprod: { id: "222222222222", environment: "nonprod" },
    prod: { id: "333333333333", environment: "prod" },
    state: { id: "111111111111", environment: "state" },
};

/** Settings of the state stack. */
export const settingsWith = (secretReaders: object = {}): Settings =>
    parseSettings("iam-profiles", "state", {
        "iam-profiles:accounts": JSON.stringify(registry),
        "iam-profiles:secretReaders": JSON.stringify(secretReaders),
        "aws:region": "us-east-1",
    });

/** What a case says of an account; the rest is empty. */
export type Given = Partial<Omit<LiveAccount, "details" | "account">> & {
    readonly details?: Partial<AccountDetails>;
};

/** An account with what is given, and nothing else. */
export const liveAccount = (name: keyof typeof registry, given: Given = {}): LiveAccount => ({
    sessions: {},
    credentials: {},
    unassignedMfa: [],
    providers: [],
    secrets: [],
    unread: [],
    ...given,
    account: { name, ...registry[name] } as LiveAccount["account"],
    details: {
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: [],
        Policies: [],
        ...given.details,
    },
});

/** Everything that a removal looks at, of what is given. */
export const observed = ({
    accounts = {},
    stacks = {},
    caller = "arn:aws:iam::111111111111:user/Administrator",
}: {
    readonly accounts?: Readonly<Record<string, Given>>;
    readonly stacks?: Readonly<Record<string, { readonly resources: readonly Short[] }>>;
    readonly caller?: string;
}): Observed => ({
    accounts: (Object.keys(registry) as (keyof typeof registry)[]).map((name) =>
        liveAccount(name, accounts[name]),
    ),
    stacks: new Map(
        Object.entries(stacks).map(([stack, deployment]) => [
            stack,
            readStackState(
                JSON.stringify({
                    deployment: { ...deployment, resources: deployment.resources.flatMap(written) },
                }),
                stack,
            ),
        ]),
    ),
    caller,
    now: new Date("2026-11-25T12:00:00Z"),
});

/** An identity or a group of the state stack in short, or a resource as it is. */
type Short =
    | {
          readonly identity: string;
          readonly arn: string;
          readonly secret: string;
          readonly protect: boolean;
      }
    | { readonly group: string; readonly members: readonly string[] }
    | { readonly urn: string };

/** All resources that a short form stands for, as the engine writes them. */
function written(short: Short): readonly object[] {
    if ("urn" in short) return [short];
    const [name, root] =
        "identity" in short
            ? [short.identity, "iam-profiles:identities:ServiceAccount"]
            : [short.group, "iam-profiles:identities:Group"];
    const urn = (type: string): string => `urn:pulumi:state::iam-profiles::${type}::${name}`;
    const child = (type: string, rest: object = {}): object => ({
        urn: urn(`${root}$${type}`),
        type,
        parent: urn(root),
        ...rest,
    });
    const component = { urn: urn(root), type: root };
    if ("group" in short) {
        const arn = `arn:aws:iam::111111111111:group/PSKGroups/${name}`;
        return [
            component,
            child("aws:iam/group:Group", { protect: true, outputs: { arn } }),
            child("aws:iam/groupPolicy:GroupPolicy"),
            child("aws:iam/groupMembership:GroupMembership", {
                inputs: { group: name, users: short.members },
            }),
        ];
    }
    const { arn, secret, protect } = short;
    return [
        component,
        child("aws:iam/user:User", { protect, outputs: { arn } }),
        child("random:index/randomId:RandomId"),
        child("aws:secretsmanager/secret:Secret", { protect, outputs: { arn: secret } }),
        child("aws:secretsmanager/secretPolicy:SecretPolicy", { protect }),
    ];
}
