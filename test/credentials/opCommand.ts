import { execFileSync } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import * as path from "node:path";

/** Status and content. */
export type Answer = [number, unknown];
type Api = (method: string, url: URL, body: unknown) => Answer;
type Item = Record<string, unknown>;

/** Puts an `op` command into a folder. It keeps its arguments in `op.log`, and has the stub's server do the rest. */
export async function installOp(folder: string, port: string, token: string): Promise<void> {
    const bash = execFileSync("bash", ["-c", 'echo "$BASH"'], { encoding: "utf8" }).trim();
    const file = path.join(folder, "op");
    await writeFile(file, `#!${bash}\n${opScript(port, token)}`);
    await chmod(file, 0o755);
}

/** Only what bash has by itself, which starts in a twentieth of the time that Node.js takes. */
const opScript = (port: string, token: string): string => `
LC_ALL=C
printf '%s\\n' "$*" >> "$0.log"
IFS= read -r -d '' input
printf -v body '%s\\n' "$@" "" "$input"
exec 3<>/dev/tcp/127.0.0.1/${port}
printf '%s\\r\\n' >&3 "POST /op HTTP/1.0" "Host: stub" "Authorization: Bearer ${token}" \\
    "Connection: close" "Content-Length: \${#body}" ""
printf '%s' "$body" >&3
IFS= read -r -d '' answer <&3
[[ $answer == "HTTP/1.1 2"* ]] || exit 1
printf '%s' "\${answer#*$'\\r\\n\\r\\n'}"
`;

/**
 * What an `op` command does, as far as it is documented and used: anything else is an error.
 *
 * @param text its arguments, one a line, an empty line, and its input
 * @see https://developer.1password.com/docs/cli/reference/
 */
export function opAnswer(text: string, vaultId: string, api: Api): Answer {
    const end = text.indexOf("\n\n");
    const args = text.slice(0, end).split("\n").join(" ");
    const input = (): Item => JSON.parse(text.slice(end)) as Item;
    const vault = `vaults/${vaultId}`;
    const ask = (method: string, at: string, body?: unknown): Answer =>
        api(method, new URL(`/v1/${at}`, "http://stub"), body);
    const commands: Readonly<Record<string, (id: string) => Answer>> = {
        [`vault get (Platform|${vaultId})`]: () => ask("GET", vault),
        [`item list --vault ${vaultId}`]: () => inSnakeCase(ask("GET", `${vault}/items`)),
        [`item get (\\w+) --vault ${vaultId}`]: (id) =>
            inSnakeCase(ask("GET", `${vault}/items/${id}`)),
        [`item create --vault ${vaultId} -`]: () =>
            ask("POST", `${vault}/items`, { ...input(), vault: { id: vaultId } }),
        [`item edit (\\w+) --vault ${vaultId}`]: (id) =>
            ask("PUT", `${vault}/items/${id}`, input()),
        [`item delete (\\w+) --vault ${vaultId}`]: (id) => ask("DELETE", `${vault}/items/${id}`),
    };
    for (const [pattern, run] of Object.entries(commands)) {
        const match = new RegExp(`^${pattern} --format json$`).exec(args);
        if (match !== null) return run(match[1] ?? "");
    }
    return [400, "unknown command"];
}

/** The command names a property otherwise than the API. */
function inSnakeCase([status, content]: Answer): Answer {
    const converted = ({ updatedAt, ...item }: Item): Item => ({ ...item, updated_at: updatedAt });
    if (status >= 300) return [status, content];
    return [status, Array.isArray(content) ? content.map(converted) : converted(content as Item)];
}
