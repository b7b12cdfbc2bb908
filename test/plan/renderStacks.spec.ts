import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { identityCatalogue } from "../../identities/catalogue";
import { renderStacks } from "../../plan/renderStacks";
import { roleCatalogue } from "../../roles/catalogue";
import { platformVpcRole } from "../../roles/platformVpcRole";
import { stateContract } from "../program/support";
import { runProgram } from "../support/mocks";
import { failure, project, withProject } from "./support";

describe("rendered stacks", function () {
    it("are those of the registry, the state stack first, as the program creates them", async () => {
        const stacks = await renderStacks(project);
        expect(stacks.map(({ account }) => [account.name, account.id])).to.deep.equal([
            ["state", "111111111111"],
            ["nonprod", "222222222222"],
            ["prod", "333333333333"],
        ]);
        for (const { account, partition, resources } of stacks) {
            const contract = account.name === "state" ? {} : { contract: await stateContract() };
            const run = await runProgram(account.name, contract);
            const rows = (all: readonly { readonly type: string; readonly name: string }[]) =>
                all
                    .filter(({ type }) => type !== "pulumi:pulumi:StackReference")
                    .map(({ type, name }) => `${type} ${name}`)
                    .sort();
            expect(partition).to.equal("aws");
            expect(rows(resources), account.name).to.deep.equal(rows(run.resources));
        }
    });

    it("have the tags of the provider", async () => {
        const [state] = await renderStacks(project);
        const users = state?.resources.filter(({ type }) => type === "aws:iam/user:User");
        expect(users?.map(({ props }) => props["tagsAll"])).to.deep.equal([
            { Project: "iam-profiles", ManagedBy: "pulumi" },
            { Project: "iam-profiles", ManagedBy: "pulumi" },
        ]);
    });

    it("follow the settings of each stack's own file", async () => {
        const own = "config:\n    aws:region: eu-west-1\n    iam-profiles:tags:\n        Team: a\n";
        const [state] = await withProject({ "Pulumi.state.yaml": own }, (folder) =>
            renderStacks(folder),
        );
        const secret = state?.resources.find(({ type }) => type.endsWith(":Secret"));
        expect(secret?.props["arn"]).to.match(/^arn:aws:secretsmanager:eu-west-1:111111111111:/);
        expect(secret?.props["tagsAll"]).to.include({ Team: "a" });
    });

    it("begin with the state stack, wherever the registry has it", async () => {
        const registry = [
            "name: iam-profiles",
            "config:",
            "    aws:region: us-east-1",
            "    accounts:",
            "        default:",
            '            prod: { id: "333333333333", environment: prod }',
            '            state: { id: "111111111111", environment: state }',
        ].join("\n");
        const stacks = await withProject({ "Pulumi.yaml": registry }, (folder) =>
            renderStacks(folder),
        );
        expect(stacks.map(({ account }) => account.name)).to.deep.equal(["state", "prod"]);
    });

    it("leave the Pulumi program of the caller alone, and its stack traces", async () => {
        await runProgram("state", { config: { tags: { Mine: "yes" } } });
        const config = pulumi.runtime.allConfig();
        const { stackTraceLimit } = Error;
        Error.stackTraceLimit = 17;
        const before = { ...Error };
        try {
            await renderStacks(project);
            expect({ ...Error }).to.deep.equal(before);
        } finally {
            Error.stackTraceLimit = stackTraceLimit;
        }
        expect(pulumi.getStack()).to.equal("state");
        expect(pulumi.runtime.allConfig()).to.deep.equal(config);
    });

    it("aren't made of an empty registry, or without a state account", async () => {
        const empty = "name: iam-profiles\nruntime: nodejs\nconfig:\n    aws:region: us-east-1\n";
        const error = await failure(
            withProject({ "Pulumi.yaml": empty }, (folder) => renderStacks(folder)),
        );
        expect(error.message).to.contain('The configuration of stack "state" is not usable');
        expect(error.message).to.contain("accounts is missing");
    });

    it("aren't made of a registry that a stack has for itself", async () => {
        const accounts = [
            "config:",
            "    iam-profiles:accounts:",
            '        state: { id: "111111111111", environment: state }',
            '        prod: { id: "444444444444", environment: prod }',
        ].join("\n");
        const error = await failure(
            withProject({ "Pulumi.prod.yaml": accounts }, (folder) => renderStacks(folder)),
        );
        expect(error.message).to.equal(
            "Pulumi.prod.yaml is not usable:\n" +
                "  - iam-profiles:accounts overrides what all stacks share; set it in Pulumi.yaml alone, " +
                "and remove it here: pulumi config rm iam-profiles:accounts --stack prod",
        );
    });

    it("aren't made of faulty catalogues: the program says what is wrong", async () => {
        const roles = [...roleCatalogue, { ...platformVpcRole, name: "no name" }];
        const error = await failure(
            renderStacks(project, { identities: identityCatalogue, roles }),
        );
        expect(error.constructor.name).to.equal("ConfigError");
        expect(error.message).to.contain('role "no name"');
    });

    it("aren't made if the program creates a resource that the mocks don't know", async () => {
        const permissions: typeof platformVpcRole.permissions = (scope) => {
            new iam.AccessKey(`Key${pulumi.getStack()}`, { user: "PSKProdServiceAccount" });
            return platformVpcRole.permissions(scope);
        };
        const roles = roleCatalogue.map((role) =>
            role === platformVpcRole ? { ...role, permissions } : role,
        );
        const error = await failure(
            renderStacks(project, { identities: identityCatalogue, roles }),
        );
        expect(error.message).to.equal(
            'Cannot derive the policy documents of stack "state":\n' +
                "  - the program creates aws:iam/accessKey:AccessKey; add it to plan/mockAws.ts",
        );
    });
});
