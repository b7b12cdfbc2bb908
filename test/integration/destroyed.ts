import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";

import type { SandboxFolders } from "../../sandbox/folders";
import { localAwsStatus } from "../../sandbox/localAws";
import { capturedRun } from "./capturedRun";
import { stackResources } from "./stackResources";

/**
 * Test of a stack that is destroyed.
 *
 * @param folders of a sandbox with a stack prod, whose account may have more; the stack is gone at the end
 */
export function testDestroyed(folders: SandboxFolders): void {
    it("takes an account's stack away, once it is said twice, and nothing else", async () => {
        const iam = await iamOfProd(folders);
        const roles = async (): Promise<readonly string[]> =>
            ((await iam.listRoles({})).Roles ?? []).map(({ RoleName = "" }) => RoleName);
        const resources = await stackResources(folders, "prod");
        const ofStack = resources.flatMap(({ type, id = "" }) =>
            type === "aws:iam/role:Role" ? id : [],
        );
        expect(ofStack).to.have.length.above(5);
        const attached = resources.map(({ outputs }) => `${outputs?.role} ${outputs?.policyArn}`);
        // What isn't the stack's keeps its roles from being deleted.
        for (const RoleName of ofStack) {
            const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
            for (const { PolicyArn } of AttachedPolicies) {
                if (attached.includes(`${RoleName} ${PolicyArn}`)) continue;
                await iam.detachRolePolicy({ RoleName, PolicyArn });
            }
        }
        const before = await roles();
        expect(before).to.include.members(ofStack);

        const only = { stacks: ["prod"] };
        const once = await capturedRun("destroy", only, { folders });
        expect(once.code).to.equal(0);
        expect(once.said).to.include("Nothing was done.");
        expect(await roles()).to.deep.equal(before);
        const twice = await capturedRun("destroy", { ...only, yes: true }, { folders });
        expect(twice.code, twice.said).to.equal(0);
        expect(await roles()).to.have.members(before.filter((name) => !ofStack.includes(name)));
    });
}

async function iamOfProd({ localAws }: SandboxFolders): Promise<IAM> {
    const status = await localAwsStatus(localAws);
    return new IAM({
        endpoint: status.state === "absent" ? "" : status.endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: "333333333333", secretAccessKey: "sandbox" },
    });
}
