import type { Props, Value } from "./values";

/** What one property of a resource holds, and what a change of it means. */
export interface PropertySchema {
    /**
     * `policy` is a JSON document, given as text or as an object and kept as text; a `stringSet` has no order; a `tree` is an
     * object or a list, compared as a whole.
     */
    readonly type: "boolean" | "number" | "policy" | "string" | "stringMap" | "stringSet" | "tree";

    /** @default false */
    readonly required?: boolean;

    /** Whether a change makes a new resource instead of an update. @default false */
    readonly replaces?: boolean;

    /** What the property is when a program leaves it out. */
    readonly default?: Value;

    /** For numbers: the whole numbers that are allowed, both ends included; each pair is one range. */
    readonly ranges?: readonly (readonly [min: number, max: number])[];
}

/** A property that is known only when the resource exists. */
export interface OutputSchema {
    /** Inputs whose change in place changes this output too. @default none */
    readonly changesWith?: readonly string[];
}

/** What a resource became. */
export interface Created {
    readonly id: string;
    /** The properties named in `outputs`. */
    readonly outputs: Props;
}

/** The part of a resource type that is data: enough to check and to compare. */
export interface ResourceSchema {
    /** e.g. `aws:iam/role:Role` */
    readonly token: string;

    readonly inputs: Readonly<Record<string, PropertySchema>>;
    readonly outputs: Readonly<Record<string, OutputSchema>>;

    /**
     * The inputs that make the resource unique in its account. When a replacement keeps all of them, the old one has
     * to go first.
     *
     * @default none: old and new may stand side by side
     */
    readonly uniqueBy?: readonly string[];
}

/** A resource type that is checked and compared, so that a policy pack sees it, but never made. */
export interface RefusedType extends ResourceSchema {
    /** Why, and what to do instead. */
    readonly refuses: string;
}

/**
 * A resource type: its schema and the calls that manage it.
 *
 * @typeParam C what its functions need to reach the outside, e.g. the AWS clients
 */
export interface ManagedType<C> extends ResourceSchema {
    readonly refuses?: undefined;

    /** Makes the resource. It is made whole or not at all, since what a failed call made is not in the state. */
    create(inputs: Props, context: C): Promise<Created>;

    /**
     * Reads the resource as it is.
     *
     * @param prior its state as last known; empty on import
     * @returns inputs and outputs, without the inputs that can't be read; `undefined` when it is gone
     */
    read(id: string, prior: Props, context: C): Promise<Props | undefined>;

    /** @returns the outputs that changed */
    update(id: string, olds: Props, news: Props, context: C): Promise<Props>;

    /** Removes the resource. One that is gone already is no error. */
    delete(id: string, state: Props, context: C): Promise<void>;
}

/** Either kind of resource type. */
export type ResourceType<C> = ManagedType<C> | RefusedType;
