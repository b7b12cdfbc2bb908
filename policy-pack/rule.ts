import type { PolicyConfigSchema } from "@pulumi/policy";

import type { Account } from "../platform/accounts";
import type { RawConfig, Settings } from "../platform/config";
import type { Reported } from "./reported";

/** How bad it is when a rule does not hold. */
export type Severity = "low" | "medium" | "high" | "critical";

/** A resource as a rule sees it: plain data, with `unknown` (see unknown.ts) where a preview doesn't know a value. */
export interface ResourceFacts {
    /** Pulumi type, e.g. `aws:iam/role:Role`. */
    readonly type: string;
    readonly urn: string;
    readonly props: Readonly<Record<string, unknown>>;
    /** How the engine handles it; absent where it doesn't say. */
    readonly options?: {
        readonly protect: boolean;
        /** Paths of properties, e.g. `tags` or `inlinePolicies[0].policy`. */
        readonly ignoreChanges: readonly string[];
    };
    /** URNs of the stack's resources that a property's value comes from, by property; for a rule on all resources. */
    readonly sources?: Readonly<Record<string, readonly string[]>>;
    /** What came of it, for a rule that judges inputs. */
    readonly outputs?: Readonly<Record<string, unknown>>;
    /** Provider that would make the resource; absent for a provider itself. */
    readonly provider?: {
        readonly type: string;
        readonly urn?: string;
        readonly props: Readonly<Record<string, unknown>>;
    };
}

/** What rules know of the stack: its settings alone. A policy pack can't see other stacks. */
export interface Context extends Pick<
    Settings,
    | "account"
    | "stateAccount"
    | "accounts"
    | "partition"
    | "prefix"
    | "secretReaders"
    | "waivers"
    | "quotas"
    | "trustedIssuers"
    | "breakGlass"
    | "auditTrail"
    | "region"
    | "teams"
    | "identityCenter"
> {
    /** Name of the Pulumi project. */
    readonly project: string;
    /** What the settings were read from. */
    readonly config: RawConfig;
    /** Folder of Pulumi.yaml and the stack files; `undefined`: the pack stands without one. */
    readonly folder: string | undefined;
    /** Whether a program runs; else the state is judged as it is (`pulumi policy analyze`). */
    readonly isRunning: boolean;
    /** A fault for each shared setting that the stack has otherwise. */
    readonly overrides: readonly string[];
}

export type { Account };

interface RuleMetadata {
    /** `<service>-<resource>-<what holds>`, in kebab-case. */
    readonly name: string;
    readonly description: string;
    readonly severity: Severity;
    /** What a person does about a violation. */
    readonly remediationSteps: string;
    readonly url?: string;
    /** Shape of the rule's own configuration; it is the pack's. */
    readonly configSchema?: PolicyConfigSchema;
    /** @default "mandatory" */
    readonly enforcementLevel?: "advisory";
    /** Whether resources of a type are the rule's business. */
    readonly governs: (type: string) => boolean;
    /**
     * Names of rules before this one: where one of them has reported on the same thing, this one would repeat it, and stays
     * silent.
     */
    readonly explainedBy?: readonly string[];
}

/** A rule on one resource; it runs before the resource is changed, so it blocks. */
export interface Rule extends RuleMetadata {
    /**
     * What is at fault, if not the resource itself: it is reported once, at the first resource that shows it.
     *
     * @returns a URN, or a text of its own
     */
    readonly about?: (resource: ResourceFacts) => string;
    /** @returns a sentence for each violation */
    readonly check: (resource: ResourceFacts, context: Context) => readonly string[];
}

/**
 * A rule on all resources together. In a preview it blocks; in an update it runs after the changes, so it is used only
 * where one resource can't tell.
 */
export interface StackRule extends RuleMetadata {
    /** What `checkStack` will need and takes long, begun ahead (see prepareAhead.ts). */
    readonly prepare?: (context: Context) => Promise<void>;
    /**
     * Whether it judges what the program asks for (with `outputs` beside it) rather than what came of it.
     *
     * @default false: what came of it, which in a preview is what is asked for and what is known to come of it
     */
    readonly judgesInputs?: true;
    readonly checkStack: (
        resources: readonly ResourceFacts[],
        context: Context,
        reported: Reported,
    ) => readonly StackViolation[] | Promise<readonly StackViolation[]>;
}

export interface StackViolation {
    /** Of the resource that it is about; absent: the stack. */
    readonly urn?: string;
    readonly message: string;
}

/** A test for exactly these resource types. */
export const oneOf =
    (...types: readonly string[]) =>
    (type: string): boolean =>
        types.includes(type);
