import { rm } from "node:fs/promises";

import type { PulumiFn } from "@pulumi/pulumi/automation";

import { identityName } from "../identities/identity";
import { program } from "../program";
import { checkedCatalogues, ownCatalogues } from "../roles/checkCatalogues";
import type { Catalogues } from "../roles/checkCatalogues";
import { assumeMatrix } from "./assumeMatrix";
import { contractOfSandbox } from "./contract";
import { previewStack, upStack } from "./deploy";
import type { Deployer } from "./deploy";
import type { RunReport } from "../platform/engineEvents";
import { ensureEngine } from "./engine";
import { engineEnvironment } from "./engineEnvironment";
import { checkout } from "../platform/checkout";
import { environments } from "../platform/environments";
import { guardRegistrations } from "../platform/guardRegistrations";
import { buildPolicyPack } from "./policyPack";
import { policyPackIn } from "./folders";
import type { SandboxFolders } from "./folders";
import { ensureLocalAws, stopLocalAws } from "./localAws";
import type { Cell } from "./matrix";
import { withPeoplesCredentials } from "./peoplesCredentials";
import { pipelineSessions } from "./pipelineSessions";
import { ensureProviders } from "./providers";
import { wasKilled } from "./stackFiles";
import { storedKeys } from "./storedKeys";
import { fillWorkFolder } from "./workFolder";
import type { Project } from "./workFolder";

export type Progress = (line: string) => void;

/** A running sandbox: the address of its AWS, and how to run the engine on it. */
export interface Sandbox {
    readonly endpoint: string;
    readonly project: Project;
    readonly deployer: Deployer;
}

/** What `up` did. */
export interface UpResult {
    readonly endpoint: string;
    readonly stacks: readonly { readonly stack: string; readonly changes: RunReport["changes"] }[];
    readonly matrix: readonly Cell[];
}

/** The program as index.ts runs it. */
export const sandboxProgram: PulumiFn = () => {
    guardRegistrations();
    return program();
};

/**
 * Brings up the engine, the local AWS and the configuration of a sandbox; deploys nothing.
 *
 * @param source folder of Pulumi.yaml and the stack files
 * @param deploy the Pulumi program
 * @param restarts whether a sandbox whose last run was killed begins again with an empty local AWS; else its stacks' locks and
 *     unfinished AWS calls are the caller's to clear
 */
export async function openSandbox(
    folders: SandboxFolders,
    progress: Progress,
    signal?: AbortSignal,
    source: string = checkout,
    deploy: PulumiFn = sandboxProgram,
    restarts = true,
): Promise<Sandbox> {
    const project = await fillWorkFolder(source, folders.work);
    buildPolicyPack(policyPackIn(folders));
    const engine = await ensureEngine(progress, signal);
    progress(`engine: Pulumi ${engine.version} (${engine.origin})`);

    if (restarts && (await wasKilled(folders.backend))) {
        progress("an earlier run was killed; starting again with an empty local AWS");
        await stopLocalAws(folders.localAws);
    }
    const localAws = await ensureLocalAws(folders.localAws, progress, signal);
    // The stacks' state describes an earlier local AWS; a new one is empty.
    if (localAws.started) await rm(folders.backend, { recursive: true, force: true });
    progress(`local AWS: ${localAws.endpoint}${localAws.started ? " (started)" : ""}`);

    const [state] = project.stacks;
    if (state === undefined) throw new Error("Pulumi.yaml has no accounts.");
    const providers = await ensureProviders(
        engine,
        folders.providers,
        engineEnvironment(folders, localAws.endpoint, state),
        progress,
    );
    progress(`providers: ${providers}`);
    return {
        endpoint: localAws.endpoint,
        project,
        deployer: {
            folders,
            command: engine.command,
            project: project.name,
            program: deploy,
            environment: (settings) => engineEnvironment(folders, localAws.endpoint, settings),
            ...(signal === undefined ? {} : { signal }),
        },
    };
}

/**
 * Deploys every stack, the state stack first, each after a preview that the policy pack passed, fills the secrets, and
 * asks STS for the whole matrix with the keys that they hold.
 *
 * @param onDiff takes the engine's diff of each stack that changes
 * @param given catalogues of the program that the sandbox deploys
 * @throws DeployError at the first stack that a policy, the program or AWS stops
 */
export async function up(
    sandbox: Sandbox,
    progress: Progress,
    onDiff?: (diff: string) => void,
    given: Catalogues = ownCatalogues,
): Promise<UpResult> {
    const { deployer, endpoint, project } = sandbox;
    const stacks = [];
    for (const settings of project.stacks) {
        const stack = settings.account.name;
        let diff = "";
        const preview = await previewStack(
            deployer,
            settings,
            onDiff === undefined ? undefined : (text) => (diff += text),
        );
        const planned = changesText(preview.changes);
        if (planned === "unchanged") {
            progress(`${stack}: unchanged`);
        } else {
            progress(`${stack}: policies passed; planned: ${planned}`);
            onDiff?.(diff);
            const done = await upStack(deployer, settings);
            progress(`${stack}: ${changesText(done.changes)} done`);
        }
        stacks.push({ stack, changes: preview.changes });
    }
    return { endpoint, stacks, matrix: await matrixOf(sandbox, progress, given) };
}

/**
 * Fills the secrets of a deployed sandbox, and asks STS for the whole matrix with the keys that they hold.
 *
 * @param given catalogues of the program that was deployed
 */
export async function matrixOf(
    { deployer, endpoint, project }: Sandbox,
    progress: Progress,
    given: Catalogues = ownCatalogues,
): Promise<readonly Cell[]> {
    const [state] = project.stacks;
    if (state === undefined) throw new Error("Pulumi.yaml has no accounts.");
    // Silences the SDK's Node version warning; versions are pinned by the lockfile.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
    const contract = await contractOfSandbox(deployer.folders, project.name, state);
    const credentials = await storedKeys(endpoint, state, contract, progress);
    const catalogues = checkedCatalogues(state, given);
    progress("calling AssumeRole for every identity, role and account");
    // The order of columns is that of every table.
    const accounts = environments.flatMap((environment) =>
        project.stacks
            .map(({ account }) => account)
            .filter((account) => account.environment === environment),
    );
    const { identities, roles } = catalogues;
    const { serviceAccounts, people } = identities;
    const matrix = await assumeMatrix(
        ...([endpoint, state, accounts, serviceAccounts, roles] as const),
        credentials,
    );
    const names = people.map((person) => identityName(state.prefix, person));
    const ofPeople = await withPeoplesCredentials(endpoint, state, names, async (by) => {
        const ask = [endpoint, state, accounts, people, roles] as const;
        return [
            ...(await assumeMatrix(...ask, by.withMfa, "present")),
            ...(await assumeMatrix(...ask, by.withoutMfa, "absent")),
        ];
    });
    const pipelines = identities.pipelines ?? [];
    const ofPipelines = await assumeMatrix(
        endpoint,
        state,
        accounts,
        pipelines,
        roles,
        await pipelineSessions(endpoint, state, pipelines),
    );
    return [...matrix, ...ofPeople, ...ofPipelines];
}

/** E.g. `3 create, 1 update`. */
function changesText(changes: RunReport["changes"]): string {
    const parts = Object.entries(changes).map(([operation, count]) => `${count} ${operation}`);
    return parts.length === 0 ? "unchanged" : parts.join(", ");
}
