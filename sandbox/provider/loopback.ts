const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * The endpoint of the sandbox's AWS.
 *
 * @param url value of `AWS_ENDPOINT_URL`, e.g. `http://127.0.0.1:4566`
 * @returns the same URL
 * @throws Error for a missing or unreadable URL and for every host but this machine: the stand-in is made for the
 *     sandbox and must never touch a real account
 */
export function requireLoopback(url: string | undefined): string {
    const next =
        "this provider stands in for the real one in the sandbox only; set it to the sandbox's address on " +
        "127.0.0.1, localhost or [::1], or install the real provider";
    if (url === undefined || url === "") {
        throw new Error(`AWS_ENDPOINT_URL is not set; ${next}`);
    }
    if (!URL.canParse(url)) {
        throw new Error(`AWS_ENDPOINT_URL is not a URL; ${next}`);
    }
    const { hostname, protocol } = new URL(url);
    if (!LOOPBACK_HOSTS.has(hostname) || (protocol !== "http:" && protocol !== "https:")) {
        // The host only: a URL may carry a password.
        throw new Error(`AWS_ENDPOINT_URL points to ${protocol}//${hostname}; ${next}`);
    }
    return url;
}
