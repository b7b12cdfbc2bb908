import { distance } from "fastest-levenshtein";

/**
 * The known text that a misspelt one probably means: at most a third of it differs, upper and lower case aside.
 *
 * @returns `undefined` if none is near
 */
export function nearest(text: string, known: readonly string[]): string | undefined {
    const [first] = known
        .map((candidate) => ({
            candidate,
            edits: distance(text.toLowerCase(), candidate.toLowerCase()),
        }))
        .filter(({ candidate, edits }) => edits <= Math.max(text.length, candidate.length) / 3)
        .sort((a, b) => a.edits - b.edits);
    return first?.candidate;
}

/** A hint for the end of a message, e.g. `; did you mean roles?`; empty if nothing known is near. */
export function didYouMean(text: string, known: readonly string[]): string {
    const near = nearest(text, known);
    return near === undefined ? "" : `; did you mean ${near}?`;
}
