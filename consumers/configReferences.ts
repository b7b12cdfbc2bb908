import { isObject } from "../platform/isObject";
import type { PlannedChange } from "./plannedChange";

/**
 * Which resources an attribute is taken from. A plan says so in its configuration only: values that are not known yet are
 * missing from it.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export class ConfigReferences {
    readonly #root: unknown;
    readonly #providers: unknown;
    readonly #variables: unknown;
    readonly #changes: readonly PlannedChange[];

    constructor(configuration: unknown, variables: unknown, changes: readonly PlannedChange[]) {
        this.#root = property(configuration, "root_module");
        this.#providers = property(configuration, "provider_config");
        this.#variables = variables;
        this.#changes = changes;
    }

    /** The managed resources of the plan that an attribute refers to, those with the same index first. */
    of(change: PlannedChange, attribute: string): readonly PlannedChange[] {
        const { module, index } = addressOf(change.address);
        const references = list(property(this.#expressionsOf(change), attribute), "references");
        const named = new Set(references.map((reference) => resourceIn(String(reference))));
        const found = this.#changes.filter((other) => {
            const address = addressOf(other.address);
            return (
                other.mode === "managed" && address.module === module && named.has(address.resource)
            );
        });
        const same = found.filter(({ address }) => addressOf(address).index === index);
        return same.length > 0 ? same : found;
    }

    /** Whether the configuration sets an attribute; true also if the plan lacks the resource's configuration. */
    sets(change: PlannedChange, attribute: string): boolean {
        const expressions = this.#expressionsOf(change);
        return expressions === undefined || property(expressions, attribute) !== undefined;
    }

    /** The region of a resource's provider, if the configuration has it as a text or as one of its variables. */
    regionOf(change: PlannedChange): string | undefined {
        const key = property(this.#configOf(change), "provider_config_key") ?? "aws";
        if (typeof key !== "string") return undefined;
        const expressions = property(property(this.#providers, key), "expressions");
        const region = property(expressions, "region");
        const [, variable = ""] =
            /^var\.([\w-]+)$/.exec(String(list(region, "references")[0])) ?? [];
        const value =
            property(region, "constant_value") ??
            property(property(this.#variables, variable), "value");
        return typeof value === "string" ? value : undefined;
    }

    readonly #expressionsOf = (change: PlannedChange): unknown =>
        property(this.#configOf(change), "expressions");

    #configOf({ address }: PlannedChange): unknown {
        const { module, resource } = addressOf(address);
        return list(this.#moduleOf(module), "resources").find(
            (entry) => property(entry, "address") === resource,
        );
    }

    #moduleOf(module: string): unknown {
        const names = [...module.matchAll(/module\.([\w-]+)/g)].map(([, name = ""]) => name);
        return names.reduce<unknown>(
            (at, name) => property(property(property(at, "module_calls"), name), "module"),
            this.#root,
        );
    }
}

/** `module.a["x"].aws_iam_role.this[0]`: the module with its indexes, the resource, and its index. */
function addressOf(address: string): { module: string; resource: string; index: string } {
    const [, module = "", resource = "", index = ""] =
        /^((?:module\.[\w-]+(?:\[[^\]]*\])?\.)*)((?:data\.)?[\w-]+\.[\w-]+)(\[.*\])?$/.exec(
            address,
        ) ?? [];
    return { module, resource, index };
}

/** `aws_iam_role.this[0].arn` -> `aws_iam_role.this`. */
const resourceIn = (reference: string): string =>
    /^[\w-]+\.[\w-]+/.exec(reference)?.[0] ?? reference;

const property = (value: unknown, key: string): unknown =>
    isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

function list(value: unknown, key: string): readonly unknown[] {
    const entries = property(value, key);
    return Array.isArray(entries) ? entries : [];
}
