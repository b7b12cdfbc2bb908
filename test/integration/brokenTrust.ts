import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { program } from "../../program";
import type { Violation } from "../../platform/engineEvents";
import { DeployError, previewStack } from "../../sandbox/deploy";
import type { SandboxFolders } from "../../sandbox/folders";
import { openSandbox } from "../../sandbox/up";
import breaks from "./breaks.json";

interface Break {
    readonly role: string;
    readonly statement: object;
}

/** Test of a preview of the state stack with breaks, each of another role. @param folders of a sandbox with the stacks of the checkout */
export function testBreaks(folders: SandboxFolders): void {
    describe("in a preview of state", () => {
        let violations: readonly Violation[];

        before(async () => {
            const { deployer, project } = await openSandbox(folders, () => undefined);
            const [state] = project.stacks;
            if (state === undefined) throw new Error("no state stack");
            const failure: unknown = await previewStack(
                { ...deployer, program: () => programWith(breaks) },
                state,
            ).catch((error: unknown) => error);
            expect(failure).to.be.instanceOf(DeployError);
            violations = (failure as DeployError).report.violations;
        });

        for (const { name, role, policy, message } of breaks) {
            it(`refuses ${name}`, () => {
                const ofRole = violations.filter(({ resource }) => resource === role);
                expect(ofRole.map((one) => one.policy)).to.deep.equal([policy]);
                expect(ofRole[0]?.message).to.include(message);
            });
        }

        it("reports each cause once, however many paths it opens", () => {
            expect(violations.map(({ resource }) => resource)).to.have.members(
                breaks.map(({ role }) => role),
            );
        });
    });
}

/** The program, but for some roles that have another trust policy. */
function programWith(broken: readonly Break[]): Promise<Record<string, unknown>> {
    pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
        const found = broken.find(({ role }) => role === name);
        if (type !== "aws:iam/role:Role" || found === undefined) return undefined;
        const assumeRolePolicy = { Version: "2012-10-17", Statement: [found.statement] };
        return { props: { ...props, assumeRolePolicy }, opts };
    });
    return program();
}
