import { expect } from "chai";

import { runStack } from "../../../operations/stacks/oneStack";
import type { StackEngine, StackJob } from "../../../operations/stacks/oneStack";
import type { Deployment } from "../../../operations/stacks/pendingCreates";

/** An engine that does nothing, and whose stack has these resources. */
function engineWith(resources: readonly object[]): {
    readonly engine: StackEngine;
    readonly ran: string[];
} {
    const ran: string[] = [];
    const deployment: Deployment = { resources };
    const engine: Partial<StackEngine> = {
        exportDeployment: () => Promise.resolve(deployment),
        run: (verb) => Promise.resolve(ran.push(verb)),
    };
    return { engine: engine as StackEngine, ran };
}

const job = (verb: StackJob["verb"]): StackJob => ({
    verb,
    account: { name: "state", id: "111111111111", environment: "state" },
    partition: "aws",
    onlyChanged: false,
    unlocks: false,
    onOutput: () => undefined,
    onWait: () => undefined,
});

const urn = (type: string, name: string): string =>
    `urn:pulumi:state::iam-profiles::iam-profiles:identities:ServiceAccount$${type}::${name}`;
const user = { urn: urn("aws:iam/user:User", "PSKA"), protect: true };
const role = { urn: urn("aws:iam/role:Role", "PSKB") };

describe("runStack", () => {
    it("destroys nothing while something is protected, and names it", async () => {
        const { engine, ran } = engineWith([role, user]);
        const failure = await runStack(engine, job("destroy")).catch((error: unknown) => error);
        expect((failure as Error).message).to.equal(
            "  nothing was deleted, since these are protected: aws:iam/user:User PSKA\n" +
                "  take the protection off first, by a remove command: docs/removing.md",
        );
        expect(ran).to.deep.equal([]);
    });

    it("destroys what is not protected, and updates what is", async () => {
        const unprotected = engineWith([role]);
        await runStack(unprotected.engine, job("destroy"));
        expect(unprotected.ran).to.deep.equal(["destroy"]);
        const both = engineWith([role, user]);
        await runStack(both.engine, job("up"));
        expect(both.ran).to.deep.equal(["up"]);
    });
});
