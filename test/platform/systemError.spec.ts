import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { PulumiCommand } from "@pulumi/pulumi/automation";
import { expect } from "chai";

import { run } from "../../platform/childProcess";
import { errorText } from "../../platform/systemError";

const errorOf = async (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
        () => undefined,
        (error: unknown) => error,
    );

describe("an error of the operating system", () => {
    let folder: string;
    before(async () => (folder = await mkdtemp(path.join(tmpdir(), "iam-profiles-errors-"))));
    after(() => rm(folder, { recursive: true }));

    it("is a sentence about a file that is missing", async () => {
        const file = path.join(folder, "missing.json");
        expect(errorText(await errorOf(readFile(file)))).to.equal(`${file} does not exist`);
    });

    it("is a sentence about a folder in place of a file", async () => {
        const error = await errorOf(open(folder, "w"));
        expect(errorText(error)).to.equal(`${folder} is a folder; name a file`);
    });

    it("is a sentence about what exists already", async () => {
        expect(errorText(await errorOf(mkdir(folder)))).to.equal(`${folder} exists already`);
    });

    it("is a sentence about a program that is missing", async () => {
        const child = spawn("no-such-program-here");
        const [error] = (await once(child, "error").catch((found: unknown) => [found])) as [
            unknown,
        ];
        const text = '"no-such-program-here" was not found; install it, or add its folder to PATH';
        expect(errorText(error)).to.equal(text);
        const wrapped = await errorOf(run("no-such-program-here", []));
        expect(errorText(wrapped)).to.equal(text);
        expect(wrapped).to.have.property("code", "ENOENT");
    });

    it("is a sentence about the Pulumi CLI that is missing", async () => {
        const path = process.env["PATH"];
        process.env["PATH"] = "/nonexistent";
        try {
            const error = await errorOf(PulumiCommand.get());
            expect(errorText(error)).to.equal(
                '"pulumi" was not found; install it, or add its folder to PATH',
            );
        } finally {
            process.env["PATH"] = path;
        }
    });

    it("keeps the message of any other error", () => {
        expect(errorText(new Error("a sentence"))).to.equal("a sentence");
        expect(errorText(Object.assign(new Error("refused"), { code: "AccessDenied" }))).to.equal(
            "refused",
        );
        expect(errorText("text")).to.equal("text");
    });
});
