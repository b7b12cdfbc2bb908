import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { CheckResult } from "./check";
import type { PropertyChange } from "./stateDiff";
import { logInfo } from "./engineLog";
import { CallError, Lifecycle } from "./lifecycle";
import type { Provider } from "./provider";
import { stableJson, withoutNulls, type Props } from "./values";

/** One of the engine's providers: it has a connection of its own, and settings of its own. */
interface Session<C> {
    readonly lifecycle: Lifecycle<C>;
    /** The engine's address, for lines in its output. */
    engine: string | undefined;
}

/**
 * The protocol's calls. Those that are not here answer "unimplemented", which the engine expects of a provider.
 *
 * The SDK's own `pulumi.provider.main` is not used: its `CheckConfig` and `DiffConfig` are not implemented, its `Configure`
 * keeps nothing, and its `Diff` has no details.
 *
 * @param engine the engine's address, if it started this process; an engine that attaches gives it itself
 * @see https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */
export function protocol<C>(
    provider: Provider<C>,
    engine?: string,
): grpc.UntypedServiceImplementation {
    const sessions = new Map<string, Session<C>>();
    const sessionOf = (peer: string): Session<C> => {
        const known = sessions.get(peer);
        if (known !== undefined) return known;
        const session = { lifecycle: new Lifecycle(provider), engine };
        sessions.set(peer, session);
        return session;
    };

    /** A call with one answer; what is thrown goes to the engine as its sentence, without a stack. */
    const unary =
        <Q, R>(
            answer: (request: Q, session: Session<C>) => Promise<R> | R,
        ): grpc.handleUnaryCall<Q, R> =>
        (call, callback) => {
            const run = async (): Promise<R> => answer(call.request, sessionOf(call.getPeer()));
            run().then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    const refused = error instanceof CallError && error.refused;
                    callback({
                        // The engine takes UNKNOWN as: the resource may have been changed.
                        code: refused ? grpc.status.FAILED_PRECONDITION : grpc.status.UNKNOWN,
                        details: error instanceof Error ? error.message : String(error),
                    });
                },
            );
        };

    return {
        attach: unary((request: PluginAttach, session) => {
            session.engine = request.getAddress();
            return new Empty();
        }),
        getPluginInfo: unary(() => {
            const response = new PluginInfo();
            response.setVersion(provider.version);
            return response;
        }),
        getSchema: unary(() => {
            const response = new messages.GetSchemaResponse();
            response.setSchema(schemaText(provider));
            return response;
        }),
        checkConfig: unary((request: messages.CheckRequest) =>
            checkResponse(provider.checkConfig(props(request.getNews()))),
        ),
        diffConfig: unary((request: messages.DiffRequest) => {
            const [olds, news] = [props(request.getOldInputs()), props(request.getNews())];
            const same = stableJson(withoutNulls(olds)) === stableJson(withoutNulls(news));
            const response = new messages.DiffResponse();
            response.setChanges(changesKind(!same));
            return response;
        }),
        configure: unary(async (request: messages.ConfigureRequest, session) => {
            await session.lifecycle.configure(props(request.getArgs()));
            logInfo(
                session.engine,
                `pulumi-resource-${provider.name} here stands in for the real provider: it works on the sandbox only.`,
            );
            const response = new messages.ConfigureResponse();
            // The engine takes secret marks off and puts them back on the outputs of the same name.
            response.setAcceptsecrets(false);
            response.setAcceptresources(false);
            response.setAcceptoutputs(false);
            response.setSupportspreview(true);
            return response;
        }),
        check: unary((request: messages.CheckRequest, { lifecycle }) =>
            checkResponse(lifecycle.check(request.getType(), props(request.getNews()))),
        ),
        diff: unary((request: messages.DiffRequest, { lifecycle }) => {
            const { changes, deleteBeforeReplace } = lifecycle.diff(
                request.getType(),
                props(request.getOlds()),
                withoutNulls(props(request.getNews())),
            );
            const response = new messages.DiffResponse();
            response.setChanges(changesKind(changes.length > 0));
            response.setDiffsList(changes.map((change) => change.property));
            response.setReplacesList(
                changes.filter((change) => change.replaces).map((change) => change.property),
            );
            response.setDeletebeforereplace(deleteBeforeReplace);
            response.setHasdetaileddiff(true);
            for (const change of changes) {
                response.getDetaileddiffMap().set(change.property, propertyDiff(change));
            }
            return response;
        }),
        create: unary(async (request: messages.CreateRequest, { lifecycle }) => {
            const { id, outputs } = await lifecycle.create(
                request.getType(),
                props(request.getProperties()),
                request.getPreview(),
            );
            const response = new messages.CreateResponse();
            response.setId(id);
            response.setProperties(struct(outputs));
            return response;
        }),
        read: unary(async (request: messages.ReadRequest, { lifecycle }) => {
            const found = await lifecycle.read(
                request.getType(),
                request.getId(),
                props(request.getProperties()),
            );
            const response = new messages.ReadResponse();
            // Without an id and properties the engine knows that the resource is gone.
            if (found !== undefined) {
                response.setId(request.getId());
                response.setProperties(struct(found.state));
                response.setInputs(struct(found.inputs));
            }
            return response;
        }),
        update: unary(async (request: messages.UpdateRequest, { lifecycle }) => {
            const outputs = await lifecycle.update(
                request.getType(),
                request.getId(),
                props(request.getOlds()),
                props(request.getNews()),
                request.getPreview(),
            );
            const response = new messages.UpdateResponse();
            response.setProperties(struct(outputs));
            return response;
        }),
        delete: unary(async (request: messages.DeleteRequest, { lifecycle }) => {
            await lifecycle.delete(
                request.getType(),
                request.getId(),
                props(request.getProperties()),
            );
            return new Empty();
        }),
        invoke: unary((request: messages.InvokeRequest) => {
            throw new CallError(
                `function ${request.getTok()} is not known to the sandbox's stand-in provider, which has none; ` +
                    "take the value from the configuration",
                true,
            );
        }),
        cancel: unary((_, { lifecycle }) => {
            lifecycle.cancel();
            return new Empty();
        }),
    };
}

function props(value: Struct | undefined): Props {
    return value?.toJavaScript() ?? {};
}

function struct(value: Props): Struct {
    return Struct.fromJavaScript(value);
}

function checkResponse({ inputs, failures }: CheckResult): messages.CheckResponse {
    const response = new messages.CheckResponse();
    response.setInputs(struct(inputs));
    response.setFailuresList(
        failures.map(({ property, reason }) => {
            const failure = new messages.CheckFailure();
            failure.setProperty(property);
            failure.setReason(reason);
            return failure;
        }),
    );
    return response;
}

function changesKind(some: boolean): messages.DiffResponse.DiffChanges {
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    return some ? DIFF_SOME : DIFF_NONE;
}

function propertyDiff({ kind, replaces }: PropertyChange): messages.PropertyDiff {
    const { Kind } = messages.PropertyDiff;
    const kinds = {
        add: [Kind.ADD, Kind.ADD_REPLACE],
        delete: [Kind.DELETE, Kind.DELETE_REPLACE],
        update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
    } as const;
    const diff = new messages.PropertyDiff();
    diff.setKind(kinds[kind][replaces ? 1 : 0]);
    return diff;
}

/** The least that is a schema: names and tokens. The program's types come from the SDK. */
function schemaText<C>(provider: Provider<C>): string {
    const resources = provider.resources.map(({ token }) => [token, { inputProperties: {} }]);
    return JSON.stringify({
        name: provider.name,
        version: provider.version,
        description: "Stand-in for the real provider, for the sandbox only.",
        resources: Object.fromEntries(resources) as object,
    });
}
