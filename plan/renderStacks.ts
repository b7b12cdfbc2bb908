import type { RawConfig, Settings } from "../platform/config";
import { contractOutput } from "../identities/contract";
import type { Catalogues } from "../program";
import { asText, readProjectFile, readStackConfig, settingsOf } from "../platform/projectFiles";
import type { ProjectFile } from "../platform/projectFiles";
import { PlanError } from "./plannedResource";
import { renderStack } from "./renderStack";
import type { RenderedStack } from "./renderStack";

/**
 * Every stack of the registry as the code makes it, with mocks and without network. The state stack comes first, since
 * the others read its contract.
 *
 * While it runs, errors have no stack trace.
 *
 * @param folder of Pulumi.yaml and the stack files
 * @param catalogues what to deploy, if not the project's own
 * @throws ConfigError, ContractError and whatever else the program refuses
 * @throws PlanError for a resource type that isn't in mockAws.ts, and for stacks with different registries
 */
export async function renderStacks(
    folder: string,
    catalogues?: Catalogues,
): Promise<readonly RenderedStack[]> {
    const project = await readProjectFile(folder);
    // Were the registry empty, the settings of any stack say so.
    const names = project.accounts.length > 0 ? project.accounts : ["state"];
    const stacks = await Promise.all(names.map((name) => readStack(folder, project, name)));
    return renderAll(project.name, stacks, catalogues);
}

/**
 * Every stack of a platform.
 *
 * @param stacks all of them, in whatever order
 * @throws as `renderStacks` does
 */
export async function renderAll(
    project: string,
    stacks: readonly StackSettings[],
    catalogues?: Catalogues,
): Promise<readonly RenderedStack[]> {
    requireOneRegistry(stacks);
    // The SDK takes a stack trace with every promise, which takes longer than all the rest.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
        const rendered: RenderedStack[] = [];
        for (const { settings, config } of stateFirst(stacks)) {
            const contract = rendered[0]?.outputs[contractOutput];
            rendered.push(await renderStack({ project, settings, config, contract, catalogues }));
        }
        return rendered;
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}

/** A stack's settings, and what they were read from. */
export interface StackSettings {
    readonly settings: Settings;
    readonly config: RawConfig;
}

async function readStack(
    folder: string,
    project: ProjectFile,
    name: string,
): Promise<StackSettings> {
    const config = await readStackConfig(folder, name);
    return {
        settings: settingsOf(project, name, config),
        config: { ...project.config, ...asText(config) },
    };
}

/** A stack file may have a registry of its own, and then the stacks would be no one platform. */
function requireOneRegistry([first, ...others]: readonly StackSettings[]): void {
    const registry = (stack: StackSettings | undefined): string =>
        JSON.stringify(stack?.settings.accounts);
    const different = others.filter((stack) => registry(stack) !== registry(first));
    if (different.length === 0) return;
    const firstName = first?.settings.account.name ?? "";
    throw new PlanError(
        "the stacks",
        different.map(
            ({ settings: { account } }) =>
                `Pulumi.${account.name}.yaml has other accounts than Pulumi.${firstName}.yaml; keep them in Pulumi.yaml alone`,
        ),
    );
}

const stateFirst = (stacks: readonly StackSettings[]): readonly StackSettings[] => {
    const isState = ({ settings }: StackSettings): boolean =>
        settings.account.environment === "state";
    return [...stacks.filter(isState), ...stacks.filter((stack) => !isState(stack))];
};
