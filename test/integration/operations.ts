import {
    AttachRolePolicyCommand,
    AttachUserPolicyCommand,
    CreateAccessKeyCommand,
    CreateLoginProfileCommand,
    GetRoleCommand,
    GetUserCommand,
    IAMClient,
    ListOpenIDConnectProvidersCommand,
    ListRolesCommand,
    ListUsersCommand,
    PutRolePolicyCommand,
    PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";

import { compare, fix } from "../../cli/drift";
import type { Operations } from "../../cli/operations";
import { remove } from "../../cli/remove";
import type { Removal } from "../../operations/removal/removal";
import { program } from "../../program";
import { upStack } from "../../sandbox/deploy";
import type { SandboxFolders } from "../../sandbox/folders";
import { openSandbox } from "../../sandbox/up";
import type { Sandbox } from "../../sandbox/up";
import { operationsOf } from "./operationsOf";
import { recipe } from "./removingRecipes";
import { tamperings } from "./driftTamperings";
import { leaver, leavingPipeline, leavingSource, staying, withLeaving } from "./leaving";

/**
 * Tests of operations on one running sandbox, in the order in which a platform would go through them.
 *
 * @param folders of a sandbox where what leaves is deployed; at the end, nothing is
 */
export function testOperations(folders: SandboxFolders): void {
    let sandbox: Sandbox;
    let catalogues = withLeaving;

    const iam = (accessKeyId: string): IAMClient =>
        new IAMClient({
            endpoint: sandbox.endpoint,
            region: "us-east-1",
            credentials: { accessKeyId, secretAccessKey: "sandbox" },
        });
    const exported = new Map<string, string>();
    const open = (): Promise<Operations> => operationsOf(folders, catalogues, exported);

    before(async () => {
        const source = await leavingSource(folders.root);
        const quiet = (): void => undefined;
        sandbox = await openSandbox(folders, quiet, undefined, source, () => program(catalogues));
    });

    /** Runs one line of a recipe. */
    async function runLine(line: string): Promise<void> {
        const [command = ""] = line.split("#");
        const words = command.trim().split(/\s+/);
        const stack = words[words.indexOf("--stack") + 1] ?? "";
        const [, updated] = /^npx iam-profiles up --stacks (\w+)$/.exec(command.trim()) ?? [];
        if (updated !== undefined) {
            const settings = sandbox.project.stacks.find(({ account }) => account.name === updated);
            if (settings === undefined) throw new Error(`no stack ${updated}`);
            await upStack(sandbox.deployer, settings, true);
        } else if (command.startsWith("pulumi destroy")) {
            await (await open()).pulumi(["destroy", "--yes"], stack);
        } else if (command.startsWith("pulumi stack rm")) {
            await (await open()).pulumi(["stack", "rm", "--yes"], words[3] ?? "");
        } else {
            const [, , kind = "", verb, name = "", yes] = words;
            expect([verb, yes]).to.deep.equal(["remove", "--yes"]);
            const { outcome, removal } = await remove(
                kind as Removal["kind"],
                name,
                await open(),
                true,
            );
            expect(outcome, removal.refusals.join("\n")).to.equal("done");
        }
    }

    async function refusals(kind: Removal["kind"], name: string): Promise<string> {
        const { removal, outcome } = await remove(kind, name, await open(), true);
        expect(outcome).to.equal("refused");
        return removal.refusals.join("\n");
    }

    it("finds no drift in what was just deployed, however often it looks", async () => {
        for (let run = 0; run < 2; run++) {
            const { drift } = await compare(await open());
            expect([drift.findings, drift.catalogue, drift.unread]).to.deep.equal([[], [], []]);
        }
    });

    it("finds every tampering by raw calls, and fixes it", async () => {
        for (const { account, send } of tamperings) await send(iam(account), sandbox.endpoint);
        const operations = await open();
        const found = await compare(operations);
        const ids = found.drift.findings.map(({ id }) =>
            id.replace(/AKIA\w+$/, "KEY").replace(/^arn:aws:secretsmanager:[^#]*/, "SECRET"),
        );
        expect([...ids].sort()).to.deep.equal(tamperings.flatMap((one) => one.ids).sort());
        const updated: string[] = [];
        const up = (stack: string): Promise<void> => {
            updated.push(stack);
            return operations.up(stack);
        };
        const extras = found.drift.findings.filter(({ remedy }) => remedy === "delete");
        const after = await fix(
            { ...operations, up },
            found,
            extras.map(({ id }) => id),
        );
        expect([after.findings, after.catalogue, after.unread]).to.deep.equal([[], [], []]);
        expect(updated).to.deep.equal(["state", "prod"]);
    });

    it("refuses to remove an identity, or a pipeline, that is in the catalogue, or that a role trusts", async () => {
        const user = "PSKLeaverServiceAccount";
        const state = iam("111111111111");
        await state.send(new CreateAccessKeyCommand({ UserName: user }));
        await state.send(new CreateAccessKeyCommand({ UserName: user }));
        await state.send(
            new CreateLoginProfileCommand({ UserName: user, Password: "Aa1!".repeat(5) }),
        );
        await state.send(
            new PutUserPolicyCommand({
                UserName: user,
                PolicyName: "byHand",
                PolicyDocument: deny,
            }),
        );
        await state.send(
            new AttachUserPolicyCommand({
                UserName: user,
                PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
            }),
        );
        for (const [name, file] of [
            [leaver.name, "catalogue"],
            [leavingPipeline.name, "pipelines"],
        ] as const) {
            expect(await refusals("identity", name)).to.contain(`is in identities/${file}.ts`);
        }
        catalogues = { ...catalogues, identities: staying.identities };
        for (const { name } of [leaver, leavingPipeline]) {
            expect(await refusals("identity", name)).to.contain(
                "role arn:aws:iam::222222222222:role/PSKRoles/PSKPlatformVPCRole trusts it",
            );
        }
    });

    it("removes an identity by the recipe, however often it is cut short", async () => {
        const user = "PSKLeaverServiceAccount";
        const [toNonprod = "", removeIt = ""] = recipe("An identity");
        await runLine(toNonprod);

        const planned = await remove("identity", leaver.name, await open(), false);
        expect(planned.removal.steps.map((step) => step.do)).to.deep.equal([
            "deactivateKey",
            "deactivateKey",
            "deletePassword",
            "deleteKey",
            "deleteKey",
            "deleteUserPolicy",
            "detachUserPolicy",
        ]);
        expect(
            planned.removal.unprotect.flatMap(({ urns }) =>
                urns.map((urn) => urn.split("$").pop()),
            ),
        ).to.have.members([
            `aws:iam/user:User::${user}`,
            `aws:secretsmanager/secret:Secret::${user}`,
            `aws:secretsmanager/secretPolicy:SecretPolicy::${user}`,
            "aws:iam/group:Group::PSKNonprod-LeaverServiceAccountGroup",
        ]);
        // Runs that end after one step, as if they were killed there; the next one goes on.
        let killed = 0;
        for (let isDone = false; !isDone;) {
            const operations = await open();
            let sent = 0;
            const cut: Operations = {
                ...operations,
                clientFor: async (id) => {
                    const clients = await operations.clientFor(id);
                    const send = (command: GetUserCommand): Promise<object> => {
                        if (sent++ > 0) throw new Error("killed");
                        return clients.iam.send(command);
                    };
                    return { ...clients, iam: { send: send as typeof clients.iam.send } };
                },
            };
            isDone = await remove("identity", leaver.name, cut, true).then(
                () => true,
                () => false,
            );
            if (!isDone) killed++;
            expect(killed).to.be.lessThan(planned.removal.steps.length);
        }
        expect(killed).to.equal(planned.removal.steps.length - 1);
        await runLine(removeIt);
    });

    it("removes a pipeline by the recipe", async () => {
        const [toNonprod, removeIt = "", toState] = recipe("A pipeline, or a federated group");
        // The two recipes share their updates.
        expect([toNonprod, toState]).to.deep.equal([0, 2].map((at) => recipe("An identity")[at]));
        await runLine(removeIt);
    });

    it("removes a role by the recipe, and by its updates the identity and the pipeline, with the provider that no other needs", async () => {
        const prod = iam("333333333333");
        await prod.send(
            new PutRolePolicyCommand({
                RoleName: "PSKOldRole",
                PolicyName: "byHand",
                PolicyDocument: deny,
            }),
        );
        await prod.send(
            new AttachRolePolicyCommand({
                RoleName: "PSKOldRole",
                PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
            }),
        );
        expect(await refusals("role", "OldRole")).to.contain("is in roles/catalogue.ts");
        catalogues = staying;
        const [removeIt = "", toState = "", ...others] = recipe("A role");
        const [, , ofIdentity] = recipe("An identity");
        expect(toState.replace(/\s+#.*/, "")).to.equal(ofIdentity);
        for (const line of [removeIt, toState, ...others]) await runLine(line);

        const state = iam("111111111111");
        for (const [client, get] of [
            [prod, new GetRoleCommand({ RoleName: "PSKOldRole" })],
            [state, new GetUserCommand({ UserName: "PSKLeaverServiceAccount" })],
            [state, new GetRoleCommand({ RoleName: "PSKLeavingPipeline" })],
        ] as const) {
            const gone = await client.send(get as GetUserCommand).catch((error: unknown) => error);
            expect((gone as Error).name).to.match(/NoSuchEntity/);
        }
        const again = await remove("identity", leaver.name, await open(), false);
        expect([again.outcome, again.removal.steps, again.removal.next]).to.deep.equal([
            "planned",
            [],
            [],
        ]);
        const { OpenIDConnectProviderList = [] } = await state.send(
            new ListOpenIDConnectProvidersCommand({}),
        );
        expect(OpenIDConnectProviderList.map(({ Arn }) => Arn)).to.deep.equal([
            "arn:aws:iam::111111111111:oidc-provider/app.terraform.io",
        ]);
    });

    it("removes an account by the recipe", async () => {
        const nonprod = iam("222222222222");
        await nonprod.send(
            new AttachRolePolicyCommand({
                RoleName: "PSKPlatformVPCRole",
                PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
            }),
        );
        expect(await refusals("account", "state")).to.contain("iam-profiles platform remove");
        // The last line is about the registry without it, which this sandbox keeps.
        for (const line of recipe("An account").slice(0, -1)) await runLine(line);
        const { Roles } = await nonprod.send(new ListRolesCommand({ PathPrefix: "/PSKRoles/" }));
        expect(Roles).to.deep.equal([]);
    });

    it("removes the whole platform by the recipe", async () => {
        for (const line of recipe("The whole platform")) await runLine(line);
        for (const id of ["111111111111", "333333333333"]) {
            const { Roles } = await iam(id).send(
                new ListRolesCommand({ PathPrefix: "/PSKRoles/" }),
            );
            expect(Roles).to.deep.equal([]);
        }
        const { Users } = await iam("111111111111").send(new ListUsersCommand({}));
        expect(Users).to.deep.equal([]);
        const secrets = new SecretsManagerClient({
            endpoint: sandbox.endpoint,
            region: "us-east-1",
            credentials: { accessKeyId: "111111111111", secretAccessKey: "sandbox" },
        });
        const { SecretList } = await secrets.send(new ListSecretsCommand({}));
        expect(SecretList).to.deep.equal([]);
    });
}

const deny = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }],
});
