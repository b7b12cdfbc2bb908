import { expect } from "chai";

import { readTerraformState } from "../../../operations/adoption/terraformState";
import cases from "./terraformState.cases.json";

interface Case {
    readonly name: string;
    readonly text: string;
    readonly error?: string;
    readonly addresses?: readonly string[];
    readonly notes?: readonly string[];
    readonly found?: object;
}

describe("readTerraformState", () => {
    for (const { name, text, error, addresses, notes, found } of cases as readonly Case[]) {
        it(name, () => {
            const read = (): ReturnType<typeof readTerraformState> =>
                readTerraformState("x.tfstate", text);
            if (error !== undefined) {
                expect(read).to.throw(error);
                return;
            }
            const account = read();
            expect(account.accountId).to.equal("111111111111");
            if (addresses !== undefined) expect(account.addresses).to.deep.equal(addresses);
            if (found !== undefined) {
                expect(JSON.parse(JSON.stringify(account.found))).to.deep.equal(found);
            }
            expect(account.notes).to.deep.equal(notes ?? []);
        });
    }
});
