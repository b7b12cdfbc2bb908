import { isObject } from "../platform/isObject";
import type { PlannedChange } from "./plannedChange";

/** An attribute's value before Terraform is applied. */
export type Attribute =
    | { readonly kind: "known"; readonly value: unknown }
    | { readonly kind: "unknown" }
    | { readonly kind: "absent" };

const absent: Attribute = { kind: "absent" };

/**
 * An attribute of a resource.
 *
 * @param at its path, e.g. `oidc.0.identity_provider_config_name`
 * @param when before the change or after it; of a resource that is only made or only deleted, the one that there is
 */
export function attributeOf(
    { before, after, afterUnknown }: PlannedChange,
    at: string,
    when: "before" | "after",
): Attribute {
    const steps = at.split(".");
    const wanted = when === "before" ? (before ?? after) : (after ?? before);
    if (
        when === "after" &&
        after !== undefined &&
        steps.some((_, i) => valueAt(afterUnknown, steps.slice(0, i + 1)) === true)
    ) {
        return { kind: "unknown" };
    }
    const value = valueAt(wanted, steps);
    return isEmpty(value) ? absent : { kind: "known", value };
}

/** The attributes that an update changes, nested ones by their first step. */
export function changedAttributes({
    before,
    after,
    afterUnknown,
}: PlannedChange): readonly string[] {
    const keys = new Set(
        [before, after, afterUnknown].flatMap((value) =>
            isObject(value) ? Object.keys(value) : [],
        ),
    );
    return [...keys].filter(
        (key) =>
            !isEqual(valueAt(before, [key]), valueAt(after, [key])) ||
            containsTrue(valueAt(afterUnknown, [key])),
    );
}

const isEmpty = (value: unknown): boolean =>
    value === undefined ||
    value === null ||
    value === "" ||
    value === false ||
    (Array.isArray(value)
        ? value.length === 0
        : isObject(value) && Object.keys(value).length === 0);

function valueAt(value: unknown, steps: readonly string[]): unknown {
    return steps.reduce<unknown>((at, step) => {
        if (Array.isArray(at)) return at[Number(step)] as unknown;
        return isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
    }, value);
}

const containsTrue = (value: unknown): boolean =>
    value === true ||
    (Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []).some(containsTrue);

const isEqual = (a: unknown, b: unknown): boolean =>
    JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
