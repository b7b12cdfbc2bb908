/** What Terraform does with a resource. */
export type Operation = "create" | "read" | "update" | "delete";

/** A resource of a plan that Terraform reads or changes. */
export interface PlannedChange {
    /** E.g. `module.vpc.aws_subnet.private[0]`. */
    readonly address: string;
    /** E.g. `aws_subnet`. */
    readonly type: string;
    readonly mode: "managed" | "data";
    /** E.g. `registry.terraform.io/hashicorp/aws`. */
    readonly provider: string;
    /** In Terraform's order; what is in the state is read, too. */
    readonly operations: readonly Operation[];
    /** Attributes as they are; undefined: there is no such resource yet. */
    readonly before: unknown;
    /** Attributes as they will be; undefined: the resource will be gone. */
    readonly after: unknown;
    /** Attributes that are not known before they are applied: `true` in the place of each. */
    readonly afterUnknown: unknown;
}
