import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { assume } from "../../../operations/bootstrap/access";
import { sandboxFolders } from "../../../sandbox/folders";
import { stopLocalAws } from "../../../sandbox/localAws";
import { runCircleJob } from "./circleci";
import { runWorkflow } from "./github";
import type { GitHubRun } from "./github";
import { stubGitHub } from "./gitHubStub";
import type { StubbedPullRequest } from "./gitHubStub";
import { circle, localPlatform } from "./platform";
import type { LocalPlatform } from "./platform";
import { git, removeRunners, runShell } from "./steps";
import type { StepResult } from "./steps";

const release = `        { name: "ReleaseServiceAccount", trustClass: "prod", roles: ["PlatformHostedZonesRole"] },`;

/** Every step of both systems' pipelines, on a sandbox; `npm run test:workflows`. */
describe("the pipelines, run here", () => {
    const folders = sandboxFolders(`workflows-${process.pid}`);
    const pullRequest: StubbedPullRequest = { head: "", labels: [], comments: [], sarif: [] };
    let platform: LocalPlatform;
    let gitHub: Awaited<ReturnType<typeof stubGitHub>>;
    let line: number;
    let merge: string;

    before(async () => {
        platform = await localPlatform(folders);
        gitHub = await stubGitHub(pullRequest);
        // The pull request, and its merge, as GitHub checks it out.
        const { repository } = platform;
        await git(repository, "checkout", "--quiet", "-b", "release");
        const file = path.join(repository, "identities", "catalogue.ts");
        const lines = (await readFile(file, "utf8")).split("\n");
        line = lines.findIndex((text) => text.includes("serviceAccounts: [")) + 2;
        lines.splice(line - 1, 0, release);
        await writeFile(file, lines.join("\n"));
        await git(repository, "commit", "--quiet", "--all", "--message", "Release");
        pullRequest.head = await git(repository, "rev-parse", "HEAD");
        await git(repository, "checkout", "--quiet", "--detach", "main");
        await git(repository, "merge", "--quiet", "--no-ff", "--message", "Merge", "release");
        merge = await git(repository, "rev-parse", "HEAD");
        await git(repository, "push", "--quiet", "origin", "HEAD:refs/pull/7/merge", "release");
        await git(repository, "checkout", "--quiet", "main");
    });
    after(async () => {
        gitHub.close();
        await removeRunners();
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
        await rm(platform.folder, { recursive: true, force: true });
    });

    const ref = (name: string): Promise<string> => git(platform.origin, "rev-parse", name);

    /** Runs of GitHub: a prod identity's keys stand for the session of an entry role, whose token only GitHub signs. */
    async function gitHubRun(name: string, event: object): Promise<readonly StepResult[]> {
        const { origin, env, entry } = platform;
        const variables = (key: object): Record<string, string> => {
            const {
                accessKeyId,
                secretAccessKey,
                sessionToken = "",
            } = key as Record<string, string>;
            return {
                AWS_ACCESS_KEY_ID: accessKeyId ?? "",
                AWS_SECRET_ACCESS_KEY: secretAccessKey ?? "",
                AWS_SESSION_TOKEN: sessionToken,
            };
        };
        const run: GitHubRun = {
            origin,
            github: {
                repository: "acme/iam-profiles",
                token: "ghs_test",
                server_url: "https://github.com",
                run_id: "1",
                workflow: name,
                ref_type: "branch",
                ...event,
            },
            vars: {
                AWS_REGION: "us-east-1",
                AWS_PREVIEW_ROLE_ARN: "preview",
                AWS_DEPLOY_ROLE_ARN: "deploy",
                AWS_ENTRY_ROLE_ARN: "entry",
                AWS_AUDIT_ROLE: "PSKRoles/PSKAccessAuditRole",
                PULUMI_BACKEND_URL: `file://${folders.backend}`,
            },
            secrets: { PULUMI_CONFIG_PASSPHRASE: "", WEBHOOK_URL: "" },
            env: {
                ...env,
                GITHUB_API_URL: gitHub.api,
                GITHUB_REPOSITORY: "acme/iam-profiles",
            },
            enter: async (role, from) => {
                if (from === undefined) return variables(entry);
                const source = {
                    accessKeyId: from["AWS_ACCESS_KEY_ID"] ?? "",
                    secretAccessKey: from["AWS_SECRET_ACCESS_KEY"] ?? "",
                };
                const endpoint = env["AWS_ENDPOINT_URL"] ?? "";
                return variables(await assume({ region: "us-east-1", endpoint }, source, role));
            },
        };
        return runWorkflow(name, run);
    }

    const onMain = async (): Promise<object> => ({
        sha: await ref("main"),
        ref: "refs/heads/main",
        event_name: "push",
    });
    const onPullRequest = async (): Promise<object> => ({
        sha: merge,
        ref: "refs/pull/7/merge",
        event_name: "pull_request",
        event: {
            pull_request: {
                number: 7,
                base: { sha: await ref("main") },
                head: { repo: { full_name: "acme/iam-profiles" } },
            },
        },
    });

    /** Of CircleCI: the real entry role, by a token that the local AWS doesn't verify. */
    async function circleRun(
        jobs: readonly (readonly [string, Readonly<Record<string, string>>])[],
        revision: string,
        more: Readonly<Record<string, string>> = {},
        entryRole = "PSKDeploy",
    ): Promise<readonly StepResult[]> {
        const workspace = await mkdtemp(path.join(tmpdir(), "circle-"));
        const results: StepResult[] = [];
        for (const [name, parameters] of jobs) {
            const run = await runCircleJob(name, parameters, {
                origin: platform.origin,
                revision,
                workspace,
                env: {
                    ...platform.env,
                    CIRCLE_JOB: name,
                    CIRCLE_BUILD_URL: "https://circleci.example/1",
                    CIRCLE_OIDC_TOKEN: circleToken(""),
                    CIRCLE_OIDC_TOKEN_V2: circleToken(
                        "/vcs-origin/github.com/acme/iam-profiles/vcs-ref/refs/heads/main",
                    ),
                    AWS_ROLE_ARN: `arn:aws:iam::111111111111:role/PSKPipelines/prod/${entryRole}`,
                    AUDIT_ROLE: "PSKRoles/PSKAccessAuditRole",
                    PULUMI_BACKEND_URL: `file://${folders.backend}`,
                    PULUMI_CONFIG_PASSPHRASE: "",
                    GITHUB_API_URL: gitHub.api,
                    GITHUB_TOKEN: "ghs_test",
                    ...more,
                },
                afterIdentity: async (bashEnv) => {
                    // The stand-in provider reads no profiles, so what the profile leads to is handed on.
                    const module = require.resolve("@aws-sdk/credential-provider-node");
                    const script = `node -e '
                        require("${module}").defaultProvider()().then(
                            ({ accessKeyId, secretAccessKey, sessionToken }) =>
                                console.log([accessKeyId, secretAccessKey, sessionToken].join(" ")),
                        )'`;
                    const { output } = await runShell({
                        script,
                        cwd: workspace,
                        env: { ...platform.env, BASH_ENV: bashEnv },
                    });
                    const [id = "", secret = "", session = ""] = output.trim().split(" ");
                    expect(id, output).to.match(/^ASIA/);
                    return {
                        AWS_ACCESS_KEY_ID: id,
                        AWS_SECRET_ACCESS_KEY: secret,
                        AWS_SESSION_TOKEN: session,
                    };
                },
            });
            results.push(...run);
        }
        await rm(workspace, { recursive: true, force: true });
        return results;
    }

    /** As CircleCI's tokens are; nothing here verifies the signature. */
    function circleToken(ref: string): string {
        const { organizationId, projectId } = circle;
        const part = (value: object): string =>
            Buffer.from(JSON.stringify(value)).toString("base64url");
        const claims = {
            iss: `https://oidc.circleci.com/org/${organizationId}`,
            aud: organizationId,
            sub: `org/${organizationId}/project/${projectId}/user/5b6e1c1e-2b0a-4c57-9d3e-6f1a2b3c4d5e${ref}`,
            exp: Math.floor(Date.now() / 1_000) + 3_600,
        };
        return `${part({ alg: "RS256" })}.${part(claims)}.signature`;
    }

    const failures = (results: readonly StepResult[]): readonly string[] =>
        results
            .filter(({ code }) => code !== 0)
            .map(({ job, step, output }) => `${job}: ${step}\n${output.slice(-3_000)}`);
    const stepsOf = (results: readonly StepResult[], job: string): readonly string[] =>
        results.filter((one) => one.job === job).map(({ step }) => step.split("\n")[0] ?? "");

    it("GitHub: a merge deploys state, then nonprod", async () => {
        const results = await gitHubRun("deploy.yml", await onMain());
        expect(failures(results)).to.deep.equal([]);
        expect(stepsOf(results, "state")).to.have.length(1);
        expect(stepsOf(results, "nonprod")).to.have.length(1);
        expect(stepsOf(results, "prod")).to.deep.equal([]);
    });

    it("GitHub: a tag of a merged commit deploys prod, and of another commit nothing", async () => {
        const tag = { ref: "refs/tags/v1", ref_type: "tag", event_name: "push" };
        const merged = await gitHubRun("deploy.yml", { ...tag, sha: await ref("main") });
        expect(failures(merged)).to.deep.equal([]);
        expect(stepsOf(merged, "prod")).to.have.length(1);
        const other = await gitHubRun("deploy.yml", { ...tag, sha: pullRequest.head });
        expect(other.map(({ job, code }) => [job, code])).to.deep.equal([
            ["accounts", 1],
            ["notify", 0],
        ]);
        expect(other[0]?.output).to.include("is not part of origin/main");
    });

    it("GitHub: the weekly jobs read, rotate, and find nothing", async () => {
        const results = await gitHubRun("weekly.yml", await onMain());
        expect(failures(results)).to.deep.equal([]);
        expect([...new Set(results.map(({ job }) => job))]).to.deep.equal([
            "drift",
            "live",
            "rotate",
        ]);
    });

    it("GitHub: a pull request that adds a path into prod fails, with the hop at its file and line", async () => {
        const results = await gitHubRun("pull-request.yml", await onPullRequest());
        expectRefusal(results);
        const gate = results.find(({ code }) => code !== 0);
        expect(gate?.output).to.include(`::error file=identities/catalogue.ts,line=${line}::`);
        expect(pullRequest.comments.at(-1)).to.include("PSKReleaseServiceAccount");
        // All accounts are shown, though the judge objects.
        expect(stepsOf(results, "preview")).to.have.length(3);
    });

    it("GitHub: the same one passes with the label and an owner's approval", async () => {
        pullRequest.labels = ["access-change-approved"];
        pullRequest.approvedBy = "jane";
        const results = await gitHubRun("pull-request.yml", await onPullRequest());
        expect(failures(results)).to.deep.equal([]);
        pullRequest.labels = [];
        delete pullRequest.approvedBy;
    });

    /** One step fails, the judge's, and names the hop. */
    function expectRefusal(results: readonly StepResult[]): void {
        const [first = "", ...more] = failures(results);
        expect(more).to.deep.equal([]);
        expect(first).to.match(/^judge: node -r ts-node\/register scripts\/ci\/accessGate\.ts /);
        const user =
            "arn:aws:iam::111111111111:user/PSKServiceAccounts/prod/PSKReleaseServiceAccount";
        const role = "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformHostedZonesRole";
        expect(first).to.include(
            `    identities/catalogue.ts:${line}: AssumeRole: ${user} -> ${role} (sts:AssumeRole)`,
        );
    }

    const fromFork = {
        CIRCLE_PULL_REQUEST: "https://github.com/acme/iam-profiles/pull/7",
        CIRCLE_PROJECT_USERNAME: "acme",
        CIRCLE_PROJECT_REPONAME: "iam-profiles",
    };

    it("CircleCI: the same pull request fails there too", async () => {
        const { head } = pullRequest;
        const branch = { ...fromFork, CIRCLE_SHA1: head };
        expectRefusal(
            await circleRun(
                [
                    ["report", {}],
                    ["judge", {}],
                ],
                head,
                branch,
            ),
        );
        expect(pullRequest.sarif).to.have.length.greaterThan(0);
        const previews = await circleRun([["preview", {}]], head, branch, "PSKPreview");
        expect(failures(previews)).to.deep.equal([]);
    });

    it("CircleCI: main deploys state and nonprod, a tag prod, and each week is audited and rotated", async () => {
        const results = await circleRun(
            [
                ["up", { environment: "state", runners: "1" }],
                ["up", { environment: "nonprod", runners: "2" }],
                ["up", { environment: "prod", runners: "1" }],
                ["audit", { what: "drift" }],
                ["audit", { what: "access" }],
                ["rotate", {}],
            ],
            await ref("main"),
        );
        expect(failures(results)).to.deep.equal([]);
    });
});
