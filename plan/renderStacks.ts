import type { RawConfig, Settings } from "../platform/config";
import { contractOutput } from "../identities/contract";
import type { Catalogues } from "../program";
import { asText, readProjectFile, readStackConfig, settingsOf } from "../platform/projectFiles";
import type { ProjectFile } from "../platform/projectFiles";
import { renderStack } from "./renderStack";
import type { RenderedStack } from "./renderStack";

/**
 * Renders every stack of the registry, with mocks and without network. The state stack comes first, since the others read
 * its contract.
 *
 * Meanwhile, errors of this process have no stack trace.
 *
 * @param folder of Pulumi.yaml and the stack files
 * @param catalogues to deploy instead of the project's own
 * @throws ConfigError, ContractError and other errors of the program
 * @throws ProjectFileError for settings that the engine would read elsewhere or differently
 * @throws PlanError for a resource type that isn't in mockAws.ts
 */
export async function renderStacks(
    folder: string,
    catalogues?: Catalogues,
): Promise<readonly RenderedStack[]> {
    const project = await readProjectFile(folder);
    // If the registry is empty, reading the settings of any stack reports it.
    const names = project.accounts.length > 0 ? project.accounts : ["state"];
    const stacks = await Promise.all(names.map((name) => readStack(folder, project, name)));
    return renderAll(project.name, stacks, catalogues);
}

/**
 * Every stack of a platform.
 *
 * @param stacks all of them, in any order
 * @throws as `renderStacks` does
 */
export async function renderAll(
    project: string,
    stacks: readonly StackSettings[],
    catalogues?: Catalogues,
): Promise<readonly RenderedStack[]> {
    // The SDK captures a stack trace with every promise, which takes longer than everything else.
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
    const config = await readStackConfig(folder, name, project.name);
    return {
        settings: settingsOf(project, name, config),
        config: { ...project.config, ...asText(config) },
    };
}

const stateFirst = (stacks: readonly StackSettings[]): readonly StackSettings[] => {
    const isState = ({ settings }: StackSettings): boolean =>
        settings.account.environment === "state";
    return [...stacks.filter(isState), ...stacks.filter((stack) => !isState(stack))];
};
