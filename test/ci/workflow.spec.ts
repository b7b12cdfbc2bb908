import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";
import { parse } from "yaml";

interface Step {
    readonly uses?: string;
    readonly run?: string;
    readonly env?: Record<string, string>;
    readonly with?: Record<string, string>;
    readonly "working-directory"?: string;
}

interface Job {
    readonly permissions?: Record<string, string>;
    readonly needs?: string | readonly string[];
    readonly if?: string;
    readonly environment?: string;
    readonly concurrency?: unknown;
    readonly strategy?: unknown;
    /** A workflow of this repository, instead of steps. */
    readonly uses?: string;
    readonly steps: readonly Step[];
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
            const uses = Object.values(jobs).flatMap((job) =>
                job.uses?.startsWith("./") === true ? [] : job.steps.flatMap((s) => s.uses ?? []),
            );
            expect(uses).to.have.length.above(0);
            for (const action of uses) expect(action).to.match(/^[\w-]+(\/[\w-]+)+@[0-9a-f]{40}$/);
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
        ...["/Pulumi.yaml", "/Pulumi.*.yaml", "/index.ts", "/program.ts", "/start.cjs"],
        "/package-lock.json",
        ...["/identities/", "/roles/", "/platform/", "/plan/", "/policy-pack/", "/access/"],
        ...["/.github/", "/.circleci/", "/scripts/", "/cli/"],
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
describe("pull-request.yml", () => {
    const { on, jobs } = read("pull-request.yml") as {
        on: object;
        jobs: Record<"test" | "report" | "judge" | "preview", Job>;
    };
    const stepsOf = (name: keyof typeof jobs): readonly string[] =>
        jobs[name].steps.map(({ run, uses }) => run ?? uses ?? "");

    it("runs on pull requests and their reviews alone, without the base branch's rights", () => {
        expect(Object.keys(on)).to.deep.equal(["pull_request", "pull_request_review"]);
    });

    it("gives the jobs that run the pull request's code no right to write", () => {
        expect(jobs.test.permissions).to.equal(undefined);
        expect(jobs.report.permissions).to.equal(undefined);
        expect(jobs.preview.permissions).to.deep.equal({ contents: "read", "id-token": "write" });
    });

    it("runs the base branch's code alone where it may write", () => {
        expect(jobs.judge.permissions).to.deep.equal({
            contents: "read",
            "pull-requests": "write",
            "security-events": "write",
        });
        const [own, head] = jobs.judge.steps.map((step) => step.with ?? {});
        expect(own).to.include({ ref: "${{ github.event.pull_request.base.sha }}" });
        expect(own).not.to.have.property("path");
        expect(head).to.include({ ref: "${{ github.sha }}", path: "head" });
        const inHead = jobs.judge.steps.filter((step) => step["working-directory"] !== undefined);
        expect(inHead).to.deep.equal([]);
    });

    it("decides last, after the comment and the upload", () => {
        expect(stepsOf("judge").at(-1)).to.match(/accessGate\.ts/);
    });

    it("previews every account of the registry, also where one fails or the judge objects", () => {
        expect(jobs.preview.strategy).to.deep.equal({
            "fail-fast": false,
            matrix: { account: "${{ fromJSON(needs.report.outputs.accounts) }}" },
        });
        expect(jobs.preview.if).to.match(/^!cancelled\(\) && /);
        expect(stepsOf("preview").at(-1)).to.equal(
            'node -r ts-node/register scripts/ci/preview.ts base "$STACK"',
        );
    });

    it("gives a fork no identity token", () => {
        expect(jobs.preview.if).to.include(
            "github.event.pull_request.head.repo.full_name == github.repository",
        );
    });
});

describe("deploy.yml", () => {
    const { on, jobs } = read("deploy.yml") as { on: unknown; jobs: Record<string, Job> };

    it("deploys the main branch, and tags", () => {
        expect(on).to.deep.equal({ push: { branches: ["main"], tags: ["v*"] } });
    });

    it("deploys state before nonprod, and prod by a tag of what is merged", () => {
        expect(jobs["nonprod"]?.needs).to.deep.equal(["accounts", "state"]);
        expect(jobs["prod"]?.if).to.include("github.ref_type == 'tag'");
        const runs = jobs["accounts"]?.steps.map(({ run }) => run);
        expect(runs).to.include.members([
            "scripts/ci/isMerged.sh origin/main",
            "npx iam-profiles access",
        ]);
    });

    for (const name of ["state", "nonprod", "prod"]) {
        it(`deploys ${name} in its environment, a stack at a time`, () => {
            const job = jobs[name];
            expect(job?.environment).to.equal(name);
            expect(job?.concurrency).to.deep.equal({ group: "stack-${{ matrix.account.stack }}" });
            expect(job?.steps.at(-1)?.run).to.equal(
                'npx iam-profiles up --stacks "$STACK" --verbose',
            );
        });
    }
});

describe("the pipelines of both systems", () => {
    const circle = path.join(folder, "..", "..", ".circleci", "config.yml");
    const files = [...readdirSync(folder).map((name) => path.join(folder, name)), circle];
    const texts = files.map((file) => [path.basename(file), readFileSync(file, "utf8")] as const);

    it("use the Pulumi CLI that the tests use", () => {
        const goMod = readFileSync(path.join(folder, "../../sandbox/engine/go.mod"), "utf8");
        const version = /pulumi\/pkg\/v3 v([\d.]+)/.exec(goMod)?.[1];
        const found = texts.flatMap(([, text]) =>
            [...text.matchAll(/(?:pulumi-version|PULUMI_VERSION): (\S+)/g)].map(
                (match) => match[1],
            ),
        );
        expect(found).to.have.length.above(5);
        expect(new Set(found)).to.deep.equal(new Set([version]));
    });

    it("name no stack, account or key", () => {
        for (const [name, text] of texts) {
            expect(text, name).not.to.match(/--stacks? (state|nonprod|prod)\b/);
            expect(text, name).not.to.match(/\b\d{12}\b|AKIA|ACCESS_KEY/);
        }
    });

    it("hand secrets to steps alone", () => {
        for (const name of readdirSync(folder)) {
            const { env, jobs } = read(name) as { env?: unknown; jobs: Record<string, Job> };
            expect(env, name).to.equal(undefined);
            for (const job of Object.values(jobs)) {
                const { steps, ...rest } = job;
                expect(JSON.stringify(rest), name).not.to.match(/secrets\.|github\.token/);
                const holders = (steps as Job["steps"] | undefined)?.filter((step) =>
                    JSON.stringify(step).includes("secrets."),
                );
                for (const step of holders ?? []) {
                    expect(JSON.stringify(step.env)).to.include("secrets.");
                    expect(JSON.stringify({ ...step, env: {} })).not.to.include("secrets.");
                }
            }
        }
    });
});
