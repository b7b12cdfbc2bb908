import { isObject } from "../platform/isObject";
import type { PlannedAccount, PlannedResource } from "./plannedResource";

/** Placeholder for a document that isn't known yet. It is not JSON, so that evaluating it gives `unknown`. */
export const unknownDocument = "<known after deployment>";

/** Context for reading properties. */
export interface ReadingContext {
    readonly account: PlannedAccount;
    /** The stack's resources by URN. */
    readonly byUrn: ReadonlyMap<string, PlannedResource>;
    /** Whether a value stands for one that isn't known yet. */
    readonly isUnknown: (value: unknown) => boolean;
    readonly fault: (text: string) => void;
}

/**
 * Typed access to a resource's properties. Policy documents and ARNs may be unknown; any other value that is unknown or
 * of the wrong type is a fault.
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

    isUnknown(key: string): boolean {
        return this.holdsUnknown(this.value(key));
    }

    /** The resource that an unknown value comes from, if that is exactly one, of this type. */
    source(key: string, type: string): Properties | undefined {
        return this.isUnknown(key) ? this.other(this.resource.sources?.[key], type) : undefined;
    }

    /** The user whose access key a secret holds, if that is known. */
    keyHolder(): Properties | undefined {
        return this.other(this.resource.keyOf, "aws:iam/user:User");
    }

    /**
     * What IAM calls this user, group, role or policy.
     *
     * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
     */
    iamName(kind: "user" | "group" | "role" | "policy"): IamName {
        const { id, partition } = this.context.account;
        const name = this.text("name");
        const path = this.optionalText("path") ?? "/";
        return { name, path, arn: `arn:${partition}:iam::${id}:${kind}${path}${name}` };
    }

    /** A required string. If it is faulty: empty, and a fault. */
    text(key: string): string {
        const value = this.optionalText(key);
        if (value === undefined)
            this.fault(`${key} is missing; it must be known before the deployment`);
        return value ?? "";
    }

    optionalText(key: string): string | undefined {
        const value = this.value(key);
        if (value === undefined || typeof value === "string") return value;
        this.fault(
            `${key} is ${this.shown(value)}; must be a string that is known before the deployment`,
        );
        return "";
    }

    /** An output of AWS; `undefined` if it isn't known yet. */
    addedText(key: string): string | undefined {
        const value = this.value(key);
        return typeof value === "string" ? value : undefined;
    }

    /** A list of strings; empty if it is missing. */
    texts(key: string): readonly string[] {
        const value = this.value(key) ?? [];
        const isText = (item: unknown): item is string => typeof item === "string" && item !== "";
        if (Array.isArray(value) && value.every(isText)) return value;
        this.fault(
            `${key} is ${this.shown(value)}; must be a list of strings known before the deployment`,
        );
        return [];
    }

    /** A list of objects, each with its own properties; empty if it is missing. */
    items(key: string): readonly Properties[] {
        const value = this.value(key) ?? [];
        if (Array.isArray(value) && value.every(isObject)) {
            return value.map((props) => new Properties({ ...this.resource, props }, this.context));
        }
        this.fault(
            `${key} is ${this.shown(value)}; must be a list of objects known before the deployment`,
        );
        return [];
    }

    /** An object with its own properties; none if it is missing. */
    object(key: string): readonly Properties[] {
        const value = this.value(key);
        if (value === undefined) return [];
        if (isObject(value) && !Array.isArray(value)) {
            return [new Properties({ ...this.resource, props: value }, this.context)];
        }
        this.fault(`${key} is ${this.shown(value)}; must be an object known before the deployment`);
        return [];
    }

    /** A policy document, object or JSON text; `unknownDocument` if any part of it is unknown. */
    document(key: string): unknown {
        const value = this.value(key);
        return this.holdsUnknown(value) ? unknownDocument : value;
    }

    /**
     * ARNs of managed policies. An unknown one that comes from a policy of this stack is that policy's. Any other becomes the
     * ARN of a nonexistent policy, since a policy without a document counts as unknown.
     */
    policyArns(key: string): readonly string[] {
        const source = this.source(key, "aws:iam/policy:Policy");
        const value = this.value(key) ?? [];
        // A list may hold more unknown values than the one that comes from it.
        if (source !== undefined && !Array.isArray(value)) return [source.iamName("policy").arn];
        const { id, partition } = this.context.account;
        const name = this.resource.name.replace(/[^\w+=,.@-]/g, "-");
        const nonexistent = `arn:${partition}:iam::${id}:policy/not-known-yet/${name}`;
        return (Array.isArray(value) ? (value as unknown[]) : [value]).map((arn) =>
            typeof arn === "string" ? arn : nonexistent,
        );
    }

    /** Resulting tags, including the provider's default tags where they are known. */
    tags(): readonly Tag[] {
        const key = this.has("tagsAll") ? "tagsAll" : "tags";
        const value = this.value(key) ?? {};
        if (isObject(value) && Object.values(value).every((text) => typeof text === "string")) {
            return Object.entries(value).map(([Key, Value]) => ({ Key, Value: Value as string }));
        }
        this.fault(
            `${key} is ${this.shown(value)}; must map names to strings known before the deployment`,
        );
        return [];
    }

    private other(urn: string | undefined, type: string): Properties | undefined {
        const resource = urn === undefined ? undefined : this.context.byUrn.get(urn);
        return resource?.type === type ? new Properties(resource, this.context) : undefined;
    }

    private value(key: string): unknown {
        const { props } = this.resource;
        const value = Object.hasOwn(props, key) ? props[key] : undefined;
        // Engines and providers represent unset properties in these ways.
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

export interface IamName {
    readonly name: string;
    readonly path: string;
    readonly arn: string;
}

export interface Tag {
    readonly Key: string;
    readonly Value: string;
}
