import * as path from "node:path";

/** What any program needs to run at all. */
const inherited = ["PATH", "SystemRoot", "SYSTEMROOT", "windir", "LANG", "LC_ALL"];

/**
 * The whole environment of the local AWS. Little of the caller's: it must see no credentials, and its many
 * settings are environment variables that a caller may have set for something else.
 *
 * @param port on the loopback address
 * @param token repeated in its health report
 * @param temporary folder for all it writes
 */
export function serverEnvironment(
    port: number,
    token: string,
    temporary: string,
    env: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
    const kept = inherited.flatMap((name) => {
        const value = env[name];
        return value === undefined ? [] : [[name, value] as const];
    });
    return {
        ...Object.fromEntries(kept),
        AUTH: "true",
        BIND_HOST: "127.0.0.1",
        GATEWAY_PORT: String(port),
        MINISTACK_EDITION: token,
        // At this level it logs no requests, which may contain secrets.
        LOG_LEVEL: "WARNING",
        // The server's data is not persisted: it is created and removed together with the stacks' state.
        PERSIST_STATE: "0",
        STATE_DIR: path.join(temporary, "state"),
        S3_DATA_DIR: path.join(temporary, "s3"),
        HOME: temporary,
        USERPROFILE: temporary,
        TMPDIR: temporary,
        TEMP: temporary,
        TMP: temporary,
        // It removes other instances' containers when it finds a Docker daemon, and opens more ports for these.
        DOCKER_HOST: "unix:///nonexistent",
        IOT_MTLS_ENABLED: "0",
        SFTP_ENABLED: "0",
    };
}
