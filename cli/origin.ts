import { readFileSync } from "node:fs";
import * as path from "node:path";

import type { Origin } from "../access";
import type { SecretReaders } from "../platform/secretReaders";
import { checkout } from "../platform/checkout";
import { run } from "../platform/childProcess";

/**
 * Where a report comes from. `SOURCE_DATE_EPOCH` sets its time, so that a build can be repeated.
 *
 * @param source as `--source` has it
 * @param secretReaders of the configuration, where the source is of this platform
 * @see https://reproducible-builds.org/docs/source-date-epoch/
 */
export async function originOf(source: string, secretReaders?: SecretReaders): Promise<Origin> {
    const commit = await commitOf(checkout);
    return {
        source,
        at: timeOf(process.env["SOURCE_DATE_EPOCH"]).toISOString(),
        ...(commit === undefined ? {} : { commit }),
        ...(secretReaders === undefined ? {} : { secretReaders: listOf(secretReaders) }),
        versions: [
            { name: "iam-profiles", version: ownVersion() },
            { name: "node", version: process.versions.node },
        ],
    };
}

const listOf = ({ nonprod, prod }: SecretReaders): NonNullable<Origin["secretReaders"]> => [
    ...nonprod.map((arn) => ({ arn, trustClass: "nonprod" as const })),
    ...prod.map((arn) => ({ arn, trustClass: "prod" as const })),
];

/** Of this checkout. */
export function ownVersion(): string {
    const text = readFileSync(path.join(checkout, "package.json"), "utf8");
    return (JSON.parse(text) as { readonly version: string }).version;
}

const timeOf = (seconds: string | undefined): Date =>
    seconds !== undefined && /^\d{1,12}$/.test(seconds)
        ? new Date(Number(seconds) * 1000)
        : new Date();

/** `0123abc...`, with `+` if files have changed since; `undefined`: not a Git checkout, or there is no `git`. */
async function commitOf(folder: string): Promise<string | undefined> {
    try {
        const git = (...args: string[]): Promise<string> =>
            run("git", ["-C", folder, ...args], { timeoutMs: 5_000 });
        const [head, changes] = await Promise.all([
            git("rev-parse", "HEAD"),
            git("status", "--porcelain", "--untracked-files=no"),
        ]);
        return `${head.trim()}${changes.trim() === "" ? "" : "+"}`;
    } catch {
        return undefined;
    }
}
