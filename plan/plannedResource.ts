/** A resource of a stack, whether rendered here or met by the policy pack. */
export interface PlannedResource {
    /** Type token, e.g. `aws:iam/role:Role`. */
    readonly type: string;
    /** Logical name. */
    readonly name: string;
    /**
     * Its properties as plain data: those that the program asks for, and of those that AWS adds `arn` (a secret's) and
     * `tagsAll`. Others of AWS's, a role's `managedPolicyArns` say, would count as asked for.
     */
    readonly props: Readonly<Record<string, unknown>>;
}

/** The account that a stack configures. */
export interface PlannedAccount {
    /** 12 digits. */
    readonly id: string;
    /** `aws`, `aws-us-gov` or `aws-cn`. */
    readonly partition: string;
}

/** Everything about a stack that can't be told for certain; nothing may be concluded from the rest of it then. */
export class PlanError extends Error {
    /** @param of what couldn't be planned, e.g. `stack "prod"` */
    constructor(
        of: string,
        readonly faults: readonly string[],
    ) {
        super(
            [`The documents of ${of} can't be told:`, ...faults.map((f) => `  - ${f}`)].join("\n"),
        );
    }
}
