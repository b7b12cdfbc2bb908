import { attributeOf } from "./attributes";
import type { Referred, When } from "./template";
import type { PlannedChange } from "./plannedChange";
import type { TerraformPlan } from "./terraformPlan";

/** The resources that an attribute may refer to; text: why that is not known. */
export type References = readonly Referred[] | string;

/**
 * The resources that an attribute refers to. None: it is not set.
 *
 * A value that is known is an ARN, or the name of a resource of the plan. One that is not known yet comes from a resource that
 * the plan makes: the one that the configuration names, or, where a local value or a module's output is between them, any
 * role that the plan makes, in the same module if there is one.
 *
 * @param arnOf the ARN of a resource of the plan, as far as it is known
 */
export function referencesOf(
    plan: TerraformPlan,
    change: PlannedChange,
    attribute: string,
    when: When,
    arnOf: (change: PlannedChange) => string,
): References {
    const value = attributeOf(change, attribute, when);
    if (value.kind === "absent") return [];
    const text = value.kind === "known" ? String(value.value) : undefined;
    const refer = (found: PlannedChange): Referred => ({
        attribute,
        arn: arnOf(found),
        change: found,
    });
    if (text?.startsWith("arn:") === true) {
        const found = plan.changes.find((other) => arnOf(other) === text);
        return [found === undefined ? { attribute, arn: text } : refer(found)];
    }
    const named = plan.referred(change, attribute);
    if (named.length > 0) return named.map(refer);
    const roles = plan.changes.filter(
        ({ type, mode }) => type === "aws_iam_role" && mode === "managed",
    );
    if (text !== undefined) {
        const found = roles.filter((role) =>
            (["before", "after"] as const).some((at) => {
                const name = attributeOf(role, "name", at);
                return name.kind === "known" && name.value === text;
            }),
        );
        return found.length > 0
            ? found.map(refer)
            : `${attribute} ${JSON.stringify(text)} is not in the plan, so its ARN is not known`;
    }
    const made = roles.filter(({ operations }) => operations.includes("create"));
    const module = moduleOf(change.address);
    const near = made.filter(({ address }) => moduleOf(address) === module);
    const possible = near.length > 0 ? near : made;
    return possible.length > 0
        ? possible.map(refer)
        : `${attribute} is not known before the plan is applied`;
}

const moduleOf = (address: string): string =>
    /^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*/.exec(address)?.[0] ?? "";
