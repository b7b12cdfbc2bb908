import type { PlannedResource } from "../../plan/plannedResource";

/** A resource of an import file. */
export interface ImportEntry {
    readonly type: string;
    /** Unique in the file, since parents are found by it: `TYPE::NAME`. */
    readonly name: string;
    /** The program's name for it. */
    readonly logicalName: string;
    /** Absent for components. */
    readonly id?: string;
    readonly component?: true;
    /** `name` of another entry. */
    readonly parent?: string;
    /** Key of `nameTable`. */
    readonly provider?: string;
}

/**
 * What `pulumi import --file` reads.
 *
 * @see https://www.pulumi.com/docs/iac/guides/migration/import/#bulk-import-operations
 */
export interface ImportFile {
    /** URNs of providers by their name in the file. */
    readonly nameTable: Readonly<Record<string, string>>;
    /** Inputs of providers that the stack doesn't have yet: the engine creates them (Pulumi 3.220 to 3.250 at least). */
    readonly providerInputs: Readonly<Record<string, PlannedResource["props"]>>;
    readonly resources: readonly ImportEntry[];
}

/** A resource of the program, and the id of what it adopts. */
export interface Adopted {
    readonly resource: PlannedResource;
    readonly id: string;
}

/** Names a resource among all of a stack: two of a type have different names. */
export const entryName = ({ type, name }: Pick<PlannedResource, "type" | "name">): string =>
    `${type}::${name}`;

/** URN of a resource at the top of a stack. */
export const topUrn = (project: string, stack: string, entry: string): string =>
    `urn:pulumi:${stack}::${project}::${entry}`;

/**
 * The import file of a stack: each adopted resource with its components and its provider, all named as the program registers
 * them.
 *
 * @param resources all of the stack, as rendered
 */
export function importFile(
    project: string,
    stack: string,
    resources: readonly PlannedResource[],
    adopted: readonly Adopted[],
): ImportFile {
    const byName = new Map(resources.map((resource) => [entryName(resource), resource]));
    const components = new Map<string, ImportEntry>();
    const addComponent = (name: string | undefined): void => {
        if (name === undefined || components.has(name)) return;
        const component = byName.get(name);
        if (component === undefined) throw new Error(`stack "${stack}" has no component ${name}`);
        addComponent(component.parent);
        components.set(name, { ...entryOf(component), component: true });
    };
    const entries = adopted.map(({ resource, id }): ImportEntry => {
        addComponent(resource.parent);
        const { provider } = resource;
        return { ...entryOf(resource), id, ...(provider === undefined ? {} : { provider }) };
    });
    const providers = [...new Set(entries.flatMap(({ provider }) => provider ?? []))];
    return {
        nameTable: Object.fromEntries(
            providers.map((name) => [name, topUrn(project, stack, name)]),
        ),
        providerInputs: Object.fromEntries(
            providers.map((name) => [name, providerInputs(byName.get(name))]),
        ),
        resources: [...components.values(), ...entries],
    };
}

/** The engine keeps a provider's version among its inputs. */
export const providerInputs = (
    provider: PlannedResource | undefined,
): Readonly<Record<string, unknown>> => ({
    ...provider?.props,
    ...(provider?.version === undefined ? {} : { version: provider.version }),
});

const entryOf = (resource: PlannedResource): ImportEntry => ({
    type: resource.type,
    name: entryName(resource),
    logicalName: resource.name,
    ...(resource.parent === undefined ? {} : { parent: resource.parent }),
});
