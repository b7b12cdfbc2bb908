import { spawn } from "node:child_process";
import { constants } from "node:os";

import type { Session } from "./session";

/** Whatever would give the child other rights than the session's, or lead it to them. */
const withheld =
    /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|CREDENTIAL_EXPIRATION|PROFILE|DEFAULT_PROFILE|ROLE_ARN|ROLE_SESSION_NAME|WEB_IDENTITY_TOKEN_FILE|CONTAINER_.*)|VAULT_TOKEN)$/i;

/**
 * Environment of a command that is to work with a session alone.
 *
 * @param env the caller's
 * @param more e.g. the endpoint of a local AWS
 */
export function sessionEnvironment(
    env: NodeJS.ProcessEnv,
    session: Session,
    more: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
    const kept = Object.entries(env).filter(([name]) => !withheld.test(name));
    return {
        ...Object.fromEntries(kept),
        ...more,
        AWS_ACCESS_KEY_ID: session.accessKeyId,
        AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
        AWS_SESSION_TOKEN: session.sessionToken,
        AWS_CREDENTIAL_EXPIRATION: session.expiration,
    };
}

const forwarded = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;
/** A terminal sends these to the child itself; to forward them would make one Ctrl-C two. */
const fromTerminal: readonly string[] = ["SIGINT", "SIGQUIT"];

/**
 * Runs a command to its end, with this process's input and output. Signals are passed on.
 *
 * @returns its exit code; 128 and the signal's number if one ended it, 127 if there is no such command, 126 if it can't
 * be run: as shells have it
 */
export async function execCommand(
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
): Promise<number> {
    const child = spawn(command, args, { env, stdio: "inherit" });
    const listeners = forwarded.map((signal) => {
        const pass = (): void => {
            if (!process.stdin.isTTY || !fromTerminal.includes(signal)) child.kill(signal);
        };
        process.on(signal, pass);
        return [signal, pass] as const;
    });
    try {
        return await new Promise<number>((resolve, reject) => {
            child.once("error", (error: NodeJS.ErrnoException) => {
                if (error.code === "ENOENT") resolve(127);
                else if (error.code === "EACCES") resolve(126);
                else reject(new Error(`"${command}" can't be run: ${String(error.code)}`));
            });
            child.once("close", (code, signal) => {
                resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
            });
        });
    } finally {
        for (const [signal, pass] of listeners) process.off(signal, pass);
    }
}
