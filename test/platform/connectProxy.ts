import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy that notes what it is asked for. */
export interface TestProxy {
    readonly url: string;
    /** `CONNECT host:port` and `GET http://host/path`, in order. */
    readonly requests: string[];
    /** `Proxy-Authorization` of the last request. */
    authorization(): string | undefined;
    stop(): void;
}

/**
 * Starts a proxy on this machine that tunnels nothing, and forwards plain requests to one server.
 *
 * @param target host and port that plain requests go to, whatever they ask for
 */
export async function startProxy(target?: { host: string; port: number }): Promise<TestProxy> {
    const requests: string[] = [];
    let authorization: string | undefined;
    const server = http.createServer((request, response) => {
        requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
        authorization = request.headers["proxy-authorization"];
        if (target === undefined) {
            response.writeHead(502).end();
            return;
        }
        const { pathname, search } = new URL(request.url ?? "");
        const forwarded = http.request(
            {
                ...target,
                method: request.method,
                path: pathname + search,
                headers: request.headers,
            },
            (answer) => {
                response.writeHead(answer.statusCode ?? 502, answer.headers);
                answer.pipe(response);
            },
        );
        request.pipe(forwarded);
    });
    server.on("connect", (request, socket) => {
        requests.push(`CONNECT ${request.url ?? ""}`);
        authorization = request.headers["proxy-authorization"];
        socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        requests,
        authorization: () => authorization,
        stop: () => {
            server.close();
            server.closeAllConnections();
        },
    };
}
