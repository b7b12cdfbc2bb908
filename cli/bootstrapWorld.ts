import { mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";

import type { BootstrapWorld, Changes } from "../operations/bootstrap/bootstrap";
import { assume, callerOf, credentialsOf, retried, wayInOf } from "../operations/bootstrap/access";
import type { CredentialSource, Reach } from "../operations/bootstrap/access";
import { isSessionOf } from "../operations/bootstrap/caller";
import type { Caller } from "../operations/bootstrap/caller";
import { runStack } from "../operations/stacks/oneStack";
import type { StackEngine } from "../operations/stacks/oneStack";
import type { Verb } from "../operations/stacks/order";
import type { Account } from "../platform/accounts";
import { withSetting } from "../platform/stackSetting";

/**
 * With whose credentials an engine runs, and whether its provider assumes the role to deploy with: the administrator's, without;
 * the identity's, with it; or the identity's, which are a session of that role, without.
 */
export type EngineCaller = "administrator" | "identity" | "role";

/** How a bootstrap reaches AWS, Pulumi and the checkout. */
export interface BootstrapServices {
    readonly account: Account;
    readonly partition: string;
    /** Name of the Pulumi project. */
    readonly project: string;
    /** ARN of the pipeline's role in the account. */
    readonly role: string;
    readonly reach: Reach;
    /** The person's own credentials, read anew each time. */
    readonly administrator: () => CredentialSource;
    /** Credentials that may assume the pipeline's role, or are a session of it, if there are any. */
    readonly identity?: CredentialSource;
    /** The engine of the account's stack, which is created if it isn't there. */
    readonly engine: (as: EngineCaller) => Promise<StackEngine>;
    readonly unlocks: boolean;
    /** File with the stack's settings. */
    readonly stackFile: string;
    /** File in which the administrators are remembered. */
    readonly recordFile: string;
    /** Receives what the engine prints of a preview. */
    readonly show: (text: string) => void;
    readonly signal?: AbortSignal;
    /** How long a new role may be unknown to STS, and how long to wait between attempts; in milliseconds. */
    readonly patience?: { readonly total: number; readonly pause: number };
}

/** The bootstrap's world: AWS by the SDK, Pulumi by its engine, the checkout's files. */
export function bootstrapWorld(services: BootstrapServices): BootstrapWorld {
    const { account, reach, role, identity, stackFile, recordFile, show } = services;
    const { total, pause } = services.patience ?? { total: 60_000, pause: 3_000 };
    const setting = `${services.project}:deployRoleArn`;
    let isNew = false;
    let session: CredentialSource | undefined;
    let isRole = false;

    const run = async (verb: Verb, as: EngineCaller): Promise<Changes> => {
        const { changes } = await runStack(await services.engine(as), {
            verb,
            account,
            partition: services.partition,
            onlyChanged: false,
            unlocks: services.unlocks && verb !== "preview",
            onOutput: verb === "preview" ? show : () => undefined,
            ...(services.signal === undefined ? {} : { signal: services.signal }),
        });
        return changes;
    };
    const recalled = async (): Promise<readonly Caller[]> => {
        const text = await readFile(recordFile, "utf8").catch(absentAs("[]"));
        return JSON.parse(text) as readonly Caller[];
    };
    const readStackFile = (): Promise<string> => readFile(stackFile, "utf8").catch(absentAs(""));

    return {
        canEnter: identity !== undefined,
        administrator: () => credentialsOf(reach, services.administrator()),
        recalled,
        remember: async (caller) => {
            const others = (await recalled()).filter(({ arn }) => arn !== caller.arn);
            await mkdir(path.dirname(recordFile), { recursive: true });
            await writeFile(recordFile, `${JSON.stringify([...others, caller], undefined, 4)}\n`);
        },
        initialize: async () => {
            await services.engine("administrator");
        },
        plan: () => run("preview", "administrator"),
        deploy: async () => {
            isNew = true;
            return run("up", "administrator");
        },
        isRoleSet: async () => {
            const text = await readStackFile();
            return withSetting(path.basename(stackFile), text, setting, role) === text;
        },
        setRole: async () => {
            const text = await readStackFile();
            await writeFile(stackFile, withSetting(path.basename(stackFile), text, setting, role));
        },
        enter: async () => {
            if (identity === undefined) throw new Error("no credentials to enter with");
            const own = await callerOf(reach, identity);
            isRole = isSessionOf(own, role);
            if (isRole) {
                session = identity;
                return own;
            }
            session = await retried(isNew ? total : 0, pause, () => assume(reach, identity, role));
            return callerOf(reach, session);
        },
        verify: () => run("up", isRole ? "role" : "identity"),
        wayIn: (administrator) => {
            if (session === undefined) throw new Error("the pipeline's role was not entered");
            return wayInOf(reach, session, role, administrator);
        },
    };
}

const absentAs =
    (text: string) =>
    (error: unknown): string => {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return text;
        throw error;
    };
