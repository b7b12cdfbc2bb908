import type { PolicyDocument } from "../../platform/policyDocument";
import { runProgram } from "../support/mocks";
import type { Registered, Run, RunOptions } from "../support/mocks";

/** The contract that the state stack exports under these options. */
export async function stateContract(options: RunOptions = {}): Promise<Record<string, unknown>> {
    const { outputs } = await runProgram("state", options);
    return outputs["contract"] as Record<string, unknown>;
}

/** Runs an account's stack against the contract that the state stack exports under the same options. */
export async function runAccount(stack: string, options: RunOptions = {}): Promise<Run> {
    return runProgram(stack, { ...options, contract: await stateContract(options) });
}

export const ofType = (run: Run, type: string): readonly Registered[] =>
    run.resources.filter((resource) => resource.type === type);

/** Inputs of a run's resources of one type, by their logical names. */
const inputOf = (run: Run, type: string, input: string): Record<string, unknown> =>
    Object.fromEntries(ofType(run, type).map(({ name, inputs }) => [name, inputs[input]]));

/** Trust policy of every role by its IAM name. */
export const trustPolicies = (run: Run): Record<string, PolicyDocument> =>
    inputOf(run, "aws:iam/role:Role", "assumeRolePolicy") as Record<string, PolicyDocument>;

/** Policy of every group by its IAM name. */
export const groupPolicies = (run: Run): Record<string, PolicyDocument> =>
    inputOf(run, "aws:iam/groupPolicy:GroupPolicy", "policy") as Record<string, PolicyDocument>;

/** Members of every group by its IAM name. */
export const memberships = (run: Run): Record<string, unknown> =>
    inputOf(run, "aws:iam/groupMembership:GroupMembership", "users");

/** Names of the users that a trust policy names, without their paths; none for a service's trust. */
export const trustedUsers = (trust: PolicyDocument | undefined): readonly string[] =>
    (trust?.Statement ?? []).flatMap(({ Principal }) =>
        typeof Principal === "object" && "AWS" in Principal
            ? Principal.AWS.map((arn) => arn.slice(arn.lastIndexOf("/") + 1))
            : [],
    );

/** Inputs with the documents among them, which the program hands over as text, read. */
export const withDocuments = (
    inputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
        Object.entries(inputs).map(([key, value]) => [
            key,
            typeof value === "string" && value.startsWith("{")
                ? (JSON.parse(value) as unknown)
                : value,
        ]),
    );
