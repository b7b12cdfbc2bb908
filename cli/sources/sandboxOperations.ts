import { run } from "../../platform/childProcess";
import type { Settings } from "../../platform/config";
import type { SandboxFolders } from "../../sandbox/folders";
import { sandboxFolders } from "../../sandbox/folders";
import { ensureEngine } from "../../sandbox/engine";
import { engineEnvironment } from "../../sandbox/engineEnvironment";
import { localAwsStatus } from "../../sandbox/localAws";
import { readAccounts } from "../../operations/liveAccount";
import { readProjectFile, readStateSettings } from "../../platform/projectFiles";
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
    const { name } = await readProjectFile(folders.work);
    const engine = await ensureEngine(progress);
    const clientFor = sandboxClients(endpoint, settings.region);
    return {
        settings,
        project: name,
        catalogues: checkedCatalogues(settings, catalogues),
        caller: `arn:${settings.partition}:iam::${settings.stateAccount.id}:root`,
        clientFor,
        readAccounts: () =>
            readAccounts(settings.accounts, {
                prefix: settings.prefix,
                clientFor,
                complete: withBoundaries,
                lacks,
            }),
        pulumi: (args, stack) =>
            run(engine.binary, [...args, "--stack", stack, "--non-interactive"], {
                cwd: folders.work,
                env: {
                    ...process.env,
                    ...engineEnvironment(folders, endpoint, settingsOf(settings, stack)),
                },
            }),
    };
}

/** The settings of another account: for the engine's environment, the account is what differs. */
const settingsOf = (settings: Settings, stack: string): Settings => ({
    ...settings,
    account: settings.accounts.find(({ name }) => name === stack) ?? settings.account,
});
