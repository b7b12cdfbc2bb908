import type { BootstrapWorld, Credentials } from "../../../operations/bootstrap/bootstrap";
import type { Caller } from "../../../operations/bootstrap/caller";

/** What there is: plain data, which a killed run leaves as it is. */
export interface Facts {
    administrator: Credentials;
    recalled: readonly Caller[];
    hasStack: boolean;
    /** Resources that are deployed, of 3. */
    deployed: number;
    isRoleSet: boolean;
    canEnter: boolean;
    /** Who one is after assuming the pipeline's role. */
    entered: Caller;
    /** ARNs of administrators that can't be used again. */
    closed: readonly string[];
}

/** Ends a run, as SIGKILL would. */
export class Killed extends Error {}

/**
 * A world in memory. Each call is written down; the `killAt`-th (from 0) is the run's last: it is killed before the call, or right
 * after its effect.
 */
export function worldOf(
    facts: Facts,
    calls: string[],
    kill?: { readonly at: number; readonly when: "before" | "after" },
): BootstrapWorld {
    const call = <Args extends unknown[], Result>(
        name: string,
        effect: (...args: Args) => Result,
    ): ((...args: Args) => Promise<Result>) => {
        return (...args) => {
            const isLast = calls.length === kill?.at;
            if (isLast && kill.when === "before") return Promise.reject(new Killed(name));
            calls.push(name);
            const result = effect(...args);
            return isLast ? Promise.reject(new Killed(name)) : Promise.resolve(result);
        };
    };
    const changes = (): Record<string, number> =>
        facts.deployed === 3 ? {} : { create: 3 - facts.deployed };
    return {
        canEnter: facts.canEnter,
        administrator: call("administrator", () => facts.administrator),
        recalled: call("recalled", () => facts.recalled),
        remember: call(
            "remember",
            (caller: Caller) =>
                void (facts.recalled = [
                    ...facts.recalled.filter(({ arn }) => arn !== caller.arn),
                    caller,
                ]),
        ),
        initialize: call("initialize", () => void (facts.hasStack = true)),
        plan: call("plan", () => {
            if (!facts.hasStack) throw new Error("no stack to preview");
            return changes();
        }),
        deploy: call("deploy", () => {
            const done = changes();
            facts.deployed = 3;
            return done;
        }),
        isRoleSet: call("isRoleSet", () => facts.isRoleSet),
        setRole: call("setRole", () => void (facts.isRoleSet = true)),
        enter: call("enter", () => {
            if (facts.deployed < 3) throw new Error("AccessDenied: no such role");
            return facts.entered;
        }),
        verify: call("verify", () => {
            if (!facts.isRoleSet) throw new Error("verified as somebody else");
            const done = changes();
            facts.deployed = 3;
            return done;
        }),
        wayIn: call("wayIn", (caller: Caller) =>
            facts.closed.includes(caller.arn)
                ? { state: "closed" }
                : { state: "open", what: `${caller.arn} can still be used` },
        ),
    };
}
