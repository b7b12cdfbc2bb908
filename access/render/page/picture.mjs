import { byEnvironment, environments } from "./order.mjs";

/** A path across accounts: what is drawn, and where. Sizes are in pixels. */

const lane = { width: 236, unused: 100, gap: 24, head: 34, pad: 12 };
const node = { width: 212, height: 44, gap: 32 };
/** Up to this many accounts, those that the path doesn't touch are drawn too. */
const mostAccounts = 6;

/**
 * @typedef {object} Node
 * @property {string} kind `identity`, `group`, `role`, `statement`, or `other`
 * @property {string} name
 * @property {string} arn what it is in full
 * @property {number} lane place of its account in `boxes`
 * @property {number} row
 * @property {number} x
 * @property {number} y
 *
 * @typedef {object} Edge
 * @property {Node} from
 * @property {Node} to
 * @property {string} label number and kind of the hop; empty: it only belongs to one
 * @property {"certain" | "perhaps" | "crosses"} look
 */

/**
 * The picture of a path: an account is a box; identities, groups, roles and statements are nodes in it, from top to bottom.
 *
 * @param {number} identity
 * @param {string} target ARN
 * @param {number[]} steps hops; none: both ends, without an edge
 * @returns {{ boxes: object[], nodes: Node[], edges: Edge[], width: number, height: number, others: string }} `others`:
 * the accounts that aren't drawn
 */
export function pictureOf(model, identity, target, steps) {
    const who = model.identities[identity];
    const hops = steps.map((step) => model.hop(step));
    const shown = lanesOf(model, [who.arn, target, ...hops.flatMap(({ from, to }) => [from, to])]);
    const nodes = new Map();
    const edges = [];
    const free = shown.map(() => 0);

    const place = (key, kind, name, arn, owner, row) => {
        const known = nodes.get(key);
        if (known !== undefined) return known;
        const at = shown.findIndex(({ id }) => id === model.accountIdOf(owner));
        const placed = { kind, name, arn, lane: at, row: Math.max(row, free[at]) };
        free[at] = placed.row + 1;
        nodes.set(key, placed);
        return placed;
    };
    const principal = (arn, row) =>
        place(arn, kindOf(model, arn), model.nameOf(arn), arn, arn, row);
    const statementNode = ({ document, place: at, sid }, owner, row) => {
        const name = `${nameOfDocument(model, document)}, statement ${at}`;
        const arn = `${document}, statement ${at}${sid === undefined ? "" : ` (${sid})`}`;
        return place(arn, "statement", name, arn, owner, row);
    };

    principal(who.arn, 0);
    let inside = true;
    hops.forEach(({ kind, from, to, because, unknown }, at) => {
        const source = principal(from, 0);
        const crosses = inside && who.trustClass === "nonprod" && model.isOutside(to);
        if (crosses) inside = false;
        const look = unknown !== undefined ? "perhaps" : crosses ? "crosses" : "certain";
        const trusts = because.filter(({ document }) => document === `${to} trust policy`);
        const own = because.filter((one) => !trusts.includes(one));
        const before = own.map((one) => {
            const [owner] = one.document.split(" ");
            const holder = owner.includes(":group/") ? principal(owner, source.row + 1) : source;
            if (holder !== source) edges.push({ from: source, to: holder, label: "", look });
            // What an attacker writes has no ARN; it stands where it is used.
            const where = isKnown(model, owner) ? owner : from;
            const placed = statementNode(one, where, holder.row + 1);
            edges.push({ from: holder, to: placed, label: "", look });
            return placed;
        });
        const lowest = Math.max(source.row + 1, ...before.map(({ row }) => row));
        const doors = trusts.map((one) => statementNode(one, to, lowest));
        const reached = principal(
            to,
            1 + Math.max(source.row, ...[...before, ...doors].map(({ row }) => row)),
        );
        const label = `${at + 1}. ${kind}`;
        for (const last of before.length > 0 ? before : [source]) {
            edges.push({ from: last, to: reached, label, look });
        }
        for (const door of doors) edges.push({ from: door, to: reached, label: "", look });
    });
    principal(target, 1);
    return drawn(model, shown, [...nodes.values()], withoutRepeats(edges));
}

/** The picture in words. */
export function pictureText(model, { boxes, nodes, edges, others }) {
    const at = ({ kind, name, lane: place }) => `${kind} ${name} in ${boxes[place].name}`;
    const hops = edges.filter(({ label }) => label !== "");
    const ways = hops.map(
        ({ from, to, label, look }) =>
            `${label}: ${at(from)} to ${at(to)}${look === "crosses" ? ", which crosses the environment boundary" : look === "perhaps" ? ", not certain" : ""}`,
    );
    const ends = nodes.map(at).join(", ");
    const path =
        ways.length === 0 ? `No path: ${ends}` : `The path, hop by hop. ${ways.join("; ")}`;
    return `${path}. Accounts: ${boxes.map(({ name, environment }) => `${name}${environment === name || environment === "" ? "" : ` (${environment})`}`).join(", ")}${others === "" ? "" : `; ${others}`}.`;
}

/** The accounts to draw, by environment: those of the ARNs, and all where there are few. */
function lanesOf(model, arns) {
    const ids = new Set(arns.map((arn) => model.accountIdOf(arn)));
    const known = model.accounts
        .filter(({ id }) => model.accounts.length <= mostAccounts || ids.has(id))
        .toSorted(byEnvironment);
    const foreign = [...ids].filter((id) => !model.accounts.some((account) => account.id === id));
    return [
        ...known,
        ...foreign.map((id) => ({ id, name: id === "" ? "elsewhere" : id, environment: "" })),
    ];
}

function drawn(model, shown, nodes, edges) {
    const rows = Math.max(...nodes.map(({ row }) => row)) + 1;
    const height = lane.head + rows * (node.height + node.gap);
    const boxes = boxesOf(shown, nodes, height);
    for (const one of nodes) {
        one.x = boxes[one.lane].x + lane.pad;
        one.y = lane.head + one.row * (node.height + node.gap) + node.gap / 2;
    }
    return {
        boxes,
        nodes: nodes.map((one) => ({ ...one, width: node.width, height: node.height })),
        edges,
        width: boxes.at(-1).x + boxes.at(-1).width,
        height,
        others: othersText(model, shown),
    };
}

/** The accounts side by side; those that the path doesn't touch are narrow. */
function boxesOf(shown, nodes, height) {
    let x = 0;
    return shown.map((account, at) => {
        const width = nodes.some((one) => one.lane === at) ? lane.width : lane.unused;
        const box = { ...account, x, width, height };
        x += width + lane.gap;
        return box;
    });
}

/** E.g. `not drawn: 148 nonprod, 149 prod accounts`. */
function othersText(model, shown) {
    const hidden = model.accounts.filter(({ id }) => !shown.some((account) => account.id === id));
    if (hidden.length === 0) return "";
    const counts = environments
        .map((name) => [hidden.filter(({ environment }) => environment === name).length, name])
        .filter(([size]) => size > 0)
        .map(([size, name]) => `${size} ${name}`);
    return `not drawn: ${counts.join(", ")} account${hidden.length === 1 ? "" : "s"}`;
}

const withoutRepeats = (edges) =>
    edges.filter(
        (edge, at) =>
            edges.findIndex(
                ({ from, to, label }) =>
                    from === edge.from &&
                    to === edge.to &&
                    (label === edge.label || edge.label === ""),
            ) === at,
    );

const isKnown = (model, arn) => model.accounts.some(({ id }) => id === model.accountIdOf(arn));

function kindOf(model, arn) {
    if (model.identities.some((identity) => identity.arn === arn)) return "identity";
    if (arn.includes(":group/")) return "group";
    return arn.includes(":role/") ? "role" : "other";
}

/** `trust policy`, or the name of an inline or managed policy. */
function nameOfDocument(model, document) {
    const [owner, ...rest] = document.split(" ");
    if (!owner.startsWith("arn:")) return document;
    return rest.length > 0 ? rest.join(" ").replace(/^inline policy /, "") : model.nameOf(owner);
}
