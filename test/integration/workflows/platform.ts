import { chmod, cp, mkdir, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { PulumiFn } from "@pulumi/pulumi/automation";

import { checkout } from "../../../platform/checkout";
import { withSetting } from "../../../platform/stackSetting";
import { contractOfSandbox } from "../../../sandbox/contract";
import { ensureEngine } from "../../../sandbox/engine";
import type { SandboxFolders } from "../../../sandbox/folders";
import { storedKeys } from "../../../sandbox/storedKeys";
import { openSandbox } from "../../../sandbox/up";
import { git } from "./steps";

/** A platform whose repository and accounts are this machine's. */
export interface LocalPlatform {
    readonly folder: string;
    /** The repository that runs clone. */
    readonly origin: string;
    /** A work tree of it, on branch main. */
    readonly repository: string;
    /** Variables of every step. */
    readonly env: Readonly<Record<string, string>>;
    /** Keys of a prod identity, which stand for the session of an entry role. */
    readonly entry: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const left = ["node_modules", ".git", ".sandbox", ".cache", ".bootstrap", "coverage"];
/** CircleCI's ids of an organization and a project. */
export const circle = {
    organizationId: "3f1c2a64-8d5e-4b7a-9c10-2e4f6a8b0c1d",
    projectId: "0b8e5c2a-1f47-4d9b-8a36-7c5d4e3f2a1b",
};
const pipelines = `import { ownCircleCiPipelines } from "./federation/ownPipelines";
import type { Pipeline } from "./identity";

export const pipelines: readonly Pipeline[] = ownCircleCiPipelines(
    ${JSON.stringify(circle)},
    "github.com/acme/iam-profiles",
);
`;

/** A copy of this checkout as a team has it, deployed into a sandbox by an administrator. */
export async function localPlatform(folders: SandboxFolders): Promise<LocalPlatform> {
    const quiet = (): void => undefined;
    const folder = await mkdtemp(path.join(tmpdir(), "workflows-"));
    const repository = path.join(folder, "repository");
    await cp(checkout, repository, {
        recursive: true,
        filter: (source) =>
            !left.includes(path.relative(checkout, source).split(path.sep)[0] ?? ""),
    });
    await symlink(path.join(checkout, "node_modules"), path.join(repository, "node_modules"));
    await writeFile(path.join(repository, "identities", "pipelines.ts"), pipelines);
    const projectFile = path.join(repository, "Pulumi.yaml");
    const project = await readFile(projectFile, "utf8");
    const issuer = `{ "oidc.circleci.com/org/${circle.organizationId}": prod }`;
    await writeFile(
        projectFile,
        project.replace(/(issuers:\n(?:.*\n)*?\s+default: )\{\}/, `$1${issuer}`),
    );

    const { program } = createRequire(__filename)(path.join(repository, "program.ts")) as {
        program: () => ReturnType<PulumiFn>;
    };
    const sandbox = await openSandbox(folders, quiet, undefined, repository, () => program());
    const { deployer, endpoint } = sandbox;
    for (const settings of sandbox.project.stacks) {
        const stack = await LocalWorkspace.createOrSelectStack(
            {
                stackName: settings.account.name,
                projectName: sandbox.project.name,
                program: deployer.program,
            },
            {
                workDir: folders.work,
                pulumiCommand: deployer.command,
                envVars: deployer.environment(settings),
            },
        );
        await stack.up();
        const name = `Pulumi.${settings.account.name}.yaml`;
        const text = await readFile(path.join(folders.work, name), "utf8");
        const role = `arn:aws:iam::${settings.account.id}:role/PSKRoles/PSKIamProfilesRole`;
        const file = path.join(repository, name);
        await writeFile(file, withSetting(name, text, "iam-profiles:deployRoleArn", role));
    }
    const [state] = sandbox.project.stacks;
    if (state === undefined) throw new Error("no state stack");
    const contract = await contractOfSandbox(folders, sandbox.project.name, state);
    const keys = await storedKeys(endpoint, state, contract, quiet);
    const entry = keys.get("PSKProdServiceAccount");
    if (entry === undefined) throw new Error("no key");

    await git(repository, "init", "--quiet", "--initial-branch", "main");
    await git(repository, "add", "--all", "--", ":!node_modules");
    await git(repository, "commit", "--quiet", "--message", "The platform");
    const origin = path.join(folder, "origin.git");
    await git(folder, "clone", "--quiet", "--bare", repository, origin);
    await git(repository, "remote", "add", "origin", origin);

    const bin = path.join(folder, "bin");
    await mkdir(bin);
    const pulumi = path.join(bin, "pulumi");
    const register = path.join(checkout, "node_modules", "ts-node", "register");
    const shim = path.join(__dirname, "pulumi.ts");
    await writeFile(pulumi, `#!/bin/sh\nexec node -r '${register}' '${shim}' "$@"\n`);
    await chmod(pulumi, 0o755);
    const { binary } = await ensureEngine(quiet);
    const given = deployer.environment(state);
    return {
        folder,
        origin,
        repository,
        entry,
        env: {
            PATH: `${bin}${path.delimiter}${given["PATH"] ?? ""}`,
            TEST_PULUMI_ENGINE: binary,
            AWS_ENDPOINT_URL: endpoint,
            AWS_REGION: "us-east-1",
            AWS_EC2_METADATA_DISABLED: "true",
            AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
            PULUMI_HOME: given["PULUMI_HOME"] ?? "",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        },
    };
}
