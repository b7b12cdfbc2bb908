import { isObject } from "../../platform/isObject";

/** An account's part of ARNs. */
export interface ArnScope {
    readonly partition: string;
    readonly accountId: string;
}

/** A stack's deployment, as `pulumi stack export` has it. */
export type Deployment = Readonly<Record<string, unknown>>;

/**
 * Ids of resources by their type and inputs: those that AWS refuses to create twice, and whose id is known without asking.
 * All other types of this project are set by calls that may be repeated, or have names of their own each time.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/ (Import)
 */
const idOf: Readonly<
    Record<string, (inputs: Readonly<Record<string, unknown>>, scope: ArnScope) => string>
> = {
    "aws:iam/role:Role": ({ name }) => String(name),
    "aws:iam/user:User": ({ name }) => String(name),
    "aws:iam/group:Group": ({ name }) => String(name),
    "aws:iam/policy:Policy": ({ name, path = "/" }, { partition, accountId }) =>
        `arn:${partition}:iam::${accountId}:policy${String(path)}${String(name)}`,
    // Secrets Manager takes a secret's name where it takes an ARN, whose end is random.
    "aws:secretsmanager/secret:Secret": ({ name }) => String(name),
};

/**
 * What a killed run left open: AWS calls that it began, and whose result it didn't record. A creation may have been carried
 * out, and is taken into the state by its id, so that the next refresh finds it or drops it; any other call is repeated by the
 * next update.
 *
 * @returns undefined if nothing is open
 */
export function withoutPending(deployment: Deployment, scope: ArnScope): Deployment | undefined {
    const pending = listOf(deployment["pending_operations"]);
    if (pending.length === 0) return undefined;
    const resources = listOf(deployment["resources"]);
    const known = new Set(resources.map(({ urn }) => urn));
    const found = pending
        .filter(({ type }) => type === "creating")
        .flatMap(({ resource }) => (isObject(resource) ? [resource] : []))
        .filter(({ urn }) => !known.has(urn))
        .flatMap((resource) => {
            const find = idOf[String(resource["type"])];
            const inputs = resource["inputs"];
            if (find === undefined || !isObject(inputs)) return [];
            return [{ ...resource, id: find(inputs, scope), outputs: inputs }];
        });
    return { ...deployment, resources: [...resources, ...found], pending_operations: [] };
}

const listOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
    Array.isArray(value) ? value.filter(isObject) : [];
