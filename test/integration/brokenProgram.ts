import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { program } from "../../program";
import type { Catalogues } from "../../program";
import { DeployError, previewStack } from "../../sandbox/deploy";
import type { SandboxFolders } from "../../sandbox/folders";
import { openSandbox } from "../../sandbox/up";
import breaks from "./breaks.json";

interface Break {
    readonly role: string;
    readonly statement: object;
}

/** The program, but for some roles that have another trust policy. */
export function programWith(
    broken: readonly Break[],
    catalogues?: Catalogues,
): Promise<Record<string, unknown>> {
    pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
        const found = broken.find(({ role }) => role === name);
        if (type !== "aws:iam/role:Role" || found === undefined) return undefined;
        const assumeRolePolicy = { Version: "2012-10-17", Statement: [found.statement] };
        return { props: { ...props, assumeRolePolicy }, opts };
    });
    return program(catalogues);
}

/** Test of a preview that opens many paths at once. @param folders of a sandbox with the stacks of the checkout */
export function testOneCause(folders: SandboxFolders): void {
    it("reports one cause once, in the preview of state, however many paths it opens", async () => {
        const { deployer, project } = await openSandbox(folders, () => undefined);
        const [state] = project.stacks;
        const [opening] = breaks;
        if (state === undefined || opening === undefined) throw new Error("no state stack");
        const failure: unknown = await previewStack(
            { ...deployer, program: () => programWith([opening]) },
            state,
        ).catch((error: unknown) => error);
        expect(failure).to.be.instanceOf(DeployError);
        const found = (failure as DeployError).report.violations;
        expect(found.map(({ policy, resource }) => [policy, resource])).to.deep.equal([
            ["iam-role-trust-keeps-environment-boundary", opening.role],
        ]);
    });
}
