import { LocalWorkspace } from "@pulumi/pulumi/automation";

import { identityName } from "../identities/identity";
import type { Settings } from "../platform/config";
import type { Catalogues } from "../program";
import { assumeMatrix } from "../sandbox/assumeMatrix";
import type { Deployer } from "../sandbox/deploy";
import { differences } from "../sandbox/matrix";
import { stateIam, withTemporaryKeys } from "../sandbox/temporaryKeys";
import type { Sandbox } from "../sandbox/up";

/**
 * Deploys stacks without the policy pack, which judges hundreds of alike stacks alike, and each takes seconds of it.
 *
 * @param onStack hears of each stack that is done
 */
export async function deployPlainly(
    { folders, command, project, program, environment }: Deployer,
    stacks: readonly Settings[],
    onStack: (name: string) => void,
): Promise<void> {
    for (const settings of stacks) {
        const stack = await LocalWorkspace.createOrSelectStack(
            { stackName: settings.account.name, projectName: project, program },
            { workDir: folders.work, pulumiCommand: command, envVars: environment(settings) },
        );
        await stack.up({ suppressProgress: true, onOutput: () => undefined });
        onStack(settings.account.name);
    }
}

/** Totals of an STS matrix. */
export interface Totals {
    readonly cells: number;
    readonly assumed: number;
    /** Cells whose answer isn't the expected one, as text, at most 10. */
    readonly wrong: readonly string[];
    readonly wrongCount: number;
}

/** Asks STS for every role in every account, with the own keys of the first identities. @param asked how many */
export async function matrixTotals(
    { endpoint, project }: Sandbox,
    { identities, roles }: Catalogues,
    asked: number,
): Promise<Totals> {
    const [state] = project.stacks;
    if (state === undefined) throw new Error("Pulumi.yaml has no accounts.");
    const some = identities.serviceAccounts.slice(0, asked);
    const names = some.map((identity) => identityName(state.prefix, identity));
    // Rotation knows the checkout's own identities alone.
    const cells = await withTemporaryKeys(stateIam(endpoint, state), names, (keys) =>
        assumeMatrix(endpoint, state, state.accounts, some, roles, keys),
    );
    const wrong = differences(cells);
    return {
        cells: cells.length,
        assumed: cells.filter(({ actual }) => actual === "assumed").length,
        wrong: wrong
            .slice(0, 10)
            .map((cell) => `${cell.identity} ${cell.roleArn}: ${cell.expected}, ${cell.actual}`),
        wrongCount: wrong.length,
    };
}
