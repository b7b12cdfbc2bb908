import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

import { expect } from "chai";

import { despiteEmptyAttributes } from "../../../operations/stacks/emptyAttributes";

const unreadable = new Error("stderr: error: failed to load checkpoint: EOF\n");

describe("attributes that a killed run left empty", () => {
    let folder: string;
    let attributes: string;
    let filled: string;

    beforeEach(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "backend-"));
        const stacks = path.join(folder, ".pulumi", "stacks");
        await mkdir(stacks, { recursive: true });
        attributes = path.join(stacks, "state.json.attrs");
        filled = path.join(stacks, "prod.json.attrs");
        await writeFile(attributes, "");
        await writeFile(filled, "{}");
        await writeFile(path.join(stacks, "state.json"), "");
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    const toFolder = { backend: () => Promise.resolve(pathToFileURL(folder).href), patienceMs: 50 };

    /** Fails as the engine does while the attributes are there, and counts. */
    const reading = (error = unreadable): { act: () => Promise<string>; count: () => number } => {
        let count = 0;
        const act = (): Promise<string> => {
            count++;
            return existsSync(attributes) ? Promise.reject(error) : Promise.resolve("read");
        };
        return { act, count: () => count };
    };

    async function failure(run: Promise<unknown>): Promise<unknown> {
        return run.then(
            () => undefined,
            (error: unknown) => error,
        );
    }

    it("are taken away, and the same is done again; nothing else is taken away", async () => {
        expect(await despiteEmptyAttributes(reading().act, toFolder)).to.equal("read");
        expect(existsSync(attributes)).to.equal(false);
        expect(existsSync(filled)).to.equal(true);
        expect(existsSync(attributes.replace(".attrs", ""))).to.equal(true);
    });

    it("stay if a run that lives fills them meanwhile", async () => {
        const { act, count } = reading();
        setTimeout(() => void writeFile(attributes, "{}"), 10);
        expect(await failure(despiteEmptyAttributes(act, toFolder))).to.equal(unreadable);
        expect([count(), existsSync(attributes)]).to.deep.equal([1, true]);
    });

    for (const [what, error, backend] of [
        ["another error", new Error("stderr: error: currently locked"), undefined],
        ["a backend of no files", unreadable, "s3://bucket"],
    ] as const) {
        it(`stay in ${what}`, async () => {
            const { act, count } = reading(error);
            const options = {
                ...toFolder,
                ...(backend === undefined ? {} : { backend: () => Promise.resolve(backend) }),
            };
            expect(await failure(despiteEmptyAttributes(act, options))).to.equal(error);
            expect([count(), existsSync(attributes)]).to.deep.equal([1, true]);
        });
    }
});
