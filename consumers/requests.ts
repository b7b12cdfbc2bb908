import type { RoleRequest } from "../access";
import { actionTable, dataSources, otherProviders } from "./actionTable";
import type { ActionGroup } from "./actionTable";
import { attributeOf } from "./attributes";
import { groupsOf } from "./groups";
import { referencesOf } from "./references";
import { fill, referringAttribute, whenOf } from "./template";
import type { Place, Referred } from "./template";
import type { Operation, PlannedChange } from "./plannedChange";
import type { TerraformPlan } from "./terraformPlan";

/** A request that applying a plan makes. */
export interface NeededRequest extends RoleRequest {
    /** Address of the resource in the plan. */
    readonly address: string;
    readonly operation: Operation;
}

/** What cannot be judged. */
export interface Doubt {
    readonly address: string;
    readonly reason: string;
}

/** What applying a plan needs, as far as that is known. */
export interface PlanNeeds {
    readonly requests: readonly NeededRequest[];
    readonly unknown: readonly Doubt[];
}

/** The requests that applying a plan makes in an account, each once for a resource. */
export function needsOf(plan: TerraformPlan, place: Place): PlanNeeds {
    const needs = plan.changes
        .filter(({ operations }) => operations.length > 0)
        .map((change) => needsOfChange(plan, change, place));
    const incomplete =
        plan.incomplete === undefined ? [] : [{ address: "the plan", reason: plan.incomplete }];
    return {
        requests: distinct(needs.flatMap(({ requests }) => requests)),
        unknown: distinct([...incomplete, ...needs.flatMap(({ unknown }) => unknown)]),
    };
}

const awsProvider = /(^|\/)hashicorp\/aws$/;
const nothing: PlanNeeds = { requests: [], unknown: [] };

function needsOfChange(plan: TerraformPlan, change: PlannedChange, place: Place): PlanNeeds {
    const { address, type, mode, provider, operations } = change;
    const doubt = (reason: string): PlanNeeds => ({ requests: [], unknown: [{ address, reason }] });
    if (otherProviders.some((other) => provider.endsWith(`/${other}`))) return nothing;
    if (!awsProvider.test(provider)) return doubt(`provider ${provider} is not in the table`);
    if (mode === "data") {
        const actions = dataSources.get(type);
        if (actions === undefined) return doubt(`data source ${type} is not in the table`);
        const requests = actions.map(
            (action) => ({ address, operation: "read", action, resource: "*" }) as const,
        );
        return { requests, unknown: [] };
    }
    const table = actionTable.get(type);
    if (table === undefined) return doubt(`resource type ${type} is not in the table`);
    const parts = operations.flatMap((operation) => {
        const groups = groupsOf(table, operation, change, plan);
        if (typeof groups === "string") return [doubt(groups)];
        return groups.map((group) => needsOfGroup(plan, change, operation, group, place));
    });
    return {
        requests: parts.flatMap(({ requests }) => requests),
        unknown: parts.flatMap(({ unknown }) => unknown),
    };
}

function needsOfGroup(
    plan: TerraformPlan,
    change: PlannedChange,
    operation: Operation,
    { on, actions, context = {} }: ActionGroup,
    place: Place,
): PlanNeeds {
    const { address } = change;
    const when = whenOf(operation, change);
    const own = actionTable.get(change.type)?.arn ?? "*";
    const attribute = [on ?? own, ...Object.values(context)]
        .map(referringAttribute)
        .find((found) => found !== undefined);
    const arn = (of: PlannedChange): string => arnOf(plan, of, place);
    const references =
        attribute === undefined ? [undefined] : referencesOf(plan, change, attribute, when, arn);
    if (typeof references === "string") {
        return { requests: [], unknown: [{ address, reason: references }] };
    }
    const requests = references.flatMap((referred): NeededRequest[] => {
        const resource =
            on === undefined
                ? arnOf(plan, change, place, referred)
                : fill(on, change, when, place, referred);
        const values = Object.entries(context).flatMap(([key, template]) => {
            const value = fill(template, change, when, place, referred);
            return value === undefined ? [] : [[key, value] as const];
        });
        const keys = values.length === 0 ? {} : { context: Object.fromEntries(values) };
        return actions.map((action) => ({
            address,
            operation,
            action,
            resource: resource ?? "*",
            ...keys,
        }));
    });
    return { requests, unknown: [] };
}

/** The ARN of a resource of the plan; what is not known yet is `*`. */
function arnOf(
    plan: TerraformPlan,
    change: PlannedChange,
    place: Place,
    referred?: Referred,
): string {
    const when = change.after === undefined ? "before" : "after";
    const arn = attributeOf(change, "arn", when);
    if (arn.kind === "known") return String(arn.value);
    const template = actionTable.get(change.type)?.arn;
    return template === undefined ? "*" : (fill(template, change, when, place, referred) ?? "*");
}

/** A request that several operations on a resource make is one, of the first. */
function distinct<T extends object>(entries: readonly T[]): readonly T[] {
    const found = new Map<string, T>();
    for (const entry of entries) {
        const key = JSON.stringify({ ...entry, operation: undefined });
        if (!found.has(key)) found.set(key, entry);
    }
    return [...found.values()];
}
