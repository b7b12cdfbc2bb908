import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { contractOfFile } from "../../identities/readContract";
import { settingsOf } from "./support";

describe("the contract in a file", () => {
    let file: string;
    before(async () => {
        file = path.join(await mkdtemp(path.join(tmpdir(), "contract-")), "contract.json");
    });
    after(() => rm(path.dirname(file), { recursive: true, force: true }));

    const read = async (text: string): Promise<unknown> => {
        await writeFile(file, text);
        return contractOfFile(file, settingsOf("state")).catch(
            (error: unknown) => (error as Error).message,
        );
    };

    it("is read; lists that it leaves out are empty", async () => {
        expect(await read('{ "version": 1, "accountId": "111111111111" }')).to.deep.equal({
            version: 1,
            accountId: "111111111111",
            identities: {},
            groups: {},
            secrets: {},
        });
    });

    it("is refused if it is not JSON, not a contract, or missing", async () => {
        expect(await read("{")).to.equal(
            `The contract of ${file} is not JSON; write it with: pulumi stack output contract --stack state --json`,
        );
        expect(await read("[]")).to.contain("the contract is []; must be an object");
        const missing = path.join(path.dirname(file), "none.json");
        const error = await contractOfFile(missing, settingsOf("state")).catch(
            (reason: unknown) => (reason as Error).message,
        );
        expect(error).to.equal(`--contract ${missing} does not exist`);
    });
});
