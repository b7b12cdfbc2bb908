import { contractOutput } from "../identities/contract";
import type { Catalogues } from "../program";
import { asText, readProjectFile, readStackConfig, settingsOf } from "../platform/projectFiles";
import type { ProjectFile } from "../platform/projectFiles";
import { instances, kindsOf, templateOf } from "./kinds";
import type { Kind } from "./kinds";
import { renderStack } from "./renderStack";
import type { RenderedStack } from "./renderStack";
import type { StackSettings } from "./stackSettings";

/**
 * Renders every stack of the registry, with mocks and without network. The state stack comes first, since the others read
 * its contract.
 *
 * Stacks that differ by their account's name and id alone are rendered once, as a template. This takes the program to treat such
 * accounts alike; one that looks at an id would have to be rendered account by account.
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
        const [state, ...others] = stateFirst(stacks);
        if (state === undefined) return [];
        const first = await renderStack({ project, ...state, contract: undefined, catalogues });
        const contract = first.outputs[contractOutput];
        const render = (stack: StackSettings): Promise<RenderedStack> =>
            renderStack({ project, ...stack, contract, catalogues });
        const byName = new Map<string, RenderedStack>();
        for (const kind of kindsOf(project, others)) {
            for (const one of await renderKind(project, kind, render)) {
                byName.set(one.account.name, one);
            }
        }
        return [
            first,
            ...others.flatMap(({ settings }) => byName.get(settings.account.name) ?? []),
        ];
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}

/** A kind's stacks: from its template where there are several, since to render one takes long. */
async function renderKind(
    project: string,
    kind: Kind,
    render: (stack: StackSettings) => Promise<RenderedStack>,
): Promise<readonly RenderedStack[]> {
    if (kind.members.length > 1) {
        const template = templateOf(project, kind);
        const found = instances(kind, template, await render(template.stack));
        if (found !== undefined) return found;
    }
    const rendered: RenderedStack[] = [];
    for (const stack of kind.members) rendered.push(await render(stack));
    return rendered;
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
