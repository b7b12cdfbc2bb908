import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import {
    findOnPath,
    firstUsable,
    parseVersion,
    type EngineOrigin,
    type EngineSource,
} from "../../sandbox/engine";

const source = (origin: EngineOrigin, binary?: string): EngineSource => ({
    origin,
    find: () => Promise.resolve(binary),
});

/** What each executable prints for `pulumi version`; an Error is one that doesn't run. */
const printed: Record<string, string | Error> = {
    "/new/pulumi": "v3.250.0\n",
    "/exact/pulumi": "3.240.0",
    "/old/pulumi": "v3.239.9",
    "/next/pulumi": "v4.300.0",
    "/broken/pulumi": new Error("ended with 127\n    details"),
    "/other/pulumi": "usage: pulumi",
};
const versionOf = (binary: string): Promise<string> => {
    const answer = printed[binary] ?? new Error(`no case prints for ${binary}`);
    return typeof answer === "string" ? Promise.resolve(answer) : Promise.reject(answer);
};

describe("firstUsable", () => {
    const lines: string[] = [];
    const first = (...sources: EngineSource[]) =>
        firstUsable(sources, versionOf, (line) => lines.push(line));
    beforeEach(() => (lines.length = 0));

    it("takes the first source that has one, and asks no later one", async () => {
        const never: EngineSource = { origin: "built", find: () => Promise.reject(new Error()) };
        const found = await first(source("path"), source("download", "/exact/pulumi"), never);
        expect(found).to.deep.equal({
            binary: "/exact/pulumi",
            version: "3.240.0",
            origin: "download",
        });
        expect(lines).to.deep.equal([]);
    });

    const passedOver: [string, string][] = [
        ["/old/pulumi", "/old/pulumi is Pulumi 3.239.9, must be 3.240.0 or a newer 3.x; skipped"],
        ["/next/pulumi", "/next/pulumi is Pulumi 4.300.0, must be 3.240.0 or a newer 3.x; skipped"],
        ["/broken/pulumi", "/broken/pulumi does not run, skipped: ended with 127"],
        [
            "/other/pulumi",
            '/other/pulumi does not run, skipped: unrecognised version string "usage: pulumi"',
        ],
    ];
    for (const [binary, line] of passedOver) {
        it(`passes over ${binary} on PATH and says why`, async () => {
            const found = await first(source("path", binary), source("built", "/new/pulumi"));
            expect(found.origin).to.equal("built");
            expect(lines).to.deep.equal([line]);
        });
    }

    it("fails with the next step when nothing is left", async () => {
        const message = await first(source("path"), source("download", "/old/pulumi")).catch(
            (error: unknown) => (error as Error).message,
        );
        expect(message).to.equal(
            "no usable Pulumi engine found; install the Pulumi CLI 3.240.0 or newer: https://www.pulumi.com/docs/install",
        );
    });

    it("does not hide the failure of a source", async () => {
        const failing: EngineSource = {
            origin: "built",
            find: () => Promise.reject(new Error("no go")),
        };
        const message = await first(failing).catch((error: unknown) => (error as Error).message);
        expect(message).to.equal("no go");
    });
});

describe("parseVersion", () => {
    for (const text of ["v3.250.0", "3.250.0\n", "v3.250.0-alpha.1+abc", "3.250.0-dev.0"]) {
        it(`reads ${JSON.stringify(text)}`, () => {
            expect(parseVersion(text)).to.equal("3.250.0");
        });
    }
    for (const text of ["", "3.250", "pulumi 3.250.0", "v3.250.0\nwarning"]) {
        it(`refuses ${JSON.stringify(text)}`, () => {
            expect(() => parseVersion(text)).to.throw("unrecognised version string");
        });
    }
});

describe("findOnPath", () => {
    it("gives the first executable of an absolute folder", async function () {
        if (process.platform === "win32") {
            this.skip();
        }
        const root = await fs.mkdtemp(path.join(os.tmpdir(), "onPath-"));
        try {
            const folders = ["empty", "plain", "good"].map((name) => path.join(root, name));
            const [empty = "", plain = "", good = ""] = folders;
            await Promise.all(folders.map((folder) => fs.mkdir(folder)));
            await fs.writeFile(path.join(plain, "pulumi"), "", { mode: 0o644 });
            await fs.writeFile(path.join(good, "pulumi"), "", { mode: 0o755 });
            const relative = path.relative(process.cwd(), good);
            const searched = ["", relative, empty, plain, good].join(path.delimiter);
            expect(await findOnPath("pulumi", searched)).to.equal(path.join(good, "pulumi"));
            expect(await findOnPath("pulumi", empty)).to.equal(undefined);
        } finally {
            await fs.rm(root, { recursive: true });
        }
    });
});
