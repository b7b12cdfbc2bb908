import * as v from "valibot";
import { parse } from "yaml";

import { readPipeline } from "../../identities/federation/pipelineSchema";
import type { Identity, Pipeline } from "../../identities/identity";
import type { Fault } from "../../platform/fault";
import { trustClasses } from "../../platform/naming";
import type { TrustClass } from "../../platform/naming";
import { didYouMean } from "../../platform/nearest";
import { quote } from "../../platform/quote";
import { check, mapOf, must, oneOf, strict } from "../../platform/schema";
import { teamsFolder } from "./teamFiles";
import type { TeamFile } from "./teamFiles";

/** Who may assume a role in an account: names of the team's identities, without the prefix, or one AWS service. */
export type Assuming = readonly string[] | string;

export interface RoleRequest {
    readonly kind: "role";
    readonly description: string;
    /** By name of the account; the role is in these accounts. */
    readonly assumableBy: Readonly<Record<string, Assuming>>;
    readonly maxSessionDuration?: number;
    /** Statements as they were written, with `{partition}`, `{accountId}` and `{prefix}`; not checked yet. */
    readonly permissions: readonly unknown[];
}

export interface ServiceAccountRequest {
    readonly kind: "service account";
    readonly trustClass: TrustClass;
    /** Roles of the catalogue that it assumes, beside those of the team that name it. */
    readonly roles?: readonly string[];
}

export interface PipelineRequest {
    readonly kind: "pipeline";
    readonly pipeline: Pipeline;
}

/** A file of a team's folder, read. */
export interface TeamRequest {
    readonly file: string;
    /** The team's folder. */
    readonly team: string;
    /** Name without the prefix: the file's. */
    readonly name: string;
    readonly asks: RoleRequest | ServiceAccountRequest | PipelineRequest;
}

const names = v.pipe(
    v.array(v.string(must("text")), must("a list of names of roles")),
    v.nonEmpty("is empty; name roles, or leave it out"),
);

const isText = (value: unknown): boolean => typeof value === "string";

const roleSchema = strict("a role of a team", {
    description: v.pipe(
        v.string(must("text")),
        v.maxLength(1000, ({ input }) => `has ${input.length} characters; at most 1,000`),
    ),
    assumableBy: v.pipe(
        mapOf("map names of accounts to those who may assume the role there", () =>
            v.custom<Assuming>(
                (value) =>
                    isText(value) ||
                    (Array.isArray(value) && value.length > 0 && value.every(isText)),
                must("a list of names of the team's identities, or one AWS service"),
            ),
        ),
        v.check((accounts) => Object.keys(accounts).length > 0, "is empty; name an account"),
    ),
    maxSessionDuration: v.exactOptional(v.number(must("a number of seconds"))),
    permissions: v.array(v.unknown(), must("a list of statements")),
});

const identityEntries = { trustClass: oneOf(trustClasses), roles: v.exactOptional(names) };
const serviceAccountSchema = strict("a service account of a team", identityEntries);

const readers: Readonly<
    Record<
        string,
        (value: unknown, name: string, at: string, fault: Fault) => TeamRequest["asks"] | undefined
    >
> = {
    roles: (value, _, at, fault) => {
        const role = check(roleSchema, value, at, fault);
        return role && { kind: "role", ...role };
    },
    serviceAccounts: (value, _, at, fault) => {
        const account = check(serviceAccountSchema, value, at, fault);
        return account && { kind: "service account", ...account };
    },
    pipelines: (value, name, at, fault) => {
        const pipeline = readPipeline(value, identityEntries, at, fault);
        return pipeline && { kind: "pipeline", pipeline: { ...pipeline, name } };
    },
};

/** Folders of what a team may add, in its own. */
export const requestFolders: readonly string[] = Object.keys(readers);

const nounOf = (folder: string): string =>
    folder === "serviceAccounts" ? "service account" : folder.replace(/s$/, "");

/** What a message about a request begins with. */
export const mayNotAdd = (team: string, noun: string, name: string): string =>
    `team ${quote(team)} may not add ${noun} ${quote(name)}`;

/**
 * A file as the request that it is, strictly: a misspelt property is a fault, and so is a file that is none.
 *
 * @returns `undefined` if there is a fault
 */
export function readRequest({ file, text }: TeamFile, fault: Fault): TeamRequest | undefined {
    const [, team = "", folder = "", last = "", ...deeper] = file.split("/");
    // What the folder is about, and tests of what it asks for (test/plan/reach.spec.ts), are no requests.
    if (/^teams\/(?:(?:[^/]+\/)?README\.md|[^/]+\/reach\/[^/]+\.json)$/.test(file))
        return undefined;
    const read = Object.hasOwn(readers, folder) ? readers[folder] : undefined;
    const name = /^([\w+=,.@-]+)\.yaml$/.exec(last)?.[1];
    if (read === undefined || name === undefined || deeper.length > 0) {
        fault(
            `team ${quote(team)} may not add this; a team has ${requestFolders.map((one) => `${teamsFolder}/${team}/${one}/NAME.yaml`).join(", ")}` +
                (read === undefined && last !== "" ? didYouMean(folder, requestFolders) : "") +
                "; what else is needed, the platform team adds",
        );
        return undefined;
    }
    const at = `${mayNotAdd(team, nounOf(folder), name)}:`;
    let value: unknown;
    try {
        value = parse(text);
    } catch (error) {
        fault(`${at} it can't be read as YAML: ${(error as Error).message.split("\n")[0] ?? ""}`);
        return undefined;
    }
    const asks = read(value, name, at, fault);
    return asks && { file, team, name, asks };
}

/** The identity that a request asks for; `undefined`: it asks for a role. */
export const identityOf = ({ name, asks }: TeamRequest): Identity | undefined =>
    asks.kind === "role"
        ? undefined
        : asks.kind === "pipeline"
          ? asks.pipeline
          : { name, trustClass: asks.trustClass, ...(asks.roles ? { roles: asks.roles } : {}) };
