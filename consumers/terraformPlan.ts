import * as v from "valibot";

import { isObject } from "../platform/isObject";
import { ConfigReferences } from "./configReferences";
import type { Operation, PlannedChange } from "./plannedChange";

export interface TerraformPlan {
    readonly changes: readonly PlannedChange[];
    /** Resources that an attribute of a resource is taken from, as the configuration says. */
    readonly referred: (change: PlannedChange, attribute: string) => readonly PlannedChange[];
    /** Whether the configuration sets an attribute, or may. */
    readonly configures: (change: PlannedChange, attribute: string) => boolean;
    /** Region of a resource's provider, if the plan says which. */
    readonly regionOf: (change: PlannedChange) => string | undefined;
    /** Why the plan does not show all that will happen. */
    readonly incomplete?: string;
}

const actionsOf: Readonly<Record<string, readonly Operation[]>> = {
    "no-op": ["read"],
    read: ["read"],
    create: ["create", "read"],
    update: ["read", "update"],
    delete: ["read", "delete"],
    "delete,create": ["read", "delete", "create"],
    "create,delete": ["read", "create", "delete"],
    // Out of the state, not out of AWS.
    forget: [],
    "create,forget": ["create", "read"],
};

const changeSchema = v.object({
    address: v.string(),
    type: v.string(),
    mode: v.picklist(["managed", "data"]),
    provider_name: v.string(),
    change: v.object({
        actions: v.array(v.string()),
        before: v.optional(v.unknown()),
        after: v.optional(v.unknown()),
        after_unknown: v.optional(v.unknown()),
    }),
});

const planSchema = v.object({
    format_version: v.pipe(v.string(), v.regex(/^1\./)),
    resource_changes: v.optional(v.array(changeSchema), []),
    configuration: v.optional(v.unknown()),
    variables: v.optional(v.unknown()),
    errored: v.optional(v.boolean(), false),
    complete: v.optional(v.boolean(), true),
});

/**
 * Reads what `terraform show -json` prints of a plan, format 1.
 *
 * @throws Error saying what it is instead, and the command that makes a plan
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readTerraformPlan(text: string): TerraformPlan {
    const value = parsed(text);
    const plan = v.safeParse(planSchema, value);
    if (!plan.success) {
        const [issue] = plan.issues;
        throw new Error(`This is not a plan of Terraform: ${faultText(issue)}; ${makeOne}`);
    }
    // A plan without any resource has no list of changes; a state never has one.
    if (isObject(value) && !("resource_changes" in value) && !("planned_values" in value)) {
        throw new Error(`This is a state, not a plan; ${makeOne}`);
    }
    const { resource_changes, configuration, variables, errored, complete } = plan.output;
    const changes = resource_changes.map(toChange);
    const references = new ConfigReferences(configuration, variables, changes);
    return {
        changes,
        referred: (change, attribute) => references.of(change, attribute),
        regionOf: (change) => references.regionOf(change),
        configures: (change, attribute) => references.sets(change, attribute),
        ...(errored
            ? { incomplete: "planning failed, so the plan ends where it failed" }
            : complete
              ? {}
              : { incomplete: "Terraform deferred changes to a later plan" }),
    };
}

function faultText(issue: v.BaseIssue<unknown>): string {
    const where = v.getDotPath(issue) ?? "it";
    return issue.input === undefined ? `${where} is missing` : `${where}: ${issue.message}`;
}

const makeOne = "make one: terraform plan -out=FILE && terraform show -json FILE";

function parsed(text: string): unknown {
    if (text.startsWith("PK")) {
        throw new Error(
            "The plan is in Terraform's binary format; convert it: terraform show -json FILE",
        );
    }
    if (text.trim() === "") throw new Error(`The plan is empty; ${makeOne}`);
    try {
        return JSON.parse(text);
    } catch {
        throw new Error(`The plan is not JSON; ${makeOne}`);
    }
}

function toChange({
    address,
    type,
    mode,
    provider_name,
    change,
}: v.InferOutput<typeof changeSchema>) {
    const name = change.actions.join(",");
    const operations = Object.hasOwn(actionsOf, name) ? actionsOf[name] : undefined;
    if (operations === undefined) {
        throw new Error(
            `${address}: this version does not know Terraform's action ${JSON.stringify(name)}`,
        );
    }
    return {
        address,
        type,
        mode,
        provider: provider_name,
        operations,
        before: change.before ?? undefined,
        after: change.after ?? undefined,
        afterUnknown: change.after_unknown ?? {},
    };
}
