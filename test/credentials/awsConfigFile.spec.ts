import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { readAwsConfig, writeAwsConfig } from "../../credentials/awsConfigFile";

const messageOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
        () => "no error",
        (error: unknown) => (error as Error).message,
    );

describe("the shared AWS config file", () => {
    let folder: string;
    let file: string;
    beforeEach(async () => {
        folder = await fs.mkdtemp(path.join(tmpdir(), "aws-config-"));
        file = path.join(folder, "config");
    });
    afterEach(() => fs.rm(folder, { recursive: true, force: true }));

    const replace = async (text: string): Promise<void> =>
        writeAwsConfig(await readAwsConfig(file), text);

    it("a new file is its owner's alone, and so is its folder", async () => {
        file = path.join(folder, ".aws", "config");
        await replace("new\n");
        expect(await fs.readFile(file, "utf8")).to.equal("new\n");
        if (process.platform === "win32") return;
        expect((await fs.stat(file)).mode & 0o777).to.equal(0o600);
        expect((await fs.stat(path.dirname(file))).mode & 0o777).to.equal(0o700);
    });

    it("keeps the mode, and leaves nothing else behind", async () => {
        await fs.writeFile(file, "old\n");
        await fs.chmod(file, 0o640);
        await replace("new\n");
        expect((await fs.stat(file)).mode & 0o777).to.equal(0o640);
        expect(await fs.readdir(folder)).to.deep.equal(["config"]);
    });

    it("writes through a symbolic link", async () => {
        const real = path.join(folder, "real");
        await fs.writeFile(real, "old\n");
        await fs.symlink(real, file);
        await replace("new\n");
        expect(await fs.readFile(real, "utf8")).to.equal("new\n");
        expect((await fs.lstat(file)).isSymbolicLink()).to.equal(true);
    });

    it("a read-only file is not replaced", async () => {
        await fs.writeFile(file, "old\n");
        await fs.chmod(file, 0o444);
        expect(await messageOf(replace("new\n"))).to.match(/is read-only; make it writable first$/);
        expect(await fs.readFile(file, "utf8")).to.equal("old\n");
    });

    it("a file that was changed meanwhile is not replaced", async () => {
        await fs.writeFile(file, "old\n");
        const before = await readAwsConfig(file);
        await fs.writeFile(file, "another's\n");
        expect(await messageOf(writeAwsConfig(before, "new\n"))).to.match(/was changed meanwhile/);
        expect(await fs.readFile(file, "utf8")).to.equal("another's\n");
        expect(await fs.readdir(folder)).to.deep.equal(["config"]);
    });

    it("a link to nowhere, a folder, and what is no text are refused", async () => {
        await fs.symlink(path.join(folder, "nowhere"), file);
        expect(await messageOf(readAwsConfig(file))).to.match(/link to a file that isn't there/);
        expect(await messageOf(readAwsConfig(folder))).to.match(/is no file/);
        const binary = path.join(folder, "binary");
        await fs.writeFile(binary, Buffer.from([0xff, 0xfe, 0]));
        expect(await messageOf(readAwsConfig(binary))).to.match(/can't be read as UTF-8/);
    });
});
