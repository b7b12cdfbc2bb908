import { isObject } from "../platform/isObject";
import type { PlannedAccount, PlannedResource } from "./plannedResource";

/** Stands where a document isn't known yet. It is no JSON, so whoever reads it as a policy can only say "unknown". */
export const unknownDocument = "<not known before it is made>";

/** What reading needs to know beside the resource. */
export interface ReadingContext {
    readonly account: PlannedAccount;
    /** Whether a value stands for one that isn't known yet. */
    readonly isUnknown: (value: unknown) => boolean;
    readonly fault: (text: string) => void;
}

/**
 * A resource's properties, each read as what it must be. What a proof can do without is passed on as unknown; anything
 * else that isn't known or isn't of its type is a fault.
 */
export class Properties {
    constructor(
        readonly resource: PlannedResource,
        private readonly context: ReadingContext,
    ) {}

    fault(text: string): void {
        this.context.fault(`${this.resource.type} "${this.resource.name}": ${text}`);
    }

    has(key: string): boolean {
        return this.value(key) !== undefined;
    }

    /** A text that must be there. Faulty: empty, and a fault. */
    text(key: string): string {
        const value = this.optionalText(key);
        if (value === undefined) this.fault(`${key} is missing; it must be known beforehand`);
        return value ?? "";
    }

    optionalText(key: string): string | undefined {
        const value = this.value(key);
        if (value === undefined || typeof value === "string") return value;
        this.fault(`${key} is ${this.shown(value)}; must be text that is known beforehand`);
        return "";
    }

    /** What AWS adds: `undefined`, if it isn't known yet. */
    addedText(key: string): string | undefined {
        const value = this.value(key);
        return typeof value === "string" ? value : undefined;
    }

    /** A list of texts; none, if it is missing. */
    texts(key: string): readonly string[] {
        const value = this.value(key) ?? [];
        const isText = (item: unknown): item is string => typeof item === "string" && item !== "";
        if (Array.isArray(value) && value.every(isText)) return value;
        this.fault(`${key} is ${this.shown(value)}; must be a list of texts known beforehand`);
        return [];
    }

    /** A list of objects, each with properties of its own; none, if it is missing. */
    items(key: string): readonly Properties[] {
        const value = this.value(key) ?? [];
        if (Array.isArray(value) && value.every(isObject)) {
            return value.map((props) => new Properties({ ...this.resource, props }, this.context));
        }
        this.fault(`${key} is ${this.shown(value)}; must be a list of objects known beforehand`);
        return [];
    }

    /** A policy document as it stands, object or JSON text; `unknownDocument`, if any part of it isn't known. */
    document(key: string): unknown {
        const value = this.value(key);
        return this.holdsUnknown(value) ? unknownDocument : value;
    }

    /**
     * ARNs of managed policies. One that isn't known yet becomes the ARN of a policy that nobody has, since a policy
     * without a document counts as unknown.
     */
    policyArns(key: string): readonly string[] {
        const value = this.value(key) ?? [];
        const { id, partition } = this.context.account;
        const name = this.resource.name.replace(/[^\w+=,.@-]/g, "-");
        const nobodys = `arn:${partition}:iam::${id}:policy/not-known-yet/${name}`;
        return (Array.isArray(value) ? (value as unknown[]) : [value]).map((arn) =>
            typeof arn === "string" ? arn : nobodys,
        );
    }

    /** Tags as they will be: the provider's own among them, where it tells. */
    tags(): readonly Tag[] {
        const key = this.has("tagsAll") ? "tagsAll" : "tags";
        const value = this.value(key) ?? {};
        if (isObject(value) && Object.values(value).every((text) => typeof text === "string")) {
            return Object.entries(value).map(([Key, Value]) => ({ Key, Value: Value as string }));
        }
        this.fault(`${key} is ${this.shown(value)}; must map names to texts known beforehand`);
        return [];
    }

    private value(key: string): unknown {
        const { props } = this.resource;
        const value = Object.hasOwn(props, key) ? props[key] : undefined;
        // How engines and providers write that a property isn't set.
        return value === null || value === "" ? undefined : value;
    }

    private holdsUnknown(value: unknown): boolean {
        if (this.context.isUnknown(value)) return true;
        return (
            typeof value === "object" &&
            value !== null &&
            Object.values(value).some((part) => this.holdsUnknown(part))
        );
    }

    private shown(value: unknown): string {
        return this.holdsUnknown(value) ? "not known yet" : JSON.stringify(value).slice(0, 100);
    }
}

export interface Tag {
    readonly Key: string;
    readonly Value: string;
}
