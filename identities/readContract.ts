import { readFile } from "node:fs/promises";
import * as path from "node:path";

import type { Settings } from "../platform/config";
import { contractOutput, contractVersion } from "./contract";
import type { Contract } from "./contract";
import { run } from "../platform/childProcess";
import type { SandboxFolders } from "../sandbox/folders";

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
    return checkedContract(text, `stack "${stack}"`, settings);
}

/** The contract in a file, as `pulumi stack output contract --json` prints it. */
export async function contractOfFile(file: string, settings: Settings): Promise<Contract> {
    const text = await readFile(file, "utf8").catch((error: unknown) => {
        throw new Error(
            `--contract ${file} can't be read: ${String((error as NodeJS.ErrnoException).code)}`,
        );
    });
    return checkedContract(text, file, settings);
}

/** The contract in the state of a sandbox's state stack. */
export async function contractOfSandbox(
    folders: SandboxFolders,
    project: string,
    settings: Settings,
): Promise<Contract> {
    const stack = settings.stateAccount.name;
    const file = path.join(folders.backend, ".pulumi", "stacks", project, `${stack}.json`);
    const text = await readFile(file, "utf8").catch(() => {
        throw new Error(`the sandbox has no stack "${stack}" yet; run: npm start`);
    });
    const { checkpoint } = JSON.parse(text) as {
        readonly checkpoint: { readonly latest?: { readonly resources?: readonly Resource[] } };
    };
    const root = checkpoint.latest?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
    const contract = root?.outputs?.[contractOutput];
    return checkedContract(JSON.stringify(contract ?? null), `stack "${stack}"`, settings);
}

interface Resource {
    readonly type: string;
    readonly outputs?: Readonly<Record<string, unknown>>;
}

/**
 * A contract, checked as far as commands rely on it.
 *
 * @param text JSON of any shape
 * @param from where it is from, for messages
 * @throws Error with every fault
 */
export function checkedContract(text: string, from: string, settings: Settings): Contract {
    const contract = parsed(text, from) as Partial<Contract> | null;
    const faults: string[] = [];
    const { id, name } = settings.stateAccount;
    if (contract?.version !== contractVersion) {
        faults.push(
            `version is ${String(contract?.version)}; this program reads ${contractVersion}`,
        );
    }
    if (contract?.accountId !== id) {
        faults.push(`accountId is ${String(contract?.accountId)}; ${id} in Pulumi.yaml`);
    }
    const { partition } = settings;
    const isUser = new RegExp(`^arn:${partition}:iam::${id}:user/([\\w+=,.@-]+/)*[\\w+=,.@-]+$`);
    for (const [identity, entry] of Object.entries(contract?.identities ?? {})) {
        const arn = String((entry as { arn?: unknown } | null)?.arn);
        if (!isUser.test(arn) || !arn.endsWith(`/${identity}`)) {
            faults.push(`identities.${identity}.arn is ${arn}; must be that user's of ${id}`);
        }
    }
    const isSecret = new RegExp(
        `^arn:${partition}:secretsmanager:[a-z0-9-]+:${id}:secret:[\\w/+=.@-]+$`,
    );
    for (const [identity, arn] of Object.entries<unknown>(contract?.secrets ?? {})) {
        if (!isSecret.test(String(arn))) {
            faults.push(`secrets.${identity} is ${String(arn)}; must be a secret's ARN in ${id}`);
        }
    }
    if (faults.length > 0) {
        throw new Error(
            [
                `The contract of ${from} is not usable:`,
                ...faults.map((fault) => `  - ${fault}`),
                `Update the state stack: pulumi up --stack ${name}`,
            ].join("\n"),
        );
    }
    return { groups: {}, identities: {}, secrets: {}, ...contract } as Contract;
}

function parsed(text: string, from: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        throw new Error(`The contract of ${from} is no JSON`);
    }
}
