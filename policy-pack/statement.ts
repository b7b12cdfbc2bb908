/** Where a policy document stands, which decides the elements its statements have. */
export type Grammar = "trust" | "resource" | "identity";

/** One principal, e.g. `{ type: "AWS", value: "arn:aws:iam::111111111111:user/deploy" }`. `"*"` reads as AWS `*`. */
export interface Principal {
    readonly type: string;
    readonly value: string;
}

/** One test of a Condition block. Values are alternatives: one that matches is enough. */
export interface Condition {
    readonly operator: string;
    /** Context key in lower case, since IAM ignores its case. */
    readonly key: string;
    readonly values: readonly string[];
}

/** A statement of a well-formed document, every single value made a list. */
export interface Statement {
    readonly index: number;
    readonly sid?: string;
    readonly effect: "Allow" | "Deny";
    readonly principals: readonly Principal[];
    readonly actions: readonly string[];
    readonly notActions: readonly string[];
    readonly resources: readonly string[];
    readonly notResources: readonly string[];
    readonly conditions: readonly Condition[];
}

/** A statement as messages name it, e.g. `statement 0 (AllowDeploy)`. */
export const label = ({ index, sid }: Statement): string =>
    `statement ${index}${sid === undefined ? "" : ` (${sid})`}`;

/** Whether a condition must hold with one of exactly these values for the statement to apply. */
export const isGuardedBy = (
    { conditions }: Statement,
    operators: readonly string[],
    key: string,
    values: readonly string[],
): boolean =>
    conditions.some(
        (condition) =>
            operators.includes(condition.operator) &&
            condition.key === key.toLowerCase() &&
            condition.values.every((value) => values.includes(value)),
    );
