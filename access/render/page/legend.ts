import { marks, terms } from "../glossary";
import { escaped } from "./embed";

/** How the marks look; of colour alone nothing depends. */
const looks: Readonly<Record<string, string>> = {
    yes: "direct",
    "2": "indirect",
    "-": "none",
    "?": "perhaps",
    "!": "crosses",
};

const row = (mark: string, look: string, meaning: string): string =>
    `<div><dt><span class="mark ${look}">${mark}</span></dt><dd>${escaped(meaning)}</dd></div>`;

/** What the marks of the matrix mean. */
export const legendElement = `<dl>${[
    ...marks.map(({ mark, means, more }) =>
        row(mark, looks[mark] ?? "", more === undefined ? means : `${means}: ${more}`),
    ),
    row("5/6", "direct", "reaches 5 of the account's 6 roles"),
].join("")}</dl>`;

/** The glossary. */
export const termsElement = `<dl>${terms
    .map(([term, meaning]) => `<div><dt>${escaped(term)}</dt><dd>${escaped(meaning)}</dd></div>`)
    .join("")}</dl>`;
