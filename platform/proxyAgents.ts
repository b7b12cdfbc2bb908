import type * as http from "node:http";
import type * as https from "node:https";

/** Agents for HTTP and HTTPS requests; empty: requests go straight to the server. */
export interface ProxyAgents {
    readonly httpAgent?: http.Agent;
    readonly httpsAgent?: https.Agent;
}

const proxyVariables = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"];

/**
 * Agents that send each request through the proxy that the environment names for its host: `HTTPS_PROXY`, `HTTP_PROXY`
 * and `ALL_PROXY`, except for the hosts of `NO_PROXY`, each in upper or lower case. This machine is never reached
 * through a proxy.
 *
 * @param env the variables; `NO_PROXY` and the like are read from the process's own environment at each request
 * @throws Error naming a variable that is not the URL of an HTTP proxy; never its value, which may hold a password
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html
 */
export async function proxyAgents(env: NodeJS.ProcessEnv = process.env): Promise<ProxyAgents> {
    if (!proxyVariables.some((name) => isProxy(env, name))) return {};
    const { EnvironmentProxyAgent } = await import("./environmentProxyAgent");
    return {
        httpAgent: new EnvironmentProxyAgent(false),
        httpsAgent: new EnvironmentProxyAgent(true) as unknown as https.Agent,
    };
}

function isProxy(env: NodeJS.ProcessEnv, name: string): boolean {
    const value = env[name.toLowerCase()] || env[name] || "";
    if (value === "") return false;
    // Without a scheme it is the one of the request, as curl and the AWS CLI have it.
    const text = value.includes("://") ? value : `http://${value}`;
    const scheme = URL.canParse(text) ? new URL(text).protocol : "";
    if (scheme === "http:" || scheme === "https:") return true;
    throw new Error(
        `${name} is not the URL of an HTTP proxy; set it to e.g. http://proxy.example.com:3128, or unset it`,
    );
}
