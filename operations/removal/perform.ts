import type { AccountClients } from "../../access";
import { carryOut, stepText } from "../step";
import type { Removal } from "./removal";

/** What a removal works through. */
export interface RemovalServices {
    readonly clientFor: (accountId: string) => Promise<AccountClients>;
    /** Takes the protection off resources of a stack, and off nothing else. */
    readonly unprotect: (stack: string, urns: readonly string[]) => Promise<void>;
    readonly onStep: (text: string) => void;
}

/**
 * Carries a removal out, step by step. Killed, it is run again: what is done is not planned any more.
 *
 * @throws Error at the first step that fails; and if the removal is refused, before the first
 */
export async function perform(removal: Removal, services: RemovalServices): Promise<void> {
    if (removal.refusals.length > 0) {
        throw new Error(
            `${removal.kind} ${removal.name} is not removed: ${removal.refusals.join("; ")}`,
        );
    }
    const clients = new Map<string, AccountClients>();
    for (const step of removal.steps) {
        const known = clients.get(step.account) ?? (await services.clientFor(step.account));
        clients.set(step.account, known);
        await carryOut(step, known);
        services.onStep(`${step.account}: ${stepText(step)}`);
    }
    for (const { stack, urns } of removal.unprotect) {
        await services.unprotect(stack, urns);
        for (const urn of urns) services.onStep(unprotectText(stack, urn));
    }
}

/** A resource that loses its protection, as a sentence. */
export const unprotectText = (stack: string, urn: string): string =>
    `stack ${stack}: unprotect ${urn.split("::").slice(2).join("::")}`;
