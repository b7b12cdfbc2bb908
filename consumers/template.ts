import { attributeOf } from "./attributes";
import type { Operation, PlannedChange } from "./plannedChange";

/** What an ARN needs to know about the account, besides the plan. */
export interface Place {
    readonly partition: string;
    /** 12 digits. */
    readonly account: string;
    /** Region of a resource that doesn't say which; undefined: not known. */
    readonly regionOf: (change: PlannedChange) => string | undefined;
}

/** Attributes before or after the change. */
export type When = "before" | "after";

/** What is read or deleted has the attributes that it has now; what is made first is read as it will be. */
export const whenOf = (operation: Operation, { before }: PlannedChange): When =>
    operation === "create" || operation === "update" || before === undefined ? "after" : "before";

/** The resource that an attribute refers to. */
export interface Referred {
    readonly attribute: string;
    readonly arn: string;
    /** Its change in the plan; undefined: it is not in the plan, and only its ARN is known. */
    readonly change?: PlannedChange;
}

const token = /(\{[^}]*\})/;

/** The attribute by which a template refers to another resource, if it does: `role` in `{role>permissions_boundary}`. */
export const referringAttribute = (template: string): string | undefined =>
    /\{([\w.]+)>/.exec(template)?.[1];

/**
 * Fills a template in; see `TypeActions.arn`. What is not known before Terraform is applied becomes `*`, which a policy allows
 * only if it allows every value.
 *
 * @returns undefined if the template is one attribute that is not set
 */
export function fill(
    template: string,
    change: PlannedChange,
    when: When,
    place: Place,
    referred?: Referred,
): string | undefined {
    const pieces = template.split(token).filter((piece) => piece !== "");
    const texts = pieces.map((piece) =>
        piece.startsWith("{") ? valueOf(piece.slice(1, -1), change, when, place, referred) : piece,
    );
    if (texts.length === 1) return texts[0];
    return texts.map((text) => text ?? "*").join("");
}

function valueOf(
    name: string,
    change: PlannedChange,
    when: When,
    place: Place,
    referred: Referred | undefined,
): string | undefined {
    if (name === "partition" || name === "account") return place[name];
    if (name.includes(">")) {
        const of = name.slice(name.indexOf(">") + 1);
        if (of === "") return referred?.arn;
        if (referred?.change === undefined) return "*";
        return valueOf(of, referred.change, "after", place, undefined);
    }
    if (name === "region") {
        const own = attributeOf(change, "region", when);
        return own.kind === "known" ? String(own.value) : (place.regionOf(change) ?? "*");
    }
    let isUnknown = false;
    for (const option of name.split("|")) {
        if (option.startsWith("'")) return isUnknown ? "*" : option.slice(1, -1);
        const isStart = option.endsWith("*");
        const value = attributeOf(change, isStart ? option.slice(0, -1) : option, when);
        if (value.kind === "known") return `${String(value.value)}${isStart ? "*" : ""}`;
        isUnknown ||= value.kind === "unknown";
    }
    return isUnknown ? "*" : undefined;
}
