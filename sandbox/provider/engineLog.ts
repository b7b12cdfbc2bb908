import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** How long the engine may take to note a line, in milliseconds. */
const TIMEOUT = 5000;

/**
 * Shows a line in the engine's output. One that can't be shown stops nothing.
 *
 * @param address the engine's address, e.g. `127.0.0.1:40000`; without it there is nobody to tell
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
