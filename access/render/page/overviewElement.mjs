import { byId, element } from "./element.mjs";
import { accountClass } from "./order.mjs";
import { overviewOf, overviewText } from "./overview.mjs";
import { clipped, svg } from "./svg.mjs";

/** Shows the accounts, and what each class of identities reaches in them. Hidden without accounts or identities. */
export function showOverview(model) {
    if (model.accounts.length === 0 || model.identities.length === 0) return;
    const section = byId("overview");
    const overview = overviewOf(model);
    const { boxes, identities, roles, links, width, height } = overview;
    section.append(
        element("h2", { id: "overview-title" }, "The accounts"),
        element(
            "div",
            { class: "picture", tabindex: 0, role: "group", "aria-labelledby": "overview-title" },
            svg(
                "svg",
                {
                    viewBox: `-1 -1 ${width + 2} ${height + 2}`,
                    width: width + 2,
                    height: height + 2,
                    role: "img",
                    "aria-label": overviewText(overview),
                },
                ...boxes.map(boxOf),
                // Crossings last, above the others.
                ...[...links].sort((a, b) => rank(a) - rank(b)).map(linkOf),
                ...identities.map(whoOf),
                ...roles.map(rolesOf),
            ),
        ),
        element(
            "p",
            { class: "note" },
            "Lines and marks: what the identities of a trust class together reach, of the roles there; dotted, with a cross at its end: nothing.",
        ),
    );
    section.hidden = false;
}

const looks = ["none", "direct", "perhaps", "crosses"];
const rank = ({ look }) => looks.indexOf(look);

const boxOf = ({ name, environment, x, y, width, height }) =>
    svg(
        "g",
        { class: accountClass(environment) },
        svg("rect", { x, y, width, height, rx: 8 }),
        svg("text", { x: x + width / 2, y: y + 19 }, clipped(name, width)),
    );

const whoOf = ({ name, trustClass, x, y, width, height }) =>
    svg(
        "g",
        { class: "node identity" },
        svg("title", {}, name),
        svg("rect", { x, y, width, height, rx: height / 2 }),
        svg("text", { x: x + width / 2, y: y + 15, class: "kind" }, trustClass),
        svg("text", { x: x + width / 2, y: y + 31 }, clipped(name, width)),
    );

const rolesOf = ({ name, lines, x, y, width, height }) =>
    svg(
        "g",
        { class: "node role" },
        svg("rect", { x, y, width, height, rx: 5 }),
        svg("text", { x: x + width / 2, y: y + 16 }, name),
        ...lines.map(({ trustClass, mark, y: middle }) =>
            svg(
                "text",
                { x: x + width / 2, y: middle + 4, class: `reach ${mark.look}` },
                `${trustClass}: ${mark.text}`,
            ),
        ),
    );

/** From the identities to the line of their class. */
function linkOf({ from, to, look, y }) {
    const [x1, y1, x2] = [from.x + from.width, from.y + from.height / 2, to.x];
    const bend = (x2 - x1) / 2;
    const end = look === "none" ? x2 - 12 : x2 - 6;
    return svg(
        "g",
        { class: `edge ${look}` },
        svg("path", { d: `M${x1} ${y1}C${x1 + bend} ${y1} ${end - bend} ${y} ${end} ${y}` }),
        look === "none"
            ? svg("path", {
                  class: "stop",
                  d: `M${end - 4} ${y - 4}l8 8m0 -8l-8 8`,
              })
            : svg("polygon", { points: `${x2},${y} ${x2 - 6},${y - 4} ${x2 - 6},${y + 4}` }),
    );
}
