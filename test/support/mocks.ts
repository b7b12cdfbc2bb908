import * as pulumi from "@pulumi/pulumi";

import { addedByAws } from "../../plan/mockAws";
import type { Place } from "../../plan/mockAws";
import { settle } from "../../plan/settle";
import { leaveOutLibraryFrames } from "../../platform/programError";
import { leaveOutPromiseStacks } from "../../platform/promiseStacks";
import { program } from "../../program";
import type { Catalogues } from "../../program";

// As index.ts does.
leaveOutLibraryFrames();
leaveOutPromiseStacks();

/** A resource as the program asked for it. */
export interface Registered {
    readonly type: string;
    readonly name: string;
    readonly inputs: Record<string, unknown>;
    /** Whether the engine refuses to delete or replace it. */
    readonly protect: boolean;
    /** Reference of the provider that it was asked of; empty for components and providers. */
    readonly provider: string;
    /** What is made before it, sorted, each as `<type>::<name>`. */
    readonly dependencies: readonly string[];
}

/** What a run of the program asked for and returned. */
export interface Run {
    readonly resources: readonly Registered[];
    readonly outputs: Record<string, unknown>;
}

export interface RunOptions {
    readonly catalogues?: Catalogues;
    /** Keys without the project's name; objects are given as objects. */
    readonly config?: Readonly<Record<string, unknown>>;
    readonly preview?: boolean;
    /** Output `contract` of the state stack; `undefined`: it has none. */
    readonly contract?: unknown;
    /**
     * ARN that AWS gives a user.
     *
     * @default made of the account, the path and the name, as AWS does
     */
    readonly userArn?: string;
}

export const accounts = {
    state: { id: "111111111111", environment: "state" },
    nonprod: { id: "222222222222", environment: "nonprod" },
    prod: { id: "333333333333", environment: "prod" },
};

/**
 * Runs the program for a stack on Pulumi's mocks. A resource type that the mocks don't know fails the run, so that no
 * resource goes unnoticed.
 */
export async function runProgram(stack: string, options: RunOptions = {}): Promise<Run> {
    const { catalogues, config = {}, preview = false } = options;
    const resources: Registered[] = [];
    const registry = (config["accounts"] ?? accounts) as Record<string, { id: string } | undefined>;
    const at: Place = {
        partition: (config["partition"] as string | undefined) ?? "aws",
        accountId: registry[stack]?.id ?? "000000000000",
        region: "us-east-1",
    };
    const requests = new Map<string, Requested>();
    await pulumi.runtime.setMocks(
        {
            newResource: ({ type, name, inputs: asked, id, provider = "" }) => {
                const inputs = asked as Record<string, unknown>;
                const requested = requests.get(`${type}::${name}`);
                resources.push({
                    type,
                    name,
                    inputs,
                    protect: requested?.protect ?? false,
                    provider,
                    dependencies: requested?.dependencies ?? [],
                });
                return {
                    id: id ?? `${name}-id`,
                    state: { ...inputs, ...outputsOf(type, inputs, options, at) },
                };
            },
            call: ({ token, inputs }) => {
                // Whether the state stack is there: every mocked one is.
                if (token === "pulumi:pulumi:readStackOutputs") return inputs as object;
                throw new Error(`The program called ${token}, which no test expects.`);
            },
        },
        "iam-profiles",
        stack,
        preview,
        "organization",
    );
    noteRequests(requests);
    pulumi.runtime.setAllConfig(
        Object.fromEntries(
            Object.entries({ "aws:region": "us-east-1", accounts, ...config }).map(
                ([key, value]) => [
                    key.includes(":") ? key : `iam-profiles:${key}`,
                    typeof value === "string" ? value : JSON.stringify(value),
                ],
            ),
        ),
    );
    return { resources, outputs: await settle(await program(catalogues)) };
}

type Requested = Pick<Registered, "protect" | "dependencies">;

interface Monitor {
    registerResource(
        request: {
            getType(): string;
            getName(): string;
            getProtect(): boolean;
            getDependenciesList(): string[];
        },
        callback: unknown,
    ): Promise<void>;
}

/** Pulumi's mocks don't say what is protected and what depends on what; the requests do. */
function noteRequests(requests: Map<string, Requested>): void {
    const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, callback) => {
        requests.set(`${request.getType()}::${request.getName()}`, {
            protect: request.getProtect(),
            // A URN ends in the types of the parents, `$` between them, and the name.
            dependencies: request
                .getDependenciesList()
                .map((urn) => urn.split("::").slice(2).join("::").split("$").at(-1) ?? urn)
                .sort(),
        });
        return register(request, callback);
    };
}

/** A type, and what AWS would add to its inputs. */
function outputsOf(
    type: string,
    inputs: Record<string, unknown>,
    { contract, userArn }: RunOptions,
    place: Place,
): Record<string, unknown> {
    if (type === "pulumi:pulumi:StackReference") {
        return { outputs: contract === undefined ? {} : { contract }, secretOutputNames: [] };
    }
    const added = addedByAws(type, inputs, place);
    if (added === undefined) throw new Error(`The program made a ${type}, which no test expects.`);
    if (type !== "aws:iam/user:User") return added;
    return {
        ...added,
        ...(userArn === undefined ? {} : { arn: userArn }),
        uniqueId: `AIDA${String(inputs["name"]).toUpperCase()}`,
    };
}
