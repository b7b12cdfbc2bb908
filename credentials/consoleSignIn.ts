import * as https from "node:https";

import { partitionsWithConsole, webOf } from "../platform/partitions";
import type { ProxyAgents } from "../platform/proxyAgents";
import type { Session } from "./session";

/** Fetches a URL. @returns status and body of the answer */
export type Get = (url: URL) => Promise<{ readonly status: number; readonly body: string }>;

export interface SignInOptions {
    /** Partition of the role, e.g. `aws`. */
    readonly partition: string;
    /** Region that the console opens in. */
    readonly region: string;
    readonly get: Get;
}

/**
 * A URL that signs a browser in to the AWS console with a session. It works for 15 minutes and gives the session's
 * rights to anyone who has it; the console's session ends with the session.
 *
 * @throws Error naming the endpoint and the next step, without the session
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 */
export async function consoleSignInUrl(
    session: Session,
    { partition, region, get }: SignInOptions,
): Promise<string> {
    const hosts = webOf(partition);
    if (hosts === undefined) {
        throw new Error(
            `partition "${partition}" has no known sign-in endpoint; known are ${partitionsWithConsole.join(", ")}`,
        );
    }
    const federation = new URL(`https://${hosts.signIn}/federation`);
    federation.search = new URLSearchParams({
        Action: "getSigninToken",
        Session: JSON.stringify({
            sessionId: session.accessKeyId,
            sessionKey: session.secretAccessKey,
            sessionToken: session.sessionToken,
        }),
    }).toString();
    const token = signInToken(await get(federation), hosts.signIn);

    const login = new URL(`https://${hosts.signIn}/federation`);
    login.search = new URLSearchParams({
        Action: "login",
        Destination: `https://${hosts.console}/console/home?region=${region}`,
        SigninToken: token,
    }).toString();
    return login.toString();
}

function signInToken(
    answer: { readonly status: number; readonly body: string },
    host: string,
): string {
    if (answer.status >= 400 && answer.status < 404) {
        throw new Error(
            `${host} refuses the session (status ${answer.status}); it takes sessions of roles alone, so check that the role still exists, and try again`,
        );
    }
    if (answer.status !== 200) {
        throw new Error(
            `${host} fails with status ${answer.status}; try again, and check HTTPS_PROXY where there is a proxy`,
        );
    }
    let token: unknown;
    try {
        token = (JSON.parse(answer.body) as { readonly SigninToken?: unknown } | null)?.SigninToken;
    } catch {
        token = undefined;
    }
    if (typeof token !== "string" || token === "") {
        throw new Error(`${host} gave no sign-in token; try again`);
    }
    return token;
}

const answerMs = 10_000;
const largestAnswer = 64 * 1024;

/** Fetches over HTTPS, through the environment's proxy. The URL holds a session, so that no error quotes it. */
export const httpsGet =
    ({ httpsAgent }: ProxyAgents): Get =>
    (url) =>
        new Promise((resolve, reject) => {
            const fail = (why: string): void => {
                reject(
                    new Error(
                        `${url.hostname} does not answer (${why}); check the network, and HTTPS_PROXY and NO_PROXY where there is a proxy`,
                    ),
                );
            };
            const request = https.get(url, { agent: httpsAgent, timeout: answerMs }, (response) => {
                let body = "";
                response.setEncoding("utf8");
                response.on("data", (chunk: string) => {
                    body += chunk;
                    if (body.length > largestAnswer) response.destroy();
                });
                response.once("error", () => {
                    fail("it broke off");
                });
                response.once("close", () => {
                    if (response.complete) resolve({ status: response.statusCode ?? 0, body });
                    else fail("it broke off");
                });
            });
            request.once("timeout", () => {
                request.destroy(Object.assign(new Error(), { code: "timeout" }));
            });
            request.once("error", (error: NodeJS.ErrnoException) => {
                fail(error.code ?? "no reason given");
            });
        });
