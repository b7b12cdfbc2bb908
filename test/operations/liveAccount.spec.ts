import { setTimeout as sleep } from "node:timers/promises";

import { expect } from "chai";

import type { AccountClients } from "../../access";
import { driftOf } from "../../operations/drift/drift";
import { readAccounts } from "../../operations/liveAccount";
import type { LiveAccount } from "../../operations/liveAccount";
import { withProject } from "../plan/support";
import { testPlatform } from "./drift/platform";

type Command = {
    readonly constructor: { readonly name: string };
    readonly input: { readonly UserName?: string; readonly SecretId?: string };
};

/** Clients of an account that answer from its live data, each call after some milliseconds. */
function clientsOf(
    live: LiveAccount,
    latencyMs: number,
    fails: (name: string) => string | undefined = () => undefined,
): AccountClients {
    const answers: Readonly<Record<string, (input: Command["input"]) => object>> = {
        GetAccountAuthorizationDetails: () => ({ ...live.details, IsTruncated: false }),
        ListRoles: () => ({
            Roles: Object.entries(live.sessions).map(([RoleName, one]) => ({
                RoleName,
                MaxSessionDuration: one.maxSessionDuration,
                Description: one.description,
            })),
        }),
        ListAccessKeys: ({ UserName = "" }) => ({
            AccessKeyMetadata: live.credentials[UserName]?.accessKeys.map(({ id }) => ({
                AccessKeyId: id,
                Status: "Active",
            })),
        }),
        ListSecrets: () => ({ SecretList: live.secrets.map(({ arn }) => ({ ARN: arn })) }),
        GetResourcePolicy: ({ SecretId }) => ({
            ResourcePolicy: live.secrets.find(({ arn }) => arn === SecretId)?.policy,
        }),
    };
    const send = async ({ constructor, input }: Command): Promise<object> => {
        await sleep(latencyMs);
        const name = constructor.name.replace(/Command$/, "");
        const failure =
            fails(name) ?? (name === "GetLoginProfile" ? "NoSuchEntityException" : undefined);
        if (failure !== undefined) throw Object.assign(new Error("no"), { name: failure });
        return answers[name]?.(input) ?? {};
    };
    return { iam: { send }, secrets: { send }, caller: "reader" };
}

const twenty = `name: iam-profiles
runtime: nodejs
config:
    iam-profiles:accounts:
        type: object
        default:
${["state", ...Array.from({ length: 19 }, (_, index) => `a${index + 1}`)]
    .map((name, index) => {
        const environment = name === "state" ? "state" : index % 2 === 0 ? "nonprod" : "prod";
        const id =
            name === "state" ? "111111111111" : `4444444444${String(index).padStart(2, "0")}`;
        return `            ${name}: { id: "${id}", environment: ${environment} }`;
    })
    .join("\n")}
    aws:region:
        value: us-east-1
`;

describe("reading accounts", () => {
    let ours: readonly LiveAccount[];
    before(async () => {
        ours = (await testPlatform()).live;
    });

    it("reads and compares 20 accounts in less than 5 s of processor time, some at once", () =>
        withProject({ "Pulumi.yaml": twenty }, async (folder) => {
            const platform = await testPlatform(folder);
            const byId = new Map(platform.live.map((one) => [one.account.id, one]));
            const began = process.cpuUsage();
            let open = 0;
            let most = 0;
            const live = await readAccounts(
                platform.live.map(({ account }) => account),
                {
                    prefix: "PSK",
                    clientFor: (id) => {
                        most = Math.max(most, ++open);
                        const account = byId.get(id);
                        if (account === undefined) throw new Error(id);
                        return Promise.resolve(clientsOf(account, 50)).finally(() => open--);
                    },
                },
            );
            const drift = driftOf({ prefix: "PSK", ...platform, live });
            const { user, system } = process.cpuUsage(began);
            expect([
                drift.accounts.length,
                drift.findings,
                drift.catalogue,
                drift.unread,
            ]).to.deep.equal([20, [], [], []]);
            expect(most).to.be.lessThan(9);
            expect((user + system) / 1e6).to.be.lessThan(5);
        }));

    it("says of each call that is refused what is not known, and knows the rest", async () => {
        const state = ours.find(({ account }) => account.name === "state");
        if (state === undefined) throw new Error("no state account");
        const calls = [
            ["GetAccountAuthorizationDetails", "iam:GetAccountAuthorizationDetails"],
            ["ListRoles", "iam:ListRoles"],
            ["ListAccessKeys", "iam:ListAccessKeys for PSK"],
            ["ListMFADevices", "iam:ListMFADevices for PSK"],
            ["ListVirtualMFADevices", "iam:ListVirtualMFADevices"],
            ["ListOpenIDConnectProviders", "iam:ListOpenIDConnectProviders"],
            ["ListSAMLProviders", "iam:ListSAMLProviders"],
            ["ListSecrets", "secretsmanager:ListSecrets"],
            ["GetResourcePolicy", "secretsmanager:GetResourcePolicy"],
        ];
        for (const [call, text = ""] of calls) {
            const [read] = await readAccounts([state.account], {
                prefix: "PSK",
                clientFor: () =>
                    Promise.resolve(
                        clientsOf(state, 0, (name) => (name === call ? "AccessDenied" : undefined)),
                    ),
            });
            expect(read?.unread, call).to.have.length(1);
            expect(read?.unread[0]).to.contain(`account 111111111111 (state): ${text}`);
            expect(read?.unread[0]).to.contain("failed with AccessDenied");
        }
    });

    it("says which account can't be reached", async () => {
        const [first] = ours;
        if (first === undefined) throw new Error("no account");
        const [read] = await readAccounts([first.account], {
            prefix: "PSK",
            clientFor: () => Promise.reject(new Error("no role to assume")),
        });
        expect(read?.unread).to.deep.equal([
            `account ${first.account.id} (${first.account.name}): no role to assume`,
        ]);
        expect(read?.details.RoleDetailList).to.deep.equal([]);
    });
});
