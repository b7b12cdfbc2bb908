import { sessionVariables } from "./childEnvironment";
import { credentialProcessOutput } from "./credentialProcess";
import type { Session } from "./session";

export const exportFormats = ["env", "json", "shell"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * A session for other programs: `env` as lines of `NAME=value`, `json` as a `credential_process` prints it, `shell` as
 * commands for a POSIX shell's `eval`.
 *
 * @param unset names of variables that would outrank the session; a shell drops them
 * @param endpoint of a local AWS
 */
export function exportText(
    session: Session,
    format: ExportFormat,
    unset: readonly string[],
    endpoint?: string,
): string {
    if (format === "json") return credentialProcessOutput(session);
    const variables = Object.entries({
        ...sessionVariables(session),
        ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint }),
    });
    if (format === "env") return variables.map(([name, value]) => `${name}=${value}`).join("\n");
    const names = variables.map(([name]) => name);
    const dropped = unset.filter((name) => !names.includes(name) && /^\w+$/.test(name));
    return [
        ...(dropped.length === 0 ? [] : [`unset ${dropped.join(" ")}`]),
        ...variables.map(([name, value]) => `export ${name}=${quoted(value)}`),
    ].join("\n");
}

const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;
