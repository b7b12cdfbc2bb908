import { readFile } from "node:fs/promises";

import type { Settings } from "../platform/config";
import { contractOutput } from "./contract";
import type { Contract } from "./contract";
import { contractFaults } from "./contractFaults";
import { run } from "../platform/childProcess";
import { fileFault } from "../platform/systemError";
import { updateCommand } from "../platform/updateCommand";

/** The contract that `pulumi` says the state stack exports. @param folder of Pulumi.yaml */
export async function contractOfStack(folder: string, settings: Settings): Promise<Contract> {
    const stack = settings.stateAccount.name;
    const args = ["stack", "output", contractOutput, "--json", "--stack", stack];
    const text = await run("pulumi", args, { cwd: folder }).catch((error: unknown) => {
        throw new Error(
            `${(error as Error).message}\nIdentities and secrets are read from stack "${stack}"; ` +
                `log in to its backend, or give its contract with --contract FILE`,
        );
    });
    const from = `stack "${stack}"`;
    return checkedContract(parsed(text, from), from, settings);
}

/** The contract in a file, as `pulumi stack output contract --json` prints it. */
export async function contractOfFile(file: string, settings: Settings): Promise<Contract> {
    const text = await readFile(file, "utf8").catch((error: unknown) => {
        throw new Error(`--contract ${file} ${fileFault(error)}`);
    });
    return checkedContract(parsed(text, file), file, settings);
}

/**
 * A contract, checked.
 *
 * @param contract of any shape
 * @param from where it is from, for messages
 * @throws Error with every fault
 */
export function checkedContract(contract: unknown, from: string, settings: Settings): Contract {
    const faults = contractFaults(contract, settings);
    if (faults.length > 0) {
        throw new Error(
            [
                `The contract of ${from} is not usable:`,
                ...faults.map((fault) => `  - ${fault}`),
                `Update the state stack: ${updateCommand(settings.stateAccount.name)}`,
            ].join("\n"),
        );
    }
    return {
        groups: {},
        identities: {},
        secrets: {},
        ...(contract as Partial<Contract>),
    } as Contract;
}

function parsed(text: string, from: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        throw new Error(
            `The contract of ${from} is not JSON; write it with: pulumi stack output contract --stack state --json`,
        );
    }
}
