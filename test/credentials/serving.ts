import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";

import axios, { AxiosHeaders } from "axios";
import type { AxiosAdapter } from "axios";

/** A request to a stub, as far as stubs look at it. */
export interface StubRequest {
    readonly method: string;
    readonly url: URL;
    readonly header: (name: string) => string;
    /** Empty if there is none. */
    readonly body: string;
}

/** What a stub answers: status and JSON. */
type Handle = (request: StubRequest) => readonly [status: number, content: unknown];

/** A stub that answers at an address. */
interface Served {
    readonly address: string;
    readonly stop: () => Promise<void>;
}

export type Serve = (handle: Handle) => Promise<Served>;

const textOf = (content: unknown): string | undefined =>
    content === undefined ? undefined : JSON.stringify(content);
const type = "application/json";

/** Serves at a port of this machine. */
export const atPort: Serve = async (handle) => {
    const server = createServer((request, response) => {
        let body = "";
        request.on("data", (chunk) => (body += String(chunk)));
        request.on("end", () => {
            const [status, content] = handle({
                method: request.method ?? "",
                url: new URL(request.url ?? "/", "http://stub"),
                header: (name) => String(request.headers[name]),
                body,
            });
            response.writeHead(status, { "Content-Type": type });
            response.end(textOf(content));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        stop: () =>
            new Promise((resolve) => {
                server.close(() => {
                    resolve();
                });
                server.closeAllConnections();
            }),
    };
};

/** Stubs that answer in this process, by the origin of their addresses; requests to all others are sent as ever. */
const served = new Map<string, Handle>();
const { fetch: sentFetch } = globalThis;
const sentAdapter = axios.getAdapter(axios.defaults.adapter);
let count = 0;

/**
 * Answers the requests that `fetch` and axios make, without a socket: a fifth of the CPU time, for what makes thousands of
 * requests and isn't about how they are sent. The specs of the stores show the same clients at a port.
 */
export const inProcess: Serve = (handle) => {
    // No server listens at these ports.
    const address = `http://127.0.0.1:${++count}`;
    if (served.size === 0) {
        globalThis.fetch = fetchHere;
        axios.defaults.adapter = adaptHere;
    }
    served.set(address, handle);
    return Promise.resolve({
        address,
        stop: () => {
            served.delete(address);
            if (served.size === 0) {
                globalThis.fetch = sentFetch;
                axios.defaults.adapter = sentAdapter;
            }
            return Promise.resolve();
        },
    });
};

const fetchHere: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const handle = served.get(url.origin);
    if (handle === undefined) return sentFetch(input, init);
    const headers = new Headers(init?.headers);
    // As with a server, other work goes on meanwhile.
    await setImmediate();
    const [status, content] = handle({
        method: init?.method ?? "GET",
        url,
        header: (name) => headers.get(name) ?? "",
        body: typeof init?.body === "string" ? init.body : "",
    });
    return new Response(textOf(content), { status, headers: { "Content-Type": type } });
};

const adaptHere: AxiosAdapter = async (config) => {
    const url = new URL(config.url ?? "");
    const handle = served.get(url.origin);
    if (handle === undefined) return sentAdapter(config);
    await setImmediate();
    const [status, content] = handle({
        method: (config.method ?? "get").toUpperCase(),
        url,
        header: (name) => String(config.headers.get(name)),
        body: typeof config.data === "string" ? config.data : "",
    });
    return {
        status,
        statusText: "",
        data: textOf(content),
        headers: new AxiosHeaders({ "Content-Type": type }),
        config,
    };
};
