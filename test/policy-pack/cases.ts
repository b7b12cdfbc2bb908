import { readdirSync } from "node:fs";
import { join } from "node:path";

import * as proxy from "@pulumi/policy/proxy";

import { parseSettings } from "../../platform/config";
import type { Context } from "../../policy-pack/rule";
import { readCases } from "../support/readCases";

// The SDK leaves its own proxy out of its types; the tests need the real one.
const { unknownCheckingProxy, unknownStringValue } = proxy as unknown as {
    unknownCheckingProxy: (props: unknown) => unknown;
    unknownStringValue: string;
};

/** A resource of a case. `"$unknown"` stands for a value that a preview doesn't know. */
export interface CaseResource {
    readonly type: string;
    /** @default "subject" */
    readonly name?: string;
    /** Type of the component that makes it. @default the program itself makes it */
    readonly parent?: string;
    /** Type of the sibling, of the same name or `<type>::<name>`, that a property's value comes from, by property. */
    readonly sources?: Readonly<Record<string, string>>;
    readonly props: Readonly<Record<string, unknown>>;
    /** What came of it. @default what is asked for */
    readonly outputs?: Readonly<Record<string, unknown>>;
    /** Resource options. @default protected, and nothing ignored */
    readonly options?: { readonly protect?: boolean; readonly ignoreChanges?: readonly string[] };
    /** Properties of its `pulumi:providers:aws` provider. */
    readonly provider?: Readonly<Record<string, unknown>>;
}

/** A row of a case table. */
export interface Case {
    readonly name: string;
    readonly stack: "state" | "nonprod" | "prod";
    /** Settings that differ from `settings` below, e.g. `{"partition": "aws-cn"}`. */
    readonly config?: Readonly<Record<string, unknown>>;
    /** Whether a program runs, or a state is judged. @default true */
    readonly isRunning?: boolean;
    /** What the stack has otherwise than Pulumi.yaml. */
    readonly overrides?: readonly string[];
    /** One for a rule on a resource. */
    readonly resources: readonly CaseResource[];
    /** Whole sentences; for a rule on a stack, each begins with the resource's name and a colon. */
    readonly violations: readonly string[];
}

/** The table of each rule: the file `cases/<rule>.json`. */
export function readTables(): ReadonlyMap<string, readonly Case[]> {
    const folder = join(__dirname, "cases");
    return new Map(
        readdirSync(folder).map((file) => [
            file.replace(/\.json$/, ""),
            readCases(join(folder, file)) as Case[],
        ]),
    );
}

const settings = {
    accounts: {
        state: { id: "111111111111", environment: "state" },
        nonprod: { id: "222222222222", environment: "nonprod" },
        prod: { id: "333333333333", environment: "prod" },
    },
    secretReaders: {
        nonprod: ["arn:aws:iam::111111111111:role/NonprodPipeline"],
        prod: ["arn:aws:iam::111111111111:role/PSKPipelines/prod/ProdPipeline"],
    },
    issuers: { "oidc.circleci.com/org/3f1c2a64-8d5e-4b7a-9c10-2e4f6a8b0c1d": "prod" },
    trustedOwners: {
        "token.actions.githubusercontent.com": { acme: "prod", "acme-labs": "nonprod" },
        "gitlab.com": { acme: "prod" },
        "agent.buildkite.com": { "0187d4a2-6f3b-4c1e-8a95-5d7e9f1b3c2a": "prod" },
        "app.terraform.io": { acme: "prod" },
        "api.pulumi.com/oidc": { acme: "prod" },
    },
};

/** A region of each partition. */
const regions: Record<string, string> = {
    aws: "us-east-1",
    "aws-cn": "cn-north-1",
    "aws-us-gov": "us-gov-west-1",
};

/** The context of a case's stack. @throws ConfigError if the case's settings are not usable */
export function contextOf({ stack, config, overrides = [], isRunning = true }: Case): Context {
    const raw = Object.entries({ ...settings, ...config }).map(([key, value]) => [
        `iam-profiles:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const source = {
        project: "iam-profiles",
        config: {
            "aws:region":
                regions[(config?.["partition"] as string | undefined) ?? "aws"] ?? "us-east-1",
            ...(Object.fromEntries(raw) as Record<string, string>),
        },
    };
    return {
        ...parseSettings(source.project, stack, source.config),
        ...source,
        folder: join(__dirname, "..", ".."),
        isRunning,
        overrides,
    };
}

const withUnknowns = (value: unknown): unknown => {
    if (value === "$unknown") return unknownStringValue;
    if (Array.isArray(value)) return value.map(withUnknowns);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, withUnknowns(entry)]),
    );
};

/** Properties as the policy SDK hands them out: a proxy that throws where a value is unknown. */
const asProxy = (props: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    unknownCheckingProxy(withUnknowns(props)) as Record<string, unknown>;

/** A resource with what came of it, as the policy SDK hands it to a policy on the stack. */
export const asResult = (resource: CaseResource): ReturnType<typeof asArgs> =>
    asArgs({ ...resource, props: resource.outputs ?? resource.props });

const urnOf = ({ type, name = "subject", parent }: CaseResource): string =>
    `urn:pulumi:stack::iam-profiles::${parent === undefined ? "" : `${parent}$`}${type}::${name}`;

function sibling(resource: CaseResource, source: string): CaseResource {
    const [type = "", name] = source.split("::");
    return { ...resource, type, ...(name === undefined ? {} : { name }) };
}

/** A resource as the policy SDK hands it to a policy. */
export const asArgs = (resource: CaseResource) => {
    const { type, name = "subject", props, options = {}, provider, sources = {} } = resource;
    return {
        type,
        name,
        urn: urnOf(resource),
        propertyDependencies: Object.fromEntries(
            Object.entries(sources).map(([key, source]) => [
                key,
                [{ urn: urnOf(sibling(resource, source)) }],
            ]),
        ),
        props: asProxy(props),
        opts: { protect: true, ignoreChanges: [], ...options },
        getConfig: () => ({}),
        ...(provider === undefined
            ? {}
            : {
                  provider: {
                      type: "pulumi:providers:aws",
                      ...(typeof provider["urn"] === "string" ? { urn: provider["urn"] } : {}),
                      props: asProxy(provider),
                  },
              }),
    };
};

const documentKeys = ["assumeRolePolicy", "policy"];

/** The case with its policy documents as JSON text, which must be judged alike; `undefined` if there are none to turn. */
export function asText(given: Case): Case | undefined {
    const resources = given.resources.map((resource) => ({
        ...resource,
        props: Object.fromEntries(
            Object.entries(resource.props).map(([key, value]) => {
                const isDocument =
                    documentKeys.includes(key) && typeof value === "object" && value !== null;
                if (!isDocument || JSON.stringify(value).includes("$unknown")) return [key, value];
                return [key, JSON.stringify(value, undefined, 2)];
            }),
        ),
    }));
    return JSON.stringify(resources) === JSON.stringify(given.resources)
        ? undefined
        : { ...given, name: `${given.name}, as text`, resources };
}
