import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { expect } from "chai";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Provider } from "../../../sandbox/provider/provider";
import { listen } from "../../../sandbox/provider/serve";
import type { Listening } from "../../../sandbox/provider/serve";
import type { Props } from "../../../sandbox/provider/values";

const token = "fake:index:Thing";

/** A provider of things that know in which account they were made. */
const provider: Provider<string> = {
    name: "fake",
    version: "1.0.0",
    resources: [
        {
            token,
            inputs: { name: { type: "string", required: true } },
            outputs: { account: {} },
            create: (_inputs: Props, account: string) =>
                Promise.resolve({ id: `${account}/thing`, outputs: { account } }),
            read: () => Promise.resolve(undefined),
            update: () => Promise.resolve({}),
            delete: () => Promise.resolve(),
        },
    ],
    checkConfig: (inputs) => ({ inputs, failures: [] }),
    configure: ({ account }) =>
        account === "wrong"
            ? Promise.reject(new Error("no such account"))
            : Promise.resolve({ context: account as string }),
    describeError: (error) => (error as Error).message,
    isRefused: () => true,
};

describe("a provider that engines attach to", () => {
    let listening: Listening;
    const clients: ResourceProviderClient[] = [];
    before(async () => {
        listening = await listen(provider);
    });
    after(() => {
        for (const client of clients) client.close();
        listening.close();
    });

    const connect = (): ResourceProviderClient => {
        const client = new ResourceProviderClient(
            `127.0.0.1:${listening.port}`,
            grpc.credentials.createInsecure(),
            // Each engine's provider has a connection of its own; clients of one process would share one.
            { "grpc.use_local_subchannel_pool": 1 },
        );
        clients.push(client);
        return client;
    };
    const configure = (client: ResourceProviderClient, account: string): Promise<unknown> => {
        const request = new messages.ConfigureRequest();
        request.setArgs(Struct.fromJavaScript({ account }));
        return called((done) => client.configure(request, done));
    };
    const create = async (client: ResourceProviderClient): Promise<Props> => {
        const request = new messages.CreateRequest();
        request.setType(token);
        request.setProperties(Struct.fromJavaScript({ name: "one" }));
        const response = await called<messages.CreateResponse>((done) =>
            client.create(request, done),
        );
        return { id: response.getId(), ...response.getProperties()?.toJavaScript() };
    };

    it("keeps the settings of each connection apart", async () => {
        const [first, second] = [connect(), connect()];
        await configure(first, "111111111111");
        await configure(second, "222222222222");
        for (const [client, account] of [
            [first, "111111111111"],
            [second, "222222222222"],
        ] as const) {
            expect(await create(client)).to.deep.include({ id: `${account}/thing`, account });
        }
    });

    it("knows no settings of another connection", async () => {
        await configure(connect(), "111111111111");
        const error = await create(connect()).catch((thrown: unknown) => thrown);
        expect((error as grpc.ServiceError).details).to.include("configured");
    });

    it("says that nothing was changed when it refuses its settings", async () => {
        const error = await configure(connect(), "wrong").catch((thrown: unknown) => thrown);
        const { code, details } = error as grpc.ServiceError;
        expect(details).to.equal("configuring fake: no such account");
        expect(code).to.equal(grpc.status.FAILED_PRECONDITION);
    });

    it("lets an engine attach, whose output then names the stand-in", async () => {
        const lines: string[] = [];
        const engine = await logOf(lines);
        const client = connect();
        const request = new PluginAttach();
        request.setAddress(engine.address);
        await called((done) => client.attach(request, done));
        await configure(client, "111111111111");
        await engine.logged;
        engine.close();
        expect(lines).to.deep.equal([
            "pulumi-resource-fake here stands in for the real provider: it works on the sandbox only.",
        ]);
    });
});

const called = <Response>(
    call: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> =>
    new Promise((resolve, reject) => {
        call((error, response) => {
            if (error === null) resolve(response);
            else reject(error);
        });
    });

/** What stands for an engine: it takes lines for its output. */
async function logOf(lines: string[]) {
    const { EngineService } = await import("@pulumi/pulumi/proto/engine_grpc_pb");
    const { Empty } = await import("google-protobuf/google/protobuf/empty_pb");
    const server = new grpc.Server();
    const logged = new Promise<void>((resolve) => {
        const log: grpc.handleUnaryCall<{ getMessage: () => string }, unknown> = (
            { request },
            callback,
        ) => {
            lines.push(request.getMessage());
            callback(null, new Empty());
            resolve();
        };
        server.addService(EngineService, { log });
    });
    const port = await called<number>((done) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
            done(error as grpc.ServiceError | null, bound);
        });
    });
    return {
        address: `127.0.0.1:${port}`,
        logged,
        close: () => {
            server.forceShutdown();
        },
    };
}
