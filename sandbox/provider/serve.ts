import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { endWithEngine } from "./endWithEngine";
import { protocol } from "./protocol";
import type { Provider } from "./provider";

/** A provider that an engine may connect to. */
export interface Listening {
    /** On the loopback address. */
    readonly port: number;
    readonly close: () => void;
}

/**
 * Serves a provider on a free port of the loopback interface.
 *
 * @param engine the engine's address, if it is known before the engine connects
 */
export async function listen<C>(provider: Provider<C>, engine?: string): Promise<Listening> {
    const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
    server.addService(ResourceProviderService, protocol(provider, engine));
    const port = await new Promise<number>((resolve, reject) => {
        const credentials = grpc.ServerCredentials.createInsecure();
        server.bindAsync("127.0.0.1:0", credentials, (error, bound) => {
            if (error) reject(new Error(`cannot listen on 127.0.0.1: ${error.message}`));
            else resolve(bound);
        });
    });
    return {
        port,
        close: () => {
            server.forceShutdown();
        },
    };
}

/** Serves a provider to the engine that started this process, and reports the port as the protocol wants: as the first line of the output. */
export function serve<C>(provider: Provider<C>): void {
    // The engine ends a provider with SIGINT when nothing is running any more.
    process.once("SIGINT", () => process.exit(0));
    process.once("SIGTERM", () => process.exit(0));
    endWithEngine();
    // The engine's last argument is its own address.
    listen(provider, process.argv.at(-1)).then(
        ({ port }) => process.stdout.write(`${port}\n`),
        (error: unknown) => {
            process.stderr.write(`${(error as Error).message}\n`);
            process.exit(1);
        },
    );
}
