import { randomBytes, timingSafeEqual } from "node:crypto";
import * as http from "node:http";
import type { AddressInfo } from "node:net";

import type { Session } from "./session";

/** An endpoint on this machine that hands out a session to those who have its token. */
export interface CredentialServer {
    /** `AWS_CONTAINER_CREDENTIALS_FULL_URI` */
    readonly uri: string;
    /** `AWS_CONTAINER_AUTHORIZATION_TOKEN` */
    readonly authorizationToken: string;
    /** Ends it, and every connection to it. */
    close(): Promise<void>;
}

export interface CredentialServerOptions {
    /** Makes a new session. */
    readonly renew: () => Promise<Session>;
    /** The first session. */
    readonly first: Session;
    /** Told why a session could not be renewed. */
    readonly onFailure: (message: string) => void;
    readonly now?: () => number;
}

/** SDKs renew 15 minutes before the end, so what they are given must last longer, in milliseconds. */
const renewalMs = 20 * 60_000;
const path = "/credentials";

/**
 * Starts an endpoint as containers of ECS and EKS have it: on 127.0.0.1, a free port, and with a random token that only
 * the environment of the child holds. The session is renewed when it is asked for and has less than 20 minutes left, or
 * less than half of its time if that is shorter.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export async function startCredentialServer(
    options: CredentialServerOptions,
): Promise<CredentialServer> {
    const authorizationToken = randomBytes(32).toString("base64url");
    const current = renewing(options);
    const server = http.createServer((request, response) => {
        void answer(request, authorizationToken, current).then(({ status, body }) => {
            response.writeHead(status, {
                "content-type": "application/json",
                "cache-control": "no-store",
            });
            response.end(JSON.stringify(body));
        });
    });
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    return {
        uri: `http://127.0.0.1:${port}${path}`,
        authorizationToken,
        close: () =>
            new Promise((resolve) => {
                server.close(() => {
                    resolve();
                });
                server.closeAllConnections();
            }),
    };
}

interface Answer {
    readonly status: number;
    readonly body: object;
}

async function answer(
    { method, url, headers, socket }: http.IncomingMessage,
    token: string,
    current: () => Promise<Session | undefined>,
): Promise<Answer> {
    const fault = (status: number, code: string, message: string): Answer => ({
        status,
        body: { code, message },
    });
    // A web page can have a browser ask here, but under the page's own host name.
    if (headers.host !== `127.0.0.1:${String(socket.localPort)}`) {
        return fault(403, "Forbidden", "the Host header is not this endpoint's");
    }
    if (!isSame(headers.authorization ?? "", token)) {
        return fault(401, "Unauthorized", "the authorization token is missing or wrong");
    }
    if (url !== path) return fault(404, "NotFound", `there is only ${path}`);
    if (method !== "GET") return fault(405, "MethodNotAllowed", "there is only GET");
    const session = await current();
    if (session === undefined) {
        return fault(500, "NoSession", "the session has ended and can't be renewed");
    }
    return {
        status: 200,
        body: {
            AccessKeyId: session.accessKeyId,
            SecretAccessKey: session.secretAccessKey,
            Token: session.sessionToken,
            Expiration: session.expiration,
        },
    };
}

/** @returns what gives the current session, renewed in time; `undefined` if it has ended and can't be renewed */
function renewing({
    first,
    renew,
    onFailure,
    now = Date.now,
}: CredentialServerOptions): () => Promise<Session | undefined> {
    let session = first;
    let began = now();
    let pending: Promise<void> | undefined;
    const endOf = ({ expiration }: Session): number => Date.parse(expiration);

    const renewed = async (): Promise<void> => {
        try {
            session = await renew();
            began = now();
        } catch (error) {
            onFailure((error as Error).message);
        } finally {
            pending = undefined;
        }
    };
    return async () => {
        const left = endOf(session) - now();
        if (left < Math.min(renewalMs, (endOf(session) - began) / 2)) {
            // Requests that come meanwhile wait for the same one.
            pending ??= renewed();
            await pending;
        }
        return endOf(session) > now() ? session : undefined;
    };
}

function isSame(given: string, token: string): boolean {
    const [a, b] = [Buffer.from(given), Buffer.from(token)];
    return a.length === b.length && timingSafeEqual(a, b);
}
