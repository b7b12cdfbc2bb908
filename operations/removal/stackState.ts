import { isObject } from "../../platform/isObject";

/** A resource in a stack's state. */
export interface StateResource {
    readonly urn: string;
    readonly type: string;
    readonly parent: string;
    /** Whether Pulumi refuses to delete it. */
    readonly isProtected: boolean;
    /** Empty for a component. */
    readonly arn: string;
    /** For a provider: ARN of the role that it assumes. */
    readonly assumes?: string;
    /** Of a group membership: its members. */
    readonly users: readonly string[];
    /** Of a group membership: its group. */
    readonly group: string;
}

/** What a stack's state says, as far as a removal depends on it. */
export interface StackState {
    readonly resources: readonly StateResource[];
    /** AWS calls whose result a killed run did not record. */
    readonly pending: number;
}

/**
 * Reads the output of `pulumi stack export`.
 *
 * @throws Error if it is something else
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_export/
 */
export function readStackState(text: string, stack: string): StackState {
    const deployment = objectAt(JSON.parse(text) as unknown, "deployment");
    if (deployment === undefined) {
        throw new Error(
            `the state of stack "${stack}" has no deployment; see: pulumi stack export --stack ${stack}`,
        );
    }
    const list = (key: string): readonly unknown[] =>
        Array.isArray(deployment[key]) ? (deployment[key] as unknown[]) : [];
    return {
        resources: list("resources").filter(isObject).map(resourceOf),
        pending: list("pending_operations").length,
    };
}

function resourceOf(raw: Readonly<Record<string, unknown>>): StateResource {
    const inputs = objectAt(raw, "inputs") ?? {};
    const outputs = objectAt(raw, "outputs") ?? {};
    const assumes = /"roleArn":"([^"]+)"/.exec(textOf(inputs["assumeRoles"]))?.[1];
    const users: unknown = inputs["users"];
    return {
        urn: textOf(raw["urn"]),
        type: textOf(raw["type"]),
        parent: textOf(raw["parent"]),
        isProtected: raw["protect"] === true,
        arn: textOf(outputs["arn"]),
        users: Array.isArray(users) ? users.map(String) : [],
        group: textOf(inputs["group"]),
        ...(assumes === undefined ? {} : { assumes }),
    };
}

/** The logical name of a resource. */
export const logicalName = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

/** A component of that name, and everything in it. */
export function componentOf(
    { resources }: StackState,
    types: readonly string[],
    name: string,
): readonly StateResource[] {
    const roots = resources.filter(
        ({ type, urn }) => types.includes(type) && logicalName(urn) === name,
    );
    const inside = new Set(roots.map(({ urn }) => urn));
    // A parent comes before its children in every state.
    for (const { urn, parent } of resources) if (inside.has(parent)) inside.add(urn);
    return resources.filter(({ urn }) => inside.has(urn));
}

const objectAt = (value: unknown, key: string): Record<string, unknown> | undefined => {
    const found = isObject(value) ? value[key] : undefined;
    return isObject(found) ? found : undefined;
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
