import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";

import Ajv from "ajv";
import type { ValidateFunction } from "ajv";
import { expect } from "chai";
import { parse } from "yaml";

import { checkout } from "../../platform/checkout";
import { ensurePythonPackages } from "../../sandbox/localAws/python";
import { ensureActionlint } from "../ci/actionlint";

const run = promisify(execFile);
const files = path.join(checkout, "test", "ci");

describe("the workflows, by actionlint", () => {
    let actionlint: string;
    before(async () => {
        actionlint = await ensureActionlint();
    });

    /** Shellcheck and pyflakes would be used where they are installed, and not elsewhere. */
    const lint = async (args: readonly string[], input?: string): Promise<string> => {
        const child = run(actionlint, ["-shellcheck=", "-pyflakes=", "-oneline", ...args], {
            cwd: checkout,
        });
        if (input !== undefined) child.child.stdin?.end(input);
        return child.then(
            ({ stdout }) => stdout,
            (error: unknown) => (error as { readonly stdout: string }).stdout,
        );
    };

    it("have no fault", async () => {
        const folder = path.join(".github", "workflows");
        const workflows = readdirSync(path.join(checkout, folder)).map((name) =>
            path.join(folder, name),
        );
        expect(await lint(workflows)).to.equal("");
    });

    it("would have one for a job that isn't there", async () => {
        const text =
            "on: push\njobs:\n  a:\n    needs: b\n    runs-on: ubuntu-24.04\n    steps: [{ run: x }]\n";
        expect(await lint(["-"], text)).to.include('needs job "b" which does not exist');
    });
});

describe("CircleCI's configuration, by its JSON Schema", () => {
    const config = parse(readFileSync(path.join(checkout, ".circleci", "config.yml"), "utf8"), {
        merge: true,
    }) as { readonly jobs: object };
    let validate: ValidateFunction;
    before(async () => {
        const python = await ensurePythonPackages(
            {
                what: "CircleCI's schema",
                name: "circle-schema",
                requirements: path.join(files, "circleSchema.txt"),
            },
            () => undefined,
        );
        const { stdout } = await run(python, [path.join(files, "circleSchema.py")], {
            maxBuffer: 10_000_000,
        });
        // Of draft 4, which differs from what ajv reads in nothing that this schema uses.
        const schema = JSON.parse(stdout) as Record<string, unknown>;
        delete schema["$schema"];
        validate = new Ajv({
            strict: false,
            validateSchema: false,
            validateFormats: false,
        }).compile(schema);
    });

    it("has no fault", () => {
        validate(config);
        expect(validate.errors).to.equal(null);
    });

    it("would have one for a job without a place to run", () => {
        expect(validate({ ...config, jobs: { ...config.jobs, test: { steps: [] } } })).to.equal(
            false,
        );
        expect(validate({ ...config, version: 3 })).to.equal(false);
    });
});
