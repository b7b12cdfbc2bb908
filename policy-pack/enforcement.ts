import { createRequire } from "node:module";

import type { Policies } from "@pulumi/policy";

/** A policy's enforcement level, as the engine numbers it. */
const levels = ["advisory", "mandatory", "disabled", "remediate"] as const;

export type Level = (typeof levels)[number];

/** What each level is worth: a configuration may not lower it. */
const strength: Readonly<Record<Level, number>> = {
    disabled: 0,
    advisory: 1,
    mandatory: 2,
    remediate: 2,
};

/**
 * The policies that a configuration of the pack would enforce less than the pack itself does.
 *
 * @param configured level of each policy, by name
 * @returns a sentence for each; none for a policy that only advises, which may be turned off
 */
export const downgrades = (
    policies: readonly { readonly name: string; readonly enforcementLevel?: string }[],
    configured: ReadonlyMap<string, Level>,
): readonly string[] =>
    policies.flatMap(({ name, enforcementLevel = "mandatory" }) => {
        const level = configured.get(name);
        if (level === undefined || enforcementLevel === "advisory") return [];
        return strength[level] < strength[enforcementLevel as Level]
            ? [`${name} would be ${level}; it must stay ${enforcementLevel}`]
            : [];
    });

/** The part of gRPC that the policy SDK serves the pack with. */
interface Server {
    addService: (service: unknown, methods: Record<string, unknown>) => void;
}

interface ConfigureCall {
    readonly request: {
        getPolicyconfigMap(): {
            forEach(visit: (policy: { getEnforcementlevel(): number }, name: string) => void): void;
        };
    };
}

type Answer = (error: { readonly code: number; readonly message: string }) => void;
type Configure = (call: ConfigureCall, answer: Answer) => unknown;

// gRPC's code for an argument that is wrong whatever the state.
const invalidArgument = 3;

/**
 * Refuses a configuration of the pack (`--policy-pack-config`, or a policy group's) that turns a rule off or makes it advisory:
 * the engine then stops. The policy SDK doesn't show a pack its levels, so this reads them where the SDK gets them; it must be
 * called before the pack is made.
 */
export function refuseDowngrades(policies: Policies): void {
    const load = createRequire(require.resolve("@pulumi/policy"));
    const { prototype } = (load("@grpc/grpc-js") as { Server: { prototype: Server } }).Server;
    const addService = prototype.addService;
    prototype.addService = function (service, methods) {
        const configure = methods["configure"] as Configure;
        const guarded: Configure = (call, answer) => {
            const faults = downgrades(policies, levelsOf(call));
            if (faults.length === 0) return configure(call, answer);
            answer({
                code: invalidArgument,
                message: `The policy pack can't be configured so: ${some(faults)}. Remove this from the pack's configuration (--policy-pack-config).`,
            });
            return undefined;
        };
        addService.call(this, service, { ...methods, configure: guarded });
    };
}

function levelsOf({ request }: ConfigureCall): ReadonlyMap<string, Level> {
    const found = new Map<string, Level>();
    request.getPolicyconfigMap().forEach((policy, name) => {
        // A level that isn't known counts as none.
        found.set(name, levels[policy.getEnforcementlevel()] ?? "disabled");
    });
    return found;
}

/** The first three; a configuration of all policies would name dozens. */
function some(faults: readonly string[]): string {
    const more = faults.length - 3;
    return [...faults.slice(0, 3), ...(more > 0 ? [`${more} more`] : [])].join("; ");
}
