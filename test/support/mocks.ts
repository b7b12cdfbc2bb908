import * as pulumi from "@pulumi/pulumi";

import { program } from "../../program";
import type { Catalogues } from "../../program";

/** A resource as the program asked for it. */
export interface Registered {
    readonly type: string;
    readonly name: string;
    readonly inputs: Record<string, unknown>;
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
    await pulumi.runtime.setMocks(
        {
            newResource: ({ type, name, inputs, id }) => {
                resources.push({ type, name, inputs: inputs as Record<string, unknown> });
                return {
                    id: id ?? `${name}-id`,
                    state: { ...inputs, ...outputsOf(type, inputs, options) },
                };
            },
            call: ({ token }) => {
                throw new Error(`The program called ${token}, which no test expects.`);
            },
        },
        "iam-profiles",
        stack,
        preview,
        "organization",
    );
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
    const outputs = await settle(await program(catalogues));
    // What no output waits for, an attachment say, is still on its way.
    await pulumi.runtime.disconnect();
    return { resources, outputs };
}

/** A type, and what AWS would add to its inputs. */
function outputsOf(
    type: string,
    inputs: Record<string, unknown>,
    { contract }: RunOptions,
): Record<string, unknown> {
    const text = (key: string): string => String(inputs[key]);
    const arn = (kind: string): string =>
        `arn:aws:iam::111111111111:${kind}${text("path")}${text("name")}`;
    switch (type) {
        case "aws:iam/user:User":
            return { arn: arn("user"), uniqueId: `AIDA${text("name").toUpperCase()}` };
        case "aws:iam/group:Group":
            return { arn: arn("group") };
        case "aws:iam/role:Role":
            return { arn: arn("role") };
        case "aws:iam/policy:Policy":
            return { arn: arn("policy") };
        case "aws:secretsmanager/secret:Secret":
            return {
                arn: `arn:aws:secretsmanager:us-east-1:111111111111:secret:${text("name")}-AbCdEf`,
            };
        case "random:index/randomId:RandomId":
            return { hex: "0a1b2c3d" };
        case "pulumi:pulumi:StackReference":
            return { outputs: contract === undefined ? {} : { contract }, secretOutputNames: [] };
        case "pulumi:providers:aws":
        case "aws:iam/groupMembership:GroupMembership":
        case "aws:iam/groupPolicy:GroupPolicy":
        case "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
        case "aws:secretsmanager/secretPolicy:SecretPolicy":
        case "iam-profiles:identities:Group":
        case "iam-profiles:identities:Person":
        case "iam-profiles:identities:ServiceAccount":
        case "iam-profiles:roles:CatalogueRole":
            return {};
        default:
            throw new Error(`The program made a ${type}, which no test expects.`);
    }
}

// An output that failed would never call back; `promise()` rejects.
async function settle(outputs: Record<string, unknown>): Promise<Record<string, unknown>> {
    const output = pulumi.output(outputs) as unknown as {
        promise(): Promise<Record<string, unknown>>;
    };
    return output.promise();
}
