import { counted } from "./words.mjs";

/**
 * How a role's cell looks: a mark that doesn't depend on colour, and what a screen reader says.
 *
 * @param {import("./model.mjs").Cell} cell
 * @param {boolean} inWords whether there is room for words
 */
export function roleMark(cell, inWords) {
    const { path, unknown, hops, crosses, uncertain } = cell;
    if (unknown) return { text: "?", look: "perhaps", says: "unknown" };
    if (path === -1) return { text: "–", look: "none", says: "not reached" };
    const way = hops <= 1 ? "direct" : counted(hops, "hop");
    const short = hops <= 1 ? "●" : String(hops);
    return {
        text: flagged(cell, inWords ? way : short, inWords),
        look: lookOf(cell, hops > 1),
        says: `${saying(crosses, uncertain)}${hops <= 1 ? "directly" : `in ${way}`}`,
    };
}

/**
 * How an account's cell looks: how many of its roles are reached.
 *
 * @param summary as summaryOf has it
 * @param {boolean} inWords whether there is room
 */
export function accountMark(summary, inWords) {
    const { reached, unknown, of, crosses, uncertain } = summary;
    if (reached === 0 && unknown > 0) {
        return { text: "?", look: "perhaps", says: `${unknown} of ${counted(of, "role")} unknown` };
    }
    if (reached === 0) return { text: "–", look: "none", says: "no role reached" };
    const marks = { crosses, uncertain: uncertain || unknown > 0 };
    const more = unknown > 0 ? `, ${unknown} more unknown` : "";
    return {
        text: flagged(marks, `${reached}/${of}`, inWords),
        look: lookOf(summary, false),
        says: `${saying(crosses, uncertain)}${reached} of ${counted(of, "role")}${more}`,
    };
}

const flagged = ({ crosses, uncertain }, text, inWords) =>
    [...(crosses ? ["✕"] : []), ...(uncertain ? ["?"] : []), text].join(inWords ? " " : "");

const saying = (crosses, uncertain) =>
    `${crosses ? "crosses the boundary" : "reached"}${uncertain ? ", perhaps" : ""}, `;

function lookOf({ crosses, uncertain }, indirect) {
    if (crosses) return uncertain ? "perhaps" : "crosses";
    return indirect ? "indirect" : "direct";
}

/** What the marks mean, with an example each. */
export const legend = [
    ["direct", "● direct", "reached in one hop"],
    ["indirect", "2 hops", "reached in more hops"],
    ["direct", "5/6", "roles of the account that are reached"],
    ["crosses", "✕", "crosses the environment boundary"],
    ["perhaps", "?", "unknown: not evaluated, or the search stopped at its limit"],
    ["none", "–", "no path exists"],
];
