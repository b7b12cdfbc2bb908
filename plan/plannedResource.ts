import type { Placement } from "./placements";

/** A resource of a stack, rendered here, where its placement is known, or passed to the policy pack. */
export interface PlannedResource extends Placement {
    /** Type token, e.g. `aws:iam/role:Role`. */
    readonly type: string;
    /** Logical name. */
    readonly name: string;
    /**
     * Its properties as plain data: its inputs, and of the outputs `arn` (of a secret) and `tagsAll` only. Other outputs,
     * such as a role's `managedPolicyArns`, would be taken for inputs.
     */
    readonly props: Readonly<Record<string, unknown>>;
    /** Only where other resources refer to it by URN. */
    readonly urn?: string;
    /** URN of the one resource that a property's value comes from, by property, as far as the engine recorded it. */
    readonly sources?: Readonly<Record<string, string>>;
    /** Of a secret: URN of the user whose access key it holds. */
    readonly keyOf?: string;
}

/** The account that a stack configures. */
export interface PlannedAccount {
    /** 12 digits. */
    readonly id: string;
    /** E.g. `aws`. */
    readonly partition: string;
}

/** Everything about a stack that cannot be derived. The rest of the stack must not be used then. */
export class PlanError extends Error {
    /** @param of what could not be planned, e.g. `stack "prod"` */
    constructor(
        of: string,
        readonly faults: readonly string[],
    ) {
        super(
            [`Cannot derive the policy documents of ${of}:`, ...faults.map((f) => `  - ${f}`)].join(
                "\n",
            ),
        );
    }
}
