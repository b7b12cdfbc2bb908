import { counted } from "./words.mjs";

/**
 * How a role's cell looks: the mark that the terminal prints, which doesn't depend on colour, and what a screen reader says.
 *
 * @param {import("./model.mjs").Cell} cell
 */
export function roleMark(cell) {
    const { path, unknown, hops, crosses, uncertain } = cell;
    if (unknown) return { text: "?", look: "perhaps", says: "unknown" };
    if (path === -1) return { text: "-", look: "none", says: "not reached" };
    return {
        text: flagged(cell, hops <= 1 ? "yes" : String(hops)),
        look: lookOf(cell, hops > 1),
        says: `${saying(crosses, uncertain)}${hops <= 1 ? "directly" : `in ${counted(hops, "hop")}`}`,
    };
}

/**
 * How an account's cell looks: how many of its roles are reached.
 *
 * @param summary as summaryOf has it
 */
export function accountMark(summary) {
    const { reached, unknown, of, crosses, uncertain } = summary;
    if (reached === 0 && unknown > 0) {
        return { text: "?", look: "perhaps", says: `${unknown} of ${counted(of, "role")} unknown` };
    }
    if (reached === 0) return { text: "-", look: "none", says: "no role reached" };
    const marks = { crosses, uncertain: uncertain || unknown > 0 };
    const more = unknown > 0 ? `, ${unknown} more unknown` : "";
    return {
        text: flagged(marks, `${reached}/${of}`),
        look: lookOf(summary, false),
        says: `${saying(crosses, uncertain)}${reached} of ${counted(of, "role")}${more}`,
    };
}

const flagged = ({ crosses, uncertain }, text) =>
    `${text}${uncertain ? "?" : ""}${crosses ? "!" : ""}`;

const saying = (crosses, uncertain) =>
    `${crosses ? "crosses the boundary" : "reached"}${uncertain ? ", perhaps" : ""}, `;

function lookOf({ crosses, uncertain }, indirect) {
    if (crosses) return uncertain ? "perhaps" : "crosses";
    if (uncertain) return "perhaps";
    return indirect ? "indirect" : "direct";
}
