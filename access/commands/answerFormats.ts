// Apart from what shows them, so that a help or a wrong usage loads no more than their names.
import { graphFormats } from "../render/pathGraph";

/** How an explanation can be shown: `mermaid` and `dot` draw its path. */
export const explainFormats = ["text", "json", ...graphFormats] as const;
export type ExplainFormat = (typeof explainFormats)[number];

/** How a diff can be shown. */
export const diffFormats = ["text", "json", "markdown"] as const;
export type DiffFormat = (typeof diffFormats)[number];
