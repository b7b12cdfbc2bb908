import type { Environment } from "../../platform/environments";
import type { TrustClass } from "../../platform/naming";

/** What an identity may assume. */
export interface Limited {
    readonly class: TrustClass;
    readonly role?: readonly string[];
}

export interface AccountOptions {
    readonly id: string;
    readonly environment: Environment;
}

export interface IdentityOptions extends Limited {
    readonly team?: string;
}

export interface PipelineOptions extends IdentityOptions {
    /** JSON of where it runs. */
    readonly source: string;
}

export interface RoleOptions {
    readonly team?: string;
    readonly description: string;
    readonly action: readonly string[];
    readonly resource: readonly string[];
    /** `identities`, `prodIdentities` or `namedIdentities`; of a team, `ACCOUNT=IDENTITY`. */
    readonly assumableBy: readonly string[];
    /** Of a team: where the pipeline runs that assumes it and isn't there yet, and its class. */
    readonly source?: string;
    readonly class?: TrustClass;
}

export interface TeamOptions {
    readonly owner: readonly string[];
    readonly namePrefix: string;
    readonly class: TrustClass;
    readonly account: readonly string[];
    readonly boundary?: readonly string[];
    /** `ISSUER=REPOSITORY`. */
    readonly repository?: readonly string[];
}
