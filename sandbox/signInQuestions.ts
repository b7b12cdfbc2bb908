import * as readline from "node:readline";
import { Writable } from "node:stream";

import { exportText } from "../credentials/exportFormats";
import { SignInError } from "./signIn";
import type { changePassword, ConsoleSession, signIn } from "./signIn";

/** Asks on the terminal. @param isHidden the answer is not shown while it is typed */
export type Ask = (question: string, isHidden: boolean) => Promise<string>;

/** The console's calls. */
export interface SignInCalls {
    readonly signIn: typeof signIn;
    readonly changePassword: typeof changePassword;
}

/** Where a person signs in. */
export interface SignInPlace {
    readonly endpoint: string;
    readonly region: string;
    /** The state account: 12 digits. */
    readonly account: string;
}

/**
 * Signs a person in as the console does: password, MFA code if they have a device, and a password of their own if it is their first.
 *
 * @param user IAM user name
 * @throws SignInError, or an error of IAM
 */
export async function signInByQuestions(
    { endpoint, region, account }: SignInPlace,
    user: string,
    ask: Ask,
    calls: SignInCalls,
): Promise<ConsoleSession> {
    const password = await ask(`Password of ${user}: `, true);
    const request = { account, user, password };
    const session = await calls.signIn(endpoint, request).catch(async (error: unknown) => {
        if (!(error instanceof SignInError) || error.name !== "MfaRequired") throw error;
        const mfaCode = (await ask("MFA code: ", false)).trim();
        return calls.signIn(endpoint, { ...request, mfaCode });
    });
    if (!session.mustChangePassword) return session;
    const own = await ask("The password must be changed. New password: ", true);
    if ((await ask("New password, once more: ", true)) !== own) {
        throw new Error("The new passwords differ; nothing was changed. Sign in again.");
    }
    await calls.changePassword(endpoint, region, session, password, own);
    return { ...session, mustChangePassword: false };
}

/** The session as commands for a POSIX shell's `eval`. @param unset names of variables that would outrank it */
export const signInText = (
    session: ConsoleSession,
    { endpoint, region }: SignInPlace,
    unset: readonly string[],
): string =>
    [
        exportText(
            { ...session, expiration: session.expiration.toISOString() },
            ...(["shell", unset, endpoint] as const),
        ),
        // Older AWS CLIs know the second alone, the other SDKs the first.
        `export AWS_REGION='${region}' AWS_DEFAULT_REGION='${region}'`,
    ].join("\n");

/** Asks one question after the other; hidden answers are not echoed. Questions go to stderr: stdout is the result's. */
export async function withQuestions<T>(run: (ask: Ask) => Promise<T>): Promise<T> {
    let isHidden = false;
    const output = new Writable({
        write: (chunk: Buffer, _encoding, done) => {
            if (!isHidden) process.stderr.write(chunk);
            done();
        },
    });
    const terminal = process.stdin.isTTY;
    const lines = readline.createInterface({ input: process.stdin, output, terminal });
    const answers: AsyncIterator<string, undefined> = lines[Symbol.asyncIterator]();
    try {
        return await run(async (question, hidden) => {
            process.stderr.write(question);
            isHidden = hidden;
            const answer = await answers.next();
            isHidden = false;
            if (hidden) process.stderr.write("\n");
            // The input ended, or Ctrl-C.
            if (answer.done === true) throw new Error("no answer; nothing was changed");
            return answer.value;
        });
    } finally {
        lines.close();
    }
}
