import type { Drift } from "./drift";
import { severities } from "./finding";
import type { Finding } from "./finding";

const remedies: Readonly<Record<Finding["remedy"], string>> = {
    up: "--fix updates the stack",
    delete: "--fix --delete ID deletes it",
    "by hand": "by hand",
};

/** Drift as text: a finding is a block of a few lines, worst first, since ARNs are long. */
export function driftText({
    accounts,
    findings,
    catalogue,
    unread,
    pathsUnknown,
    ignored,
}: Drift): string {
    const counts = severities
        .map(
            (severity) =>
                [severity, findings.filter((one) => one.severity === severity).length] as const,
        )
        .filter(([, count]) => count > 0)
        .map(([severity, count]) => `${count} ${severity}`);
    const where = counted(accounts.length, "account");
    const title =
        findings.length === 0
            ? `No drift in ${where}${unread.length === 0 ? "" : ", as far as it could be read"}${pathsUnknown === undefined ? "" : ", but what can be reached is not known"}.`
            : `${counted(findings.length, "difference")} in ${where}: ${counts.join(", ")}.`;
    return [
        title,
        ...findings.flatMap((one) => [
            "",
            `${one.severity.padEnd(8)} ${one.change.padEnd(7)} ${one.account}: ${one.text}`,
            `         effect: ${one.effect}`,
            `         ${remedies[one.remedy]}; ID ${one.id}`,
        ]),
        ...section(
            "The catalogue is not the same in all accounts:",
            catalogue.map(
                ({ resource, kind, name, accounts: groups }) =>
                    `${kind}${name === "" ? "" : ` ${name}`} of ${resource}: ${groups.map((group) => group.join(", ")).join(" | ")}`,
            ),
        ),
        ...section("Not known, since it could not be read:", unread),
        ...section("Not known:", pathsUnknown === undefined ? [] : [pathsText(pathsUnknown)]),
        ...(ignored === 0 ? [] : ["", `${ignored} ignored.`]),
    ].join("\n");
}

const counted = (count: number, noun: string): string =>
    `${count} ${noun}${count === 1 ? "" : "s"}`;

const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  - ${line}`)];

/** @param why as `Drift.pathsUnknown` has it */
export const pathsText = (why: string): string =>
    `whether AWS has paths that the program doesn't: ${why}`;

/** Drift as data, for scripts. */
export const driftJson = (drift: Drift): object => ({
    version: 1,
    status: statusOf(drift),
    ...drift,
});

/** `unknown` outweighs: what could not be read may have drifted, too, and a path that wasn't found may be there. */
export function statusOf({
    findings,
    catalogue,
    unread,
    pathsUnknown,
}: Drift): "clean" | "drift" | "unknown" {
    if (unread.length > 0 || pathsUnknown !== undefined) return "unknown";
    return findings.length + catalogue.length === 0 ? "clean" : "drift";
}
