import * as v from "valibot";

import { isObject } from "../../platform/isObject";
import { check } from "../../platform/schema";
import { quote } from "../../platform/quote";
import type { FoundAccount } from "./foundAccount";
import { accountOf, isReadType } from "./terraformResources";
import type { TerraformResource } from "./terraformResources";

/** An account as a Terraform state has it, and what Terraform has to forget. */
export interface TerraformAccount {
    readonly found: Omit<FoundAccount, "account">;
    /** 12 digits, by the ARNs of its resources. */
    readonly accountId: string;
    /** ARNs of what Terraform made. */
    readonly arns: ReadonlySet<string>;
    /** Addresses of its IAM resources, for `terraform state rm`. */
    readonly addresses: readonly string[];
    /** Sentences: what is in the state and was not read, or needs care. */
    readonly notes: readonly string[];
}

/** A Terraform state can't be used. */
export class TerraformStateError extends Error {
    constructor(file: string, faults: readonly string[]) {
        super([`${file} is not usable:`, ...faults.map((fault) => `  - ${fault}`)].join("\n"));
    }
}

// A state contains secrets, so that no message repeats a value.
const text = v.string("must be text");
const instance = v.object(
    {
        attributes: v.custom<Record<string, unknown>>(isObject, "must be an object"),
        index_key: v.optional(v.union([text, v.number()], "must be text or a number")),
        deposed: v.optional(text),
    },
    "must have attributes; if it has attributes_flat, run: terraform apply -refresh-only",
);
const resource = v.object(
    {
        mode: text,
        type: text,
        name: text,
        module: v.optional(text),
        instances: v.array(instance, "must be a list"),
    },
    "must have mode, type, name and instances",
);
const stateSchema = v.object(
    { resources: v.array(resource, "must be a list") },
    "must have resources",
);

/**
 * Reads a state as `terraform state pull` or `tofu state pull` prints it, version 4.
 *
 * @param file for messages
 * @throws TerraformStateError with every fault; it contains no value of a resource but ARNs
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readTerraformState(file: string, text: string): TerraformAccount {
    const faults: string[] = [];
    const state = check(stateSchema, parsed(file, text), "the state:", (fault) => {
        faults.push(fault);
    });
    if (state === undefined) throw new TerraformStateError(file, faults);
    const resources = state.resources
        .filter(({ mode }) => mode === "managed")
        .flatMap(({ type, name, module, instances }) =>
            instances
                .filter(({ deposed }) => deposed === undefined)
                .map(({ attributes, index_key: key }): TerraformResource => ({
                    type,
                    address:
                        (module === undefined ? "" : `${module}.`) +
                        `${type}.${name}` +
                        (key === undefined ? "" : `[${JSON.stringify(key)}]`),
                    attributes,
                })),
        );
    const iam = resources.filter(({ type }) => type.startsWith("aws_iam_"));
    const ids = accountIds(iam);
    const [accountId] = ids;
    if (accountId === undefined) {
        throw new TerraformStateError(file, ["it has no IAM user, group, role or policy"]);
    }
    if (ids.length > 1) {
        throw new TerraformStateError(file, [
            `it has resources of several accounts: ${ids.join(", ")}; take one state per account`,
        ]);
    }
    return {
        found: accountOf(iam),
        accountId,
        arns: new Set(iam.map(({ attributes }) => String(attributes["arn"]))),
        addresses: iam.map(({ address }) => address),
        notes: notesOf(iam),
    };
}

function parsed(file: string, text: string): unknown {
    let state: unknown;
    try {
        state = JSON.parse(text);
    } catch {
        // A parser's message may repeat what the file contains.
        throw new TerraformStateError(file, ["it is not JSON; take `terraform state pull`"]);
    }
    if (!isObject(state)) return state;
    const { version, format_version: format } = state;
    if (format !== undefined) {
        throw new TerraformStateError(file, [
            "it is the output of `terraform show -json`; take `terraform state pull`",
        ]);
    }
    if (version !== 4) {
        throw new TerraformStateError(file, [
            `its version is ${quote(version)}, must be 4; Terraform 0.12 and newer write it: terraform apply -refresh-only`,
        ]);
    }
    return state;
}

const accountIds = (resources: readonly TerraformResource[]): readonly string[] => [
    ...new Set(
        resources.flatMap(({ attributes: { arn } }) => {
            const id = typeof arn === "string" ? arn.split(":")[4] : undefined;
            return id !== undefined && /^\d{12}$/.test(id) ? [id] : [];
        }),
    ),
];

function notesOf(resources: readonly TerraformResource[]): readonly string[] {
    const unread = [...new Set(resources.map(({ type }) => type))].filter(
        (type) => !isReadType(type),
    );
    const keys = resources.filter(({ type }) => type === "aws_iam_access_key");
    return [
        ...unread.map((type) => `${type} is not adopted; it stays in AWS as it is`),
        ...keys.map(
            ({ attributes: { user } }) =>
                `the state contains the access key of user ${String(user)} in plain text; rotate it after the adoption, and delete the state's versions`,
        ),
    ];
}
