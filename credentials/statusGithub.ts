import { findingLevels } from "./findings";
import type { StatusRow } from "./statusRows";

/**
 * Findings as annotations of a GitHub Actions run, one a line.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const statusGithub = (rows: readonly StatusRow[]): string =>
    rows
        .flatMap(({ identity, key, findings }) =>
            findings.map(({ code, text }) => {
                const level = findingLevels[code] === "warning" ? "warning" : "error";
                const title = key === undefined ? identity : `${identity} ${key}`;
                return `::${level} title=${property(title)}::${data(text)}`;
            }),
        )
        .join("\n");

const data = (text: string): string =>
    text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
