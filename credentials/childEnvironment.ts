import { devNull } from "node:os";

import type { Session } from "./session";
import withheld from "./withheldVariables.json";

/** How the child gets its session: as variables, or from an endpoint that renews it. */
export type SessionSource = Session | { readonly uri: string; readonly authorizationToken: string };

export interface ChildOptions {
    /** Region where the caller has none. */
    readonly region: string;
    /** `--region`, which outranks the caller's. */
    readonly forcedRegion?: string;
    /** Endpoint of a local AWS. */
    readonly endpoint?: string;
}

/**
 * Environment of a command that is to work with a session alone: the caller's without the variables of
 * `withheldVariables.json`. The caller's region stays.
 *
 * @param env the caller's
 */
export function sessionEnvironment(
    env: NodeJS.ProcessEnv,
    session: SessionSource,
    options: ChildOptions,
): NodeJS.ProcessEnv {
    const dropped = withheldNames(env, options.endpoint !== undefined);
    const kept = Object.entries(env).filter(([name]) => !dropped.includes(name));
    return {
        ...Object.fromEntries(kept),
        ...regionVariables(env, options),
        ...(options.endpoint === undefined ? {} : localAwsVariables(env, options.endpoint)),
        ...("uri" in session ? endpointVariables(session) : sessionVariables(session)),
    };
}

/** The session as the AWS CLI and SDKs read it from the environment. */
export const sessionVariables = (session: Session): Record<string, string> => ({
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
    AWS_CREDENTIAL_EXPIRATION: session.expiration,
});

/**
 * Names of the variables that a child with a session must not see: they outrank the session, or lead to other rights.
 *
 * @param local the session is of a local AWS, where endpoints of single services would lead elsewhere
 */
export function withheldNames(env: NodeJS.ProcessEnv, local: boolean): string[] {
    const patterns = withheld
        .filter(({ when }) => when === "always" || local)
        .map(({ name }) => new RegExp(`^${name.replaceAll("*", ".*")}$`, "i"));
    return Object.keys(env).filter((name) => patterns.some((pattern) => pattern.test(name)));
}

/** Older AWS CLIs know `AWS_DEFAULT_REGION` alone, the other SDKs `AWS_REGION`. */
export function regionVariables(
    env: NodeJS.ProcessEnv,
    { region, forcedRegion }: Pick<ChildOptions, "region" | "forcedRegion">,
): { readonly AWS_REGION: string; readonly AWS_DEFAULT_REGION: string } {
    const own = env["AWS_REGION"] || undefined;
    const fallback = env["AWS_DEFAULT_REGION"] || undefined;
    return {
        AWS_REGION: forcedRegion ?? own ?? fallback ?? region,
        AWS_DEFAULT_REGION: forcedRegion ?? fallback ?? own ?? region,
    };
}

/** A local AWS is reached without a proxy; the AWS CLI would send requests for this machine to one. */
function localAwsVariables(env: NodeJS.ProcessEnv, endpoint: string): Record<string, string> {
    const { hostname } = new URL(endpoint);
    const before = env["no_proxy"] || env["NO_PROXY"];
    const noProxy = before === undefined || before === "" ? hostname : `${before},${hostname}`;
    return { AWS_ENDPOINT_URL: endpoint, NO_PROXY: noProxy, no_proxy: noProxy };
}

/** SDKs ask the endpoint only after the shared files, so the child sees none: `[default]` there would outrank it. */
const endpointVariables = (source: {
    readonly uri: string;
    readonly authorizationToken: string;
}): Record<string, string> => ({
    AWS_CONTAINER_CREDENTIALS_FULL_URI: source.uri,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: source.authorizationToken,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
});
