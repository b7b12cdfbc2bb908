import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";

import {
    AttachRolePolicyCommand,
    CreateRoleCommand,
    DeleteRoleCommand,
    DetachRolePolicyCommand,
    IAMClient,
    ListAttachedRolePoliciesCommand,
    ListRolesCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";

import { bootstrapWorld } from "../../cli/bootstrapWorld";
import { engineOf } from "../../cli/stackEngine";
import { assume } from "../../operations/bootstrap/access";
import { bootstrap } from "../../operations/bootstrap/bootstrap";
import type { BootstrapWorld, Outcome } from "../../operations/bootstrap/bootstrap";
import { withoutKeys } from "../../platform/withoutKeys";
import { contractOfSandbox } from "../../sandbox/contract";
import { openStack } from "../../sandbox/deploy";
import { policyPackIn } from "../../sandbox/folders";
import type { SandboxFolders } from "../../sandbox/folders";
import { storedKeys } from "../../sandbox/storedKeys";
import type { Sandbox } from "../../sandbox/up";

const prod = { name: "prod", id: "333333333333", environment: "prod" as const };
const role = "arn:aws:iam::333333333333:role/PSKRoles/PSKIamProfilesRole";
const administrator = "OrganizationAccountAccessRole";
const everything = "arn:aws:iam::aws:policy/AdministratorAccess";

interface Key {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
}

/**
 * Tests of an empty account, from a person's admin session to the pipeline's role, with the real engine and the local AWS's STS.
 *
 * @param opened a sandbox with all stacks but prod's: new keys are tried in the others
 */
export function testBootstrap(folders: SandboxFolders, opened: () => Sandbox): void {
    const quiet = (): void => undefined;
    let sandbox: Sandbox;
    let person: Key;
    let identity: Key;
    let said: string[];

    const iam = (): IAMClient =>
        new IAMClient({
            endpoint: sandbox.endpoint,
            region: "us-east-1",
            credentials: { accessKeyId: prod.id, secretAccessKey: "sandbox" },
        });

    before(async () => {
        sandbox = opened();
        const { endpoint, project } = sandbox;
        const [state] = project.stacks;
        if (state === undefined) throw new Error("no state stack");
        const contract = await contractOfSandbox(folders, project.name, state);
        const keys = await storedKeys(endpoint, state, contract, quiet);
        identity = keys.get("PSKProdServiceAccount") as Key;
        await iam().send(
            new CreateRoleCommand({
                RoleName: administrator,
                AssumeRolePolicyDocument: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { AWS: `arn:aws:iam::${prod.id}:root` },
                            Action: "sts:AssumeRole",
                        },
                    ],
                }),
            }),
        );
        await iam().send(
            new AttachRolePolicyCommand({ RoleName: administrator, PolicyArn: everything }),
        );
        person = (await assume(
            { region: "us-east-1", endpoint },
            { accessKeyId: prod.id, secretAccessKey: "sandbox" },
            `arn:aws:iam::${prod.id}:role/${administrator}`,
        )) as Key;
    });
    beforeEach(() => {
        said = [];
    });

    function world(credentials: Key, by = identity): BootstrapWorld {
        const { deployer, endpoint, project } = sandbox;
        const settings = project.stacks.find(({ account }) => account.name === prod.name);
        if (settings === undefined) throw new Error("no prod stack");
        const stackFile = path.join(folders.work, "Pulumi.prod.yaml");
        return bootstrapWorld({
            account: prod,
            partition: "aws",
            project: project.name,
            role,
            reach: { region: "us-east-1", endpoint },
            administrator: () => credentials,
            identity: by,
            engine: async (as) => {
                const {
                    accessKeyId,
                    secretAccessKey,
                    sessionToken = "",
                } = as === "administrator" ? credentials : by;
                const stack = await openStack(deployer, settings, {
                    AWS_ACCESS_KEY_ID: accessKeyId,
                    AWS_SECRET_ACCESS_KEY: secretAccessKey,
                    AWS_SESSION_TOKEN: sessionToken,
                });
                return engineOf(
                    stack,
                    policyPackIn(folders),
                    as === "identity" ? {} : { configFile: await withoutRole(stackFile) },
                );
            },
            unlocks: false,
            stackFile,
            recordFile: path.join(folders.root, "record", "prod.json"),
            show: (text) => said.push(text),
        });
    }

    async function withoutRole(stackFile: string): Promise<string> {
        const copy = path.join(folders.root, "withoutRole.yaml");
        const text = await readFile(stackFile, "utf8");
        const keys = [["config", "iam-profiles:deployRoleArn"]];
        await writeFile(copy, withoutKeys("Pulumi.prod.yaml", text, keys));
        return copy;
    }

    const run = (on: BootstrapWorld, account = prod): Promise<Outcome> =>
        bootstrap(on, {
            account,
            accounts: [prod],
            role,
            keepsAccess: false,
            confirm: () => Promise.resolve(true),
            onStep: (text) => said.push(text),
        });

    it("refuses credentials of another account, and leaves nothing", async () => {
        const other = { accessKeyId: "222222222222", secretAccessKey: "sandbox" };
        const error = await run(world(other)).catch((thrown: unknown) => thrown as Error);
        expect(error)
            .to.have.property("message")
            .that.matches(/in account 222222222222, .*prod is account 333333333333: sign in there/);
        const { Roles = [] } = await iam().send(new ListRolesCommand({}));
        expect(Roles.map(({ RoleName }) => RoleName)).to.deep.equal([administrator]);
    });

    it("killed after the deployment, it goes on with the next run, to the pipeline's role", async () => {
        const killed: BootstrapWorld = {
            ...world(person),
            isRoleSet: () => Promise.reject(new Error("killed")),
        };
        const error = await run(killed).catch((thrown: unknown) => thrown as Error);
        expect(error, said.join("\n")).to.have.property("message", "killed");
        expect(said.join("")).to.match(/\+ aws:iam\/role:Role: \(create\)/);

        said = [];
        const outcome = await run(world(person));
        // Its provider, which from now on assumes the role.
        expect(said).to.include("the pipeline's role has updated stack prod: 1 update");
        expect(said).not.to.include("deploying stack prod ...");
        expect(said.join("\n")).to.match(
            /the pipeline's role works: arn:aws:sts::333333333333:assumed-role\/PSKIamProfilesRole\//,
        );
        const todo = outcome.status === "waiting" ? outcome.todo : [];
        expect(todo[0]).to.equal(`role ${administrator} can still be assumed`);
        expect(todo[1]).to.match(/^your session of .* still works$/);
    });

    it("sees that the access is gone", async () => {
        await iam().send(
            new DetachRolePolicyCommand({ RoleName: administrator, PolicyArn: everything }),
        );
        await iam().send(new DeleteRoleCommand({ RoleName: administrator }));
        // What the role has to write back.
        const RoleName = "PSKPlatformVPCRole";
        const { AttachedPolicies = [] } = await iam().send(
            new ListAttachedRolePoliciesCommand({ RoleName }),
        );
        const PolicyArn = AttachedPolicies[0]?.PolicyArn;
        await iam().send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
        // By a session of the role, as a profile of the identity has it.
        const session = (await assume(
            { region: "us-east-1", endpoint: sandbox.endpoint },
            identity,
            role,
        )) as Key;
        const outcome = await run(world(person, session));
        expect(outcome, said.join("\n")).to.deep.equal({ status: "done" });
        expect(said.join("\n")).to.match(/the pipeline's role has updated stack prod: .*1 create/);
        expect(said[0]).to.match(/^your own credentials have ended: \w+: /);
    });
}
