import { contractOutput } from "../identities/contract";
import type { Catalogues } from "../program";
import { isDeployedElsewhere } from "../platform/accounts";
import { asText, readProjectFile, readStackConfig, settingsOf } from "../platform/projectFiles";
import type { ProjectFile } from "../platform/projectFiles";
import { kindsOf, renderedKind, templateOf } from "./kinds";
import type { Kind, RenderedKind } from "./kinds";
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
    const { project, stacks } = await readStacks(folder);
    return renderAll(project, stacks, catalogues);
}

/** A platform's stacks before they are rendered. */
export interface ReadStacks {
    /** Name of the project. */
    readonly project: string;
    /** The state stack first. */
    readonly stacks: readonly StackSettings[];
}

/** The settings of every stack of the registry. @param folder of Pulumi.yaml and the stack files @throws as `renderStacks` does */
export async function readStacks(folder: string): Promise<ReadStacks> {
    const project = await readProjectFile(folder);
    // If the registry is empty, reading the settings of any stack reports it.
    const names = project.accounts.length > 0 ? project.accounts : ["state"];
    const stacks = await Promise.all(names.map((name) => readStack(folder, project, name)));
    return { project: project.name, stacks: stateFirst(stacks) };
}

/**
 * Every stack of a platform.
 *
 * @param stacks all of them, in any order
 * @returns the state stack first, the others in the order given
 * @throws as `renderStacks` does
 */
export async function renderAll(
    project: string,
    stacks: readonly StackSettings[],
    catalogues?: Catalogues,
): Promise<readonly RenderedStack[]> {
    const { single, kinds } = await renderKinds(project, stacks, catalogues);
    const all = [
        ...single,
        ...kinds.flatMap(({ members, stackOf }) => members.map((member) => stackOf(member))),
    ];
    const byName = new Map(all.map((stack) => [stack.account.name, stack]));
    return stateFirst(stacks).flatMap(({ settings }) => byName.get(settings.account.name) ?? []);
}

/** Every stack of a platform, those of a kind as its template. */
export interface RenderedKinds {
    /** The state stack first, then those that are alone of their kind. */
    readonly single: readonly RenderedStack[];
    readonly kinds: readonly RenderedKind[];
}

/**
 * @param stacks those that another one deploys are left out: they have nothing
 * @throws as `renderStacks` does
 */
export async function renderKinds(
    project: string,
    stacks: readonly StackSettings[],
    catalogues?: Catalogues,
): Promise<RenderedKinds> {
    const endTraces = withoutStackTraces();
    try {
        const deployed = stacks.filter(({ settings }) => !isDeployedElsewhere(settings.account));
        const [state, ...others] = stateFirst(deployed);
        if (state === undefined) return { single: [], kinds: [] };
        const first = await renderStack({ project, ...state, contract: undefined, catalogues });
        const contract = first.outputs[contractOutput];
        const render = (stack: StackSettings): Promise<RenderedStack> =>
            renderStack({ project, ...stack, contract, catalogues });
        const single = [first];
        const kinds: RenderedKind[] = [];
        for (const kind of kindsOf(project, others)) {
            const found =
                kind.members.length > 1 ? await renderKind(project, kind, render) : undefined;
            if (found !== undefined) kinds.push(found);
            else for (const stack of kind.members) single.push(await render(stack));
        }
        return { single, kinds };
    } finally {
        endTraces();
    }
}

/**
 * Leaves errors without stack frames: the SDK captures a trace with every promise and a whole one with every resource, which
 * takes longer than everything else.
 *
 * @returns ends it
 */
function withoutStackTraces(): () => void {
    const before = { ...Error };
    Error.stackTraceLimit = 0;
    // For traces whose limit the SDK sets itself; those are not mapped to sources either.
    Error.prepareStackTrace = String;
    return () => {
        Reflect.deleteProperty(Error, "prepareStackTrace");
        Object.assign(Error, before);
    };
}

/** A kind's stacks from its template, since to render one takes long; `undefined` if they can't be made from it. */
async function renderKind(
    project: string,
    kind: Kind,
    render: (stack: StackSettings) => Promise<RenderedStack>,
): Promise<RenderedKind | undefined> {
    const template = templateOf(project, kind);
    return renderedKind(kind, template, await render(template.stack));
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
