import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";
import { parse } from "yaml";

interface Job {
    readonly permissions?: Record<string, string>;
    readonly needs?: string;
    readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

const folder = path.join(__dirname, "..", "..", ".github", "workflows");
const read = (name: string): unknown => parse(readFileSync(path.join(folder, name), "utf8"));

for (const name of readdirSync(folder)) {
    describe(name, () => {
        const { permissions, jobs } = read(name) as {
            permissions: unknown;
            jobs: Record<string, Job>;
        };

        it("pins every action to a commit", () => {
            const uses = Object.values(jobs).flatMap(({ steps }) =>
                steps.flatMap((s) => s.uses ?? []),
            );
            expect(uses).to.have.length.above(0);
            for (const action of uses) expect(action).to.match(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
        });

        it("configures no policy pack: a file from the repository could turn rules off", () => {
            expect(readFileSync(path.join(folder, name), "utf8")).not.to.include(
                "policy-pack-config",
            );
        });

        it("may only read, but where a job says more", () => {
            expect(permissions).to.deep.equal({ contents: "read" });
        });
    });
}

describe("CODEOWNERS", () => {
    const rows = readFileSync(path.join(folder, "..", "CODEOWNERS"), "utf8")
        .split("\n")
        .filter((line) => /^[/*]/.test(line))
        .map((line) => line.split(/\s+/));

    for (const file of [
        ...["/Pulumi.yaml", "/Pulumi.*.yaml", "/index.ts", "/program.ts", "/package-lock.json"],
        ...["/identities/", "/roles/", "/platform/", "/plan/", "/policy-pack/", "/access/"],
        "/.github/",
    ]) {
        it(`gives ${file} to the security team`, () => {
            const owners = rows.find(([pattern]) => pattern === file)?.slice(1);
            expect(owners).to.deep.equal(["@your-organization/platform-security"]);
        });
    }
});

describe("fuzz.yml", () => {
    const { on, jobs } = read("fuzz.yml") as {
        on: { schedule: unknown };
        jobs: Record<string, Job>;
    };

    it("runs on a schedule, with new seeds, and writes nothing", () => {
        expect(on.schedule).to.be.an("array").with.length(1);
        expect(Object.keys(jobs)).to.deep.equal(["fuzz"]);
        expect(jobs["fuzz"]?.permissions).to.equal(undefined);
        expect(jobs["fuzz"]?.steps.at(-1)?.run).to.match(/^npm run fuzz -- --minutes /);
    });
});

/** What actionlint doesn't ask: that nothing but what is pinned runs, with no more rights than it needs. */
describe("preview.yml", () => {
    const workflow = read("preview.yml") as {
        on: unknown;
        jobs: { test: Job; preview: Job };
    };
    const { test, preview } = workflow.jobs;

    it("runs on pull requests alone", () => {
        expect(workflow.on).to.deep.equal({ pull_request: null });
    });

    it("has an identity token in the preview alone, and writes nothing", () => {
        expect(test.permissions).to.equal(undefined);
        expect(preview.permissions).to.deep.equal({ contents: "read", "id-token": "write" });
    });

    it("proves that the environment boundary holds before it takes any credentials", () => {
        const runs = preview.steps.map(({ run, uses }) => run ?? uses ?? "");
        const proof = runs.indexOf("npx iam-profiles access");
        const credentials = runs.findIndex((step) => step.startsWith("aws-actions/"));
        expect(proof).to.be.greaterThan(-1);
        expect(proof).to.be.lessThan(credentials);
    });

    it("tests before it previews, with the policy pack", () => {
        expect(test.steps.at(-1)?.run).to.equal("npm cit");
        expect(preview.needs).to.equal("test");
        expect(preview.steps.at(-1)?.run).to.include("--policy-pack policy-pack");
    });
});
