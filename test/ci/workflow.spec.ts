import { readFileSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";
import { parse } from "yaml";

interface Job {
    readonly permissions?: Record<string, string>;
    readonly needs?: string;
    readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}

/** What actionlint doesn't ask: that nothing but what is pinned runs, with no more rights than it needs. */
describe("preview.yml", () => {
    const file = path.join(__dirname, "..", "..", ".github", "workflows", "preview.yml");
    const workflow = parse(readFileSync(file, "utf8")) as {
        on: unknown;
        permissions: unknown;
        jobs: { test: Job; preview: Job };
    };
    const { test, preview } = workflow.jobs;

    it("runs on pull requests alone", () => {
        expect(workflow.on).to.deep.equal({ pull_request: null });
    });

    it("pins every action to a commit", () => {
        const uses = [...test.steps, ...preview.steps].flatMap((step) => step.uses ?? []);
        expect(uses).to.have.length(6);
        for (const action of uses) expect(action).to.match(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    });

    it("has an identity token in the preview alone, and writes nothing", () => {
        expect(workflow.permissions).to.deep.equal({ contents: "read" });
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
