import type { CheckResult } from "./check";
import type { ResourceType } from "./resource";
import type { Props } from "./values";

/** A configured provider: what it needs to work. */
export interface Configured<C> {
    readonly context: C;

    /** Tags for every resource that has `tagsAll`. @default none */
    readonly defaultTags?: Readonly<Record<string, string>>;
}

/**
 * A provider as data; `serve` speaks the engine's protocol for it.
 *
 * @typeParam C what its resource types need, e.g. the AWS clients
 */
export interface Provider<C> {
    /** The package's name, e.g. `aws`. */
    readonly name: string;

    /** Version of the package's SDK, since the engine asks for the same. */
    readonly version: string;

    readonly resources: readonly ResourceType<C>[];

    /** Checks the provider's own inputs. */
    checkConfig(news: Props): CheckResult;

    /**
     * Gets ready to work.
     *
     * @param config inputs as `checkConfig` accepted them, all of them known
     * @throws Error when the provider must not or can't work with them
     */
    configure(config: Props): Promise<Configured<C>>;

    /** One line for a person about what went wrong in a call. */
    describeError(error: unknown): string;

    /** Whether an error says that nothing was changed. */
    isRefused(error: unknown): boolean;
}
