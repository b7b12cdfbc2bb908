import { element } from "./element.mjs";
import { accountClass } from "./order.mjs";
import { pictureOf, pictureText } from "./picture.mjs";
import { clipped, svg } from "./svg.mjs";

/**
 * The path drawn across its accounts, with the same in words for those who don't see it.
 *
 * @param {string} target ARN
 * @param {number[]} steps
 */
export function pictureElement(model, identity, target, steps) {
    const picture = pictureOf(model, identity, target, steps);
    const { boxes, nodes, edges, width, height, others } = picture;
    const drawing = svg(
        "svg",
        {
            viewBox: `-1 -1 ${width + 2} ${height + 2}`,
            width: width + 2,
            height: height + 2,
            role: "img",
            "aria-label": pictureText(model, picture),
        },
        ...boxes.map(boxElement),
        // An edge refers to the nodes before they had a size.
        ...edges.map((edge) => edgeElement(edge, nodes[0])),
        ...nodes.map(nodeElement),
        ...edges.map((edge) => labelElement(edge, nodes[0])),
    );
    return element(
        "div",
        { class: "picture", tabindex: 0, role: "group", "aria-label": "Path across accounts" },
        drawing,
        ...(others === "" ? [] : [element("p", { class: "note" }, capital(others))]),
    );
}

const boxElement = ({ x, name, environment, width, height }) =>
    svg(
        "g",
        { class: accountClass(environment) },
        svg("rect", { x, y: 0, width, height, rx: 8 }),
        svg(
            "text",
            { x: x + width / 2, y: 21 },
            clipped(
                environment === "" || environment === name ? name : `${name} (${environment})`,
                width,
            ),
        ),
    );

const nodeElement = ({ kind, name, arn, x, y, width, height }) =>
    svg(
        "g",
        { class: `node ${kind}` },
        svg("title", {}, arn),
        svg("rect", { x, y, width, height, rx: kind === "identity" ? height / 2 : 5 }),
        svg("text", { x: x + width / 2, y: y + 17, class: "kind" }, kind),
        svg("text", { x: x + width / 2, y: y + 34 }, clipped(name, width)),
    );

function edgeElement({ from, to, look }, size) {
    const { d, head } = lineOf(from, to, size);
    return svg(
        "g",
        { class: `edge ${look}` },
        svg("path", { d }),
        svg("polygon", { points: head.map((point) => point.join()).join(" ") }),
    );
}

function labelElement({ from, to, label, look }, size) {
    if (label === "") return svg("g", {});
    const { middle } = lineOf(from, to, size);
    return svg(
        "text",
        { x: middle[0], y: middle[1], class: `hop ${look}` },
        `${look === "crosses" ? "! " : look === "perhaps" ? "? " : ""}${clipped(label, size.width)}`,
    );
}

/** The line between two nodes, its arrow head, and where its label stands. @param size of a node */
function lineOf(from, to, { width, height }) {
    const isNext = from.lane === to.lane && to.row === from.row + 1;
    if (isNext) {
        const x = from.x + width / 2;
        const [start, end] = [from.y + height, to.y];
        return {
            d: `M${x} ${start}V${end - 6}`,
            head: downwards(x, end),
            middle: [x, (start + end) / 2 + 3],
        };
    }
    const [y1, y2] = [from.y + height / 2, to.y + height / 2];
    const side = to.lane >= from.lane ? 1 : -1;
    const x1 = from.x + (side === 1 ? width : 0);
    // Within an account, around the nodes between.
    const isSame = from.lane === to.lane;
    const x2 = to.x + (isSame || side === -1 ? width : 0);
    const arrow = isSame ? -1 : side;
    const bend = isSame ? 22 : 34;
    const tip = x2 - arrow * 6;
    return {
        d: `M${x1} ${y1}C${x1 + side * bend} ${y1} ${tip - arrow * bend} ${y2} ${tip} ${y2}`,
        head: [
            [x2, y2],
            [tip, y2 - 4],
            [tip, y2 + 4],
        ],
        middle: [to.x + width / 2, to.y - 5],
    };
}

const downwards = (x, y) => [
    [x, y],
    [x - 4, y - 6],
    [x + 4, y - 6],
];

const capital = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
