import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import * as path from "node:path";

import * as grpc from "@grpc/grpc-js";
import * as langrpc from "@pulumi/pulumi/proto/language_grpc_pb";

const ownRequire = createRequire(__filename);
// As the Automation API serves inline programs; its declarations leave this out.
const { LanguageServer } = ownRequire("@pulumi/pulumi/automation/server") as {
    LanguageServer: new (program: () => Promise<unknown>) => {
        onPulumiExit: (hasError: boolean) => void;
    };
};

/** Verbs that run the program. */
const running = ["up", "preview", "refresh", "destroy"];

/**
 * The `pulumi` of the local runs: the engine that the tests have, which may lack a language host, with one of its own for the
 * program of the working folder.
 */
async function main(args: readonly string[]): Promise<number> {
    const [verb = ""] = args;
    const engine = process.env["TEST_PULUMI_ENGINE"] ?? "";
    if (!running.includes(verb)) return exitOf(engine, args);
    const entry = path.join(process.cwd(), "index.ts");
    const languageServer = new LanguageServer(ownRequire(entry) as () => Promise<unknown>);
    const mebibytes400 = 400 * 2 ** 20;
    const server = new grpc.Server({ "grpc.max_receive_message_length": mebibytes400 });
    server.addService(langrpc.LanguageRuntimeService, languageServer as never);
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
            if (error === null) resolve(bound);
            else reject(error);
        });
    });
    const code = await exitOf(engine, [...args, `--client=127.0.0.1:${port}`]);
    languageServer.onPulumiExit(code !== 0);
    server.forceShutdown();
    return code;
}

const exitOf = (engine: string, args: readonly string[]): Promise<number> =>
    new Promise((resolve, reject) => {
        const child = spawn(engine, args, { stdio: "inherit" });
        child.once("error", reject);
        child.once("close", (code) => {
            resolve(code ?? 1);
        });
    });

main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
        console.error(error);
        process.exit(1);
    },
);
