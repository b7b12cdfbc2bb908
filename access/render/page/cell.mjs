import { counted } from "./words.mjs";

/**
 * How a role's cell looks: a mark that doesn't hang on colour, and what a screen reader says.
 *
 * @param {import("./model.mjs").Cell} cell
 * @param {boolean} inWords whether there is room for words
 */
export function roleMark(cell, inWords) {
    const { path, hops, crosses, uncertain } = cell;
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
    const { reached, of, crosses, uncertain } = summary;
    if (reached === 0) return { text: "–", look: "none", says: "no role reached" };
    return {
        text: flagged(summary, `${reached}/${of}`, inWords),
        look: lookOf(summary, false),
        says: `${saying(crosses, uncertain)}${reached} of ${counted(of, "role")}`,
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
    ["perhaps", "?", "unless something not evaluated is in the way"],
    ["none", "–", "no path found"],
];
