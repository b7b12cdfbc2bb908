import { setTimeout } from "node:timers/promises";

import type { ReadContext } from "./context";
import type { StackRule } from "./rule";

/**
 * In milliseconds: until the pack has said where it listens and answered the engine's questions about its policies, for which
 * the engine waits, and long before the program's first resource.
 */
const afterStart = 100;

/**
 * Begins what the rules on all resources will need, while the engine starts the program: the pack has nothing else to do. What
 * can't be known yet is left out: settings that the engine hands over later, with the pack's own configuration. What fails is
 * left to the rule, which meets it again.
 *
 * @param readContext a reader of its own: what it reads may lack the pack's configuration
 */
export async function prepareAhead(
    rules: readonly StackRule[],
    readContext: ReadContext,
    project: string,
    stack: string,
): Promise<void> {
    await setTimeout(afterStart);
    try {
        const context = await readContext(`urn:pulumi:${stack}::${project}::`);
        await Promise.all(rules.map(async (rule) => rule.prepare?.(context)));
    } catch {
        // Also without a project: then nothing is known ahead.
    }
}
