import { checkInputs, type CheckResult } from "./check";
import { diffState, type DiffResult } from "./stateDiff";
import type { Configured, Provider } from "./provider";
import { refreshed, type Refreshed } from "./refreshed";
import type { Created, ManagedType, ResourceType } from "./resource";
import { UNKNOWN, withoutNulls, type Props, type Value } from "./values";

/** A call of the engine that failed, with its sentence for a person. */
export class CallError extends Error {
    /**
     * @param refused whether nothing was changed; else the engine notes that the resource's state is uncertain
     */
    constructor(
        message: string,
        readonly refused: boolean,
    ) {
        super(message);
    }
}

/**
 * What the engine asks of a provider, resource by resource: the same for all types, by their schemas. It knows nothing of
 * the wire.
 */
export class Lifecycle<C> {
    private readonly types: ReadonlyMap<string, ResourceType<C>>;
    private configured: Configured<C> | undefined;
    private cancelled = false;

    constructor(private readonly provider: Provider<C>) {
        this.types = new Map(provider.resources.map((type) => [type.token, type]));
    }

    /** Lets running calls end (each is bounded by the client's timeout) and refuses new ones. */
    cancel(): void {
        this.cancelled = true;
    }

    async configure(config: Props): Promise<void> {
        try {
            this.configured = await this.provider.configure(withoutNulls(config));
        } catch (error) {
            throw new CallError(`configuring ${this.provider.name}: ${this.describe(error)}`, true);
        }
    }

    check(token: string, news: Props): CheckResult {
        const type = this.types.get(token);
        return type === undefined
            ? { inputs: news, failures: [{ property: "", reason: this.unknownType(token) }] }
            : checkInputs(type, news, this.configured?.defaultTags);
    }

    diff(token: string, olds: Props, news: Props): DiffResult {
        return diffState(this.type(token), olds, news);
    }

    /** @param preview whether nothing may happen yet; the id is empty and the outputs unknown then */
    async create(token: string, inputs: Props, preview: boolean): Promise<Created> {
        const type = this.managed("creating", token);
        if (preview) {
            return { id: "", outputs: { ...inputs, ...unknown(Object.keys(type.outputs)) } };
        }
        const { id, outputs } = await this.call("creating", token, inputs, (context) =>
            type.create(inputs, context),
        );
        return { id, outputs: withoutNulls({ ...inputs, ...outputs }) };
    }

    /** @returns `undefined` when the resource is gone */
    async read(token: string, id: string, prior: Props): Promise<Refreshed | undefined> {
        const type = this.managed("reading", token);
        const found = await this.call("reading", token, { name: id }, (context) =>
            type.read(id, prior, context),
        );
        return found && refreshed(type, prior, found);
    }

    async update(
        token: string,
        id: string,
        olds: Props,
        news: Props,
        preview: boolean,
    ): Promise<Props> {
        const type = this.managed("updating", token);
        const outputs = Object.fromEntries(
            Object.keys(type.outputs).flatMap((name) =>
                olds[name] === undefined ? [] : [[name, olds[name]] as const],
            ),
        );
        if (preview) {
            const changed = new Set(diffState(type, olds, news).changes.map((c) => c.property));
            const moving = Object.entries(type.outputs)
                .filter(([, output]) => output.changesWith?.some((name) => changed.has(name)))
                .map(([name]) => name);
            return { ...news, ...outputs, ...unknown(moving) };
        }
        const next = await this.call("updating", token, { name: id }, (context) =>
            type.update(id, olds, news, context),
        );
        return withoutNulls({ ...news, ...outputs, ...next });
    }

    async delete(token: string, id: string, state: Props): Promise<void> {
        const type = this.managed("deleting", token);
        await this.call("deleting", token, { name: id }, (context) =>
            type.delete(id, state, context),
        );
    }

    private type(token: string): ResourceType<C> {
        const type = this.types.get(token);
        if (type === undefined) {
            throw new CallError(this.unknownType(token), true);
        }
        return type;
    }

    private managed(doing: string, token: string): ManagedType<C> {
        const type = this.type(token);
        if (type.refuses !== undefined) {
            throw new CallError(`${doing} ${token}: ${type.refuses}`, true);
        }
        return type;
    }

    private unknownType(token: string): string {
        return (
            `${token} is not known to the sandbox's stand-in provider, which knows ` +
            `${[...this.types.keys()].join(", ")}; leave it out, or deploy with the real provider`
        );
    }

    private async call<T>(
        doing: string,
        token: string,
        props: Props,
        run: (context: C) => Promise<T>,
    ): Promise<T> {
        const name = typeof props["name"] === "string" ? ` "${props["name"]}"` : "";
        const what = `${doing} ${token}${name}`;
        if (this.cancelled) {
            throw new CallError(`${what}: cancelled before it began`, true);
        }
        if (this.configured === undefined) {
            throw new CallError(`${what}: ${this.provider.name} is not configured`, true);
        }
        try {
            return await run(this.configured.context);
        } catch (error) {
            throw new CallError(`${what}: ${this.describe(error)}`, this.provider.isRefused(error));
        }
    }

    private describe(error: unknown): string {
        return this.provider.describeError(error);
    }
}

function unknown(names: readonly string[]): Record<string, Value> {
    return Object.fromEntries(names.map((name) => [name, UNKNOWN]));
}
