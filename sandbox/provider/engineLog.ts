import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Timeout for logging a line, in milliseconds. */
const TIMEOUT = 5000;

/**
 * Shows a line in the engine's output. Failures are ignored.
 *
 * @param address the engine's address, e.g. `127.0.0.1:40000`; without it, nothing is logged
 */
export function logInfo(address: string | undefined, message: string): void {
    if (address === undefined || !/:\d+$/.test(address)) {
        return;
    }
    const client = new EngineClient(address, grpc.credentials.createInsecure());
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO);
    request.setMessage(message);
    client.log(request, new grpc.Metadata(), { deadline: Date.now() + TIMEOUT }, () => {
        client.close();
    });
}
