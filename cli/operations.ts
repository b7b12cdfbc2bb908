import type { Command } from "commander";

import type { AccountClients } from "../access";
import type { Contract } from "../identities/contract";
import { allUsers } from "../identities/identity";
import type { LiveAccount } from "../operations/liveAccount";
import { readStackState } from "../operations/removal/stackState";
import type { StackState } from "../operations/removal/stackState";
import type { RenderedStack } from "../plan/renderStack";
import type { Settings } from "../platform/config";
import type { Catalogues } from "../roles/checkCatalogues";

/** Options of the commands that work on the accounts and their stacks. */
export interface OperationsOptions {
    readonly sandbox?: boolean;
    readonly role?: string;
}

export const withOperations = (command: Command): Command =>
    command
        .option(
            "--role <name>",
            "role to assume in each other account, with its path; the caller's own account is reached with its own credentials, or with a role of the catalogue",
        )
        .option("--sandbox", "use the sandbox that `npm start` deploys");

/** The platform's accounts and stacks, and how they are reached. */
export interface Operations {
    /** Of the state stack. */
    readonly settings: Settings;
    /** Name of the Pulumi project. */
    readonly project: string;
    readonly catalogues: Catalogues;
    /** ARN of the caller. */
    readonly caller: string;
    readonly clientFor: (accountId: string) => Promise<AccountClients>;
    /** Calls that the local AWS doesn't have. @default none */
    readonly lacks?: readonly string[];
    /** What stands for the console's sign-in of an IAM user. @default the console does */
    readonly signInCommand?: (user: string) => string;
    readonly readAccounts: () => Promise<LiveAccount[]>;
    /** Every stack as the program defines it. */
    readonly render: () => Promise<readonly RenderedStack[]>;
    /** @throws Error if the state stack was never deployed */
    readonly readContract: () => Promise<Contract>;
    /** Updates a stack with a refresh and the policy pack. @throws Error with what stopped it */
    readonly up: (stack: string) => Promise<void>;
    /** Runs the Pulumi CLI. @returns what it prints */
    readonly pulumi: (args: readonly string[], stack: string) => Promise<string>;
}

export const knownUsers = ({ catalogues }: Operations): ReturnType<typeof allUsers> =>
    allUsers(catalogues.identities);

/** The states of some stacks; those that don't exist are left out. */
export async function readStates(
    { pulumi }: Operations,
    stacks: readonly string[],
): Promise<Map<string, StackState>> {
    const states = new Map<string, StackState>();
    for (const stack of stacks) {
        try {
            states.set(stack, readStackState(await pulumi(["stack", "export"], stack), stack));
        } catch (error) {
            if (!/no stack named/.test((error as Error).message)) throw error;
        }
    }
    return states;
}
