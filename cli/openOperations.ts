import { contractOfStack } from "../identities/readContract";
import { readAccounts } from "../operations/liveAccount";
import { renderStacks } from "../plan/renderStacks";
import { deployedAccounts } from "../platform/accounts";
import { checkout } from "../platform/checkout";
import { run } from "../platform/childProcess";
import { readProjectFile, readStateSettings } from "../platform/projectFiles";
import { checkedCatalogues } from "../roles/checkCatalogues";
import { progress } from "./action";
import type { Operations, OperationsOptions } from "./operations";
import { showCount } from "./showCount";
import { registryAccounts } from "./sources/registryAccounts";

const upArguments = [
    ...["up", "--refresh", "--run-program", "--yes", "--skip-preview", "--non-interactive"],
    ...["--policy-pack", "policy-pack"],
];

/** @throws Error naming what is missing, and the next step */
export async function openOperations({ sandbox, role }: OperationsOptions): Promise<Operations> {
    if (sandbox === true) {
        const { openSandboxOperations } = await import("./sources/sandboxOperations");
        return openSandboxOperations();
    }
    const settings = await readStateSettings(checkout);
    const { name } = await readProjectFile(checkout);
    const { caller, clientFor } = await registryAccounts(settings, role, "--role");
    return {
        settings,
        project: name,
        catalogues: checkedCatalogues(settings),
        caller,
        clientFor,
        readAccounts: () =>
            showCount("accounts read", (onDone) =>
                readAccounts(deployedAccounts(settings.accounts), {
                    prefix: settings.prefix,
                    clientFor,
                    onDone,
                }),
            ),
        render: () => renderStacks(checkout),
        readContract: () => contractOfStack(checkout, settings),
        up: async (stack) => {
            await run("pulumi", [...upArguments, "--stack", stack], {
                cwd: checkout,
                onLine: progress,
            });
        },
        pulumi: (args, stack) => run("pulumi", [...args, "--stack", stack], { cwd: checkout }),
    };
}
