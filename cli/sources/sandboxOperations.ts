import { deployedAccounts } from "../../platform/accounts";
import { run } from "../../platform/childProcess";
import type { Settings } from "../../platform/config";
import type { SandboxFolders } from "../../sandbox/folders";
import { sandboxFolders } from "../../sandbox/folders";
import { contractOfSandbox } from "../../sandbox/contract";
import { ensureEngine } from "../../sandbox/engine";
import { engineEnvironment } from "../../sandbox/engineEnvironment";
import { localAwsStatus } from "../../sandbox/localAws";
import { readAccounts } from "../../operations/liveAccount";
import {
    readProjectFile,
    readStackConfig,
    readStateSettings,
    settingsOf,
} from "../../platform/projectFiles";
import { renderStacks } from "../../plan/renderStacks";
import { program } from "../../program";
import { progress } from "../action";
import { checkedCatalogues, ownCatalogues } from "../../roles/checkCatalogues";
import type { Operations } from "../operations";
import { sandboxClients } from "./sandbox";
import { withBoundaries } from "./sandboxBoundaries";

/** Listings of credentials that the local AWS doesn't have, so that nothing of their kind can be there either. */
const lacks = ["ListSSHPublicKeys", "ListSigningCertificates", "ListServiceSpecificCredentials"];

/**
 * The accounts and stacks of a sandbox.
 *
 * @throws Error with the command that starts it
 */
export async function openSandboxOperations(
    folders: SandboxFolders = sandboxFolders(),
    catalogues = ownCatalogues,
): Promise<Operations> {
    const localAws = await localAwsStatus(folders.localAws);
    if (localAws.state !== "running") {
        throw new Error("The sandbox is not running. Start it: npm start");
    }
    const { endpoint } = localAws;
    const settings = await readStateSettings(folders.work);
    const project = await readProjectFile(folders.work);
    const clientFor = sandboxClients(endpoint, settings.region);
    return {
        settings,
        project: project.name,
        catalogues: checkedCatalogues(settings, catalogues),
        caller: `arn:${settings.partition}:iam::${settings.stateAccount.id}:root`,
        clientFor,
        lacks,
        signInCommand: (user) => `npm run sandbox -- sign-in ${user}`,
        readAccounts: () =>
            readAccounts(deployedAccounts(settings.accounts), {
                prefix: settings.prefix,
                clientFor,
                complete: withBoundaries,
                lacks,
            }),
        // As they are written: checked catalogues are those of one account.
        render: () => renderStacks(folders.work, catalogues),
        readContract: () => contractOfSandbox(folders, project.name, settings),
        up: async (stack) => {
            // Loaded late: what only reads runs no engine.
            const { upStack } = await import("../../sandbox/deploy");
            const engine = await ensureEngine(progress);
            const config = await readStackConfig(folders.work, stack, project.name);
            await upStack(
                {
                    folders,
                    command: engine.command,
                    project: project.name,
                    program: () => program(catalogues),
                    environment: (of) => engineEnvironment(folders, endpoint, of),
                },
                settingsOf(project, stack, config),
                true,
            );
        },
        pulumi: async (args, stack) => {
            const { binary } = await ensureEngine(progress);
            return run(binary, [...args, "--stack", stack, "--non-interactive"], {
                cwd: folders.work,
                env: {
                    ...process.env,
                    ...engineEnvironment(folders, endpoint, inAccount(settings, stack)),
                },
            });
        },
    };
}

/** The settings of another account: for the engine's environment, the account is what differs. */
const inAccount = (settings: Settings, stack: string): Settings => ({
    ...settings,
    account: settings.accounts.find(({ name }) => name === stack) ?? settings.account,
});
