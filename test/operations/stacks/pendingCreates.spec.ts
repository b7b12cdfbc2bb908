import { expect } from "chai";

import { withoutPending } from "../../../operations/stacks/pendingCreates";
import type { Deployment } from "../../../operations/stacks/pendingCreates";
import cases from "./pendingCreates.cases.json";

interface Case {
    readonly name: string;
    readonly pending: readonly object[];
    /** Resources that the state has. @default none */
    readonly resources?: readonly object[];
    /** Ids of the resources that are taken into the state; absent: nothing is open. */
    readonly taken?: readonly string[];
}

describe("withoutPending", () => {
    for (const { name, pending, resources = [], taken } of cases as readonly Case[]) {
        it(name, () => {
            const before: Deployment = { manifest: {}, resources, pending_operations: pending };
            const after = withoutPending(before, { partition: "aws", accountId: "333333333333" });
            if (taken === undefined) {
                expect(after).to.equal(undefined);
                return;
            }
            const found = (after?.["resources"] ?? []) as readonly { id: string }[];
            expect(found.slice(0, resources.length)).to.deep.equal(resources);
            expect(found.slice(resources.length).map(({ id }) => id)).to.deep.equal(taken);
            expect(after?.["pending_operations"]).to.deep.equal([]);
            expect(after?.["manifest"]).to.deep.equal({});
        });
    }
});
