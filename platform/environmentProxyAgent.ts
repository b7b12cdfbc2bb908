import * as http from "node:http";
import * as https from "node:https";

import { Agent } from "agent-base";
import type { AgentConnectOpts } from "agent-base";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Hands each request to an agent for the proxy that `HTTPS_PROXY` and the like name for its host, or to one without
 * proxy: for the hosts of `NO_PROXY`, and for this machine always.
 */
export class EnvironmentProxyAgent extends Agent {
    private readonly agents = new Map<string, http.Agent>();

    /** @param isSecure whether it is the agent of HTTPS requests, or else of HTTP requests */
    constructor(private readonly isSecure: boolean) {
        super();
    }

    /** agent-base reads it off a stack trace, which isn't there while stacks are rendered: requests would go out in plain text. */
    override isSecureEndpoint(): boolean {
        return this.isSecure;
    }

    override connect(request: http.ClientRequest, options: AgentConnectOpts): http.Agent {
        const url = `${options.secureEndpoint ? "https:" : "http:"}//${String(request.getHeader("host"))}`;
        const proxy = loopback.test(new URL(url).hostname) ? "" : getProxyForUrl(url);
        const key = `${String(options.secureEndpoint)} ${proxy}`;
        const known = this.agents.get(key);
        if (known !== undefined) return known;
        const agent = agentFor(proxy, options.secureEndpoint);
        this.agents.set(key, agent);
        return agent;
    }

    override destroy(): void {
        for (const agent of this.agents.values()) agent.destroy();
        super.destroy();
    }
}

function agentFor(proxy: string, secure: boolean): http.Agent {
    const keep = { keepAlive: true };
    if (proxy === "") return secure ? new https.Agent(keep) : new http.Agent(keep);
    return secure ? new HttpsProxyAgent(proxy, keep) : new HttpProxyAgent(proxy, keep);
}
