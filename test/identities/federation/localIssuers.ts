import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

import { SignJWT, exportJWK, generateKeyPair } from "jose";
import type { JWK } from "jose";

/** Claims of a token beside its issuer and times. */
export type Claims = Readonly<Record<string, unknown>>;

export interface TokenOptions {
    /** Whose key signs; an issuer's address. @default the issuer's own */
    readonly signedBy?: string;
    /** Seconds from now until it expires. @default 300 */
    readonly expiresIn?: number;
    /** `none`: without a signature. @default ES256 */
    readonly algorithm?: "ES256" | "none";
}

/** Issuers on this machine that have the addresses of public ones: their tokens say so, and their keys are served locally. */
export interface LocalIssuers {
    sign(address: string, claims: Claims, options?: TokenOptions): Promise<string>;
    /** Where an issuer's keys are, as `jwks_uri` of its discovery document says. */
    readonly keysOf: (address: string) => URL;
    close(): Promise<void>;
}

/** @param addresses of the issuers, without `https://` */
export async function startLocalIssuers(addresses: readonly string[]): Promise<LocalIssuers> {
    const keys = new Map(
        await Promise.all(
            addresses.map(async (address) => {
                // Made in no time; RSA keys take a second or two.
                const pair = await generateKeyPair("ES256", { extractable: true });
                const jwk: JWK = {
                    ...(await exportJWK(pair.publicKey)),
                    kid: address,
                    alg: "ES256",
                };
                return [address, { ...pair, jwk }] as const;
            }),
        ),
    );
    const server = createServer(({ url = "" }, response) => {
        const address = decodeURIComponent(url.slice(1));
        const key = keys.get(address);
        response.writeHead(key === undefined ? 404 : 200, { "content-type": "application/json" });
        response.end(JSON.stringify(key === undefined ? {} : { keys: [key.jwk] }));
    });
    const port = await listen(server);
    const keyOf = (address: string) => {
        const key = keys.get(address);
        if (key === undefined) throw new Error(`no local issuer has the address ${address}`);
        return key.privateKey;
    };
    return {
        keysOf: (address) => new URL(`http://127.0.0.1:${port}/${encodeURIComponent(address)}`),
        sign: async (address, claims, options = {}) => {
            const { signedBy = address, expiresIn = 300, algorithm = "ES256" } = options;
            const now = Math.floor(Date.now() / 1000);
            const payload = {
                ...claims,
                iss: `https://${address}`,
                iat: now,
                exp: now + expiresIn,
            };
            if (algorithm === "none") return `${part({ alg: "none" })}.${part(payload)}.`;
            return new SignJWT(payload)
                .setProtectedHeader({ alg: algorithm, kid: address })
                .sign(keyOf(signedBy));
        },
        close: () =>
            new Promise((resolve) => {
                server.close(() => {
                    resolve();
                });
            }),
    };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function listen(server: Server): Promise<number> {
    return new Promise((resolve) => {
        server.listen(0, "127.0.0.1", () => {
            resolve((server.address() as AddressInfo).port);
        });
    });
}
