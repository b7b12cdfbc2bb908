import type { Principal } from "../../evaluation/question";
import type { ActionSet } from "../../policy/actions";
import type { Document, Statement } from "../../policy/document";

/** An action that is neither in the table nor reviewed as harmless. */
export interface NotReviewed {
    /** In full, e.g. `lambda:CreateFunction`. */
    readonly action: string;
    /**
     * Whether it counts only where the role can be passed: its request has to name one, or the table has the action for
     * another service principal, with iam:PassRole.
     */
    readonly needsPassRole: boolean;
}

/**
 * Bitset prefilter: which of a list of actions a principal may be allowed, by the actions of its statements alone. Conditions
 * and resources are asked for those that are left. An organization has few distinct lists of actions, and a list names few
 * services, so each is compared once, and with the actions of its services only.
 */
export class ActionChoice {
    private readonly known = new WeakMap<ActionSet, bigint>();
    private readonly everything: bigint;
    private readonly byService = new Map<string, number[]>();

    constructor(private readonly actions: readonly NotReviewed[]) {
        this.everything = (1n << BigInt(actions.length)) - 1n;
        actions.forEach(({ action }, index) => {
            const service = serviceOf(action);
            this.byService.set(service, [...(this.byService.get(service) ?? []), index]);
        });
    }

    /** In the list's order. */
    candidates(principals: readonly Principal[]): readonly NotReviewed[] {
        let bits = 0n;
        for (const principal of principals) bits |= this.bitsOf(principal);
        return bits === 0n
            ? []
            : this.actions.filter((_, index) => ((bits >> BigInt(index)) & 1n) === 1n);
    }

    private bitsOf(principal: Principal): bigint {
        const { policies, boundary, serviceControlPolicies } = principal;
        let bits = this.allowedBy(policies);
        if (boundary !== undefined) bits &= this.allowedBy([boundary]);
        for (const level of serviceControlPolicies) bits &= this.allowedBy(level);
        return bits;
    }

    private allowedBy(documents: readonly Document[]): bigint {
        let allowed = 0n;
        let denied = 0n;
        for (const { fault, statements } of documents) {
            if (fault !== undefined) return this.everything;
            for (const statement of statements) {
                if (statement.effect === "Allow") allowed |= this.bitsIn(statement);
                else if (isWithoutLimits(statement)) denied |= this.bitsIn(statement);
            }
        }
        return allowed & ~denied;
    }

    private bitsIn({ fault, actions }: Statement): bigint {
        if (fault !== undefined) return this.everything;
        let bits = this.known.get(actions);
        if (bits === undefined) {
            bits = 0n;
            for (const index of this.positionsFor(actions)) {
                const { action } = this.actions[index] ?? {};
                if (action !== undefined && actions.has(action)) bits |= 1n << BigInt(index);
            }
            this.known.set(actions, bits);
        }
        return bits;
    }

    private positionsFor(actions: ActionSet): readonly number[] {
        const services = servicesIn(actions);
        if (actions.except || services.has("*")) return this.actions.map((_, index) => index);
        return [...services].flatMap((service) => this.byService.get(service) ?? []);
    }
}

/** Prefix of an action or pattern, in lower case; of `*` it is `*`. */
export function serviceOf(action: string): string {
    const end = action.indexOf(":");
    return (end === -1 ? action : action.slice(0, end)).toLowerCase();
}

const known = new WeakMap<ActionSet, ReadonlySet<string>>();

/** Prefixes that a list of actions names. An organization has few distinct lists, so each is read once. */
export function servicesIn(actions: ActionSet): ReadonlySet<string> {
    let services = known.get(actions);
    if (services === undefined) {
        services = new Set(actions.patterns.map(serviceOf));
        known.set(actions, services);
    }
    return services;
}

/** Whether a Deny applies whatever the request. */
const isWithoutLimits = ({ fault, conditions, resources }: Statement): boolean =>
    fault === undefined &&
    conditions.length === 0 &&
    resources !== undefined &&
    !resources.except &&
    resources.patterns.includes("*");
