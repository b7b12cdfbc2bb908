import { Rotation } from "./driver";
import type { Outcome } from "./outcome";
import type { RotationSettings } from "./rotationSettings";
import type { Step } from "./rotationState";
import { blockedText } from "./rotationText";
import type { CredentialServices, Target } from "./target";

/**
 * Rotates one target's key: reads what AWS holds, takes the next step, and begins again, until nothing is to do.
 *
 * @returns how it ended, also when it failed; nothing of it is secret
 */
export async function rotateOne(
    target: Target,
    services: CredentialServices,
    settings: RotationSettings,
): Promise<Outcome> {
    const run = new Rotation(target, services, settings);
    const { identity } = target;
    try {
        const { blockedBy } = await run.toTheEnd();
        const { steps } = run;
        if (blockedBy === undefined) return { identity, result: resultOf(steps), steps };
        return { identity, result: "waiting", steps, detail: blockedText(identity, blockedBy) };
    } catch (error) {
        const left = await run.takeBack();
        const detail = run.withoutSecret(`${identity}: ${(error as Error).message}${left}`);
        return { identity, result: "failed", steps: run.steps, detail };
    }
}

const resultOf = (steps: readonly Step[]): Outcome["result"] =>
    steps.some((step) => ["promote", "restore", "adopt"].includes(step.do))
        ? "rotated"
        : steps.some((step) => ["unlabel", "discard", "deactivate", "delete"].includes(step.do))
          ? "cleaned"
          : "unchanged";
