import { accountMark } from "./cell.mjs";
import { byEnvironment, environments } from "./order.mjs";
import { counted, numberText } from "./words.mjs";

/** The accounts as a whole: who stands where, and which class reaches what. Sizes are in pixels. */

const band = { width: 520, head: 28, gap: 12, pad: 12 };
const who = { x: 12, width: 204, height: 40, gap: 10 };
const roles = { x: 300, width: 208, name: 24, line: 18 };
/** Up to this many accounts have a box each; else each environment has one. */
const mostBoxes = 6;

/**
 * @typedef {object} Box Of an account, or of all accounts of an environment.
 * @property {string} name
 * @property {string} environment
 *
 * @typedef {object} Who Identities of one class in one box.
 * @property {string} name
 * @property {string} trustClass
 * @property {number} box its place
 *
 * @typedef {object} Roles All roles of a box, and how each class reaches them.
 * @property {string} name
 * @property {number} box its place
 * @property {{ trustClass: string, mark: { text: string, look: string, says: string }, y: number }[]} lines
 */

/**
 * The picture of all accounts, also where nothing crosses: identities on the left, roles on the right, and between them
 * what each class reaches, in the marks of the matrix.
 *
 * @returns {{ boxes: Box[], identities: Who[], roles: Roles[], links: { from: Who, to: Roles, look: string, y: number }[],
 * width: number, height: number }}
 */
export function overviewOf(model) {
    const groups = groupsOf(model);
    const classes = ["nonprod", "prod"].filter((one) =>
        model.identities.some(({ trustClass }) => trustClass === one),
    );
    const overview = { boxes: [], identities: [], roles: [], links: [], width: band.width };
    let y = 0;
    groups.forEach(({ name, environment, accounts }, box) => {
        const standing = identityNodes(model, accounts, classes, box, y + band.head);
        const rolesThere = accounts.flatMap((account) => model.rolesOf[account]);
        const lines = classes.map((trustClass, at) => ({
            trustClass,
            mark: accountMark(reachOf(model, membersOf(model, trustClass), rolesThere)),
            y: y + band.head + roles.name + at * roles.line + roles.line / 2,
        }));
        const height = roles.name + lines.length * roles.line + 6;
        const place = { box, x: roles.x, y: y + band.head, width: roles.width, height };
        overview.roles.push({ ...place, name: counted(rolesThere.length, "role"), lines });
        overview.identities.push(...standing);
        const tallest = Math.max(height, standing.length * (who.height + who.gap) - who.gap);
        const whole = band.head + tallest + band.pad;
        // Where no identity stands, the box is as wide as its roles.
        const x = standing.length > 0 ? 0 : roles.x - who.x;
        overview.boxes.push({ name, environment, x, y, width: band.width - x, height: whole });
        y += whole + band.gap;
    });
    for (const from of overview.identities) {
        for (const to of overview.roles) {
            const there = groups[to.box].accounts.flatMap((account) => model.rolesOf[account]);
            if (there.length === 0) continue;
            const { look } = accountMark(reachOf(model, from.members, there));
            const line = to.lines.find(({ trustClass }) => trustClass === from.trustClass);
            overview.links.push({ from, to, look, y: line.y });
        }
    }
    return { ...overview, height: Math.max(0, y - band.gap) };
}

/** The picture in words. */
export function overviewText({ boxes, roles: all }) {
    const places = boxes.map(({ name }, at) => {
        const { name: size, lines } = all[at];
        const reached = lines.map(
            ({ trustClass, mark }) => `${trustClass} identities: ${mark.says}`,
        );
        return `${name}, ${size}: ${reached.join("; ")}`;
    });
    return `What the identities of each trust class reach. ${places.join(". ")}.`;
}

/** The accounts, or, of many, those of each environment. */
function groupsOf(model) {
    const all = [...model.accounts.keys()].sort((a, b) =>
        byEnvironment(model.accounts[a], model.accounts[b]),
    );
    if (all.length <= mostBoxes) {
        return all.map((at) => ({
            ...model.accounts[at],
            name: titleOf(model, at),
            accounts: [at],
        }));
    }
    return environments
        .map((environment) => ({
            environment,
            accounts: all.filter((at) => model.accounts[at].environment === environment),
        }))
        .filter(({ accounts }) => accounts.length > 0)
        .map(({ environment, accounts }) => ({
            environment,
            accounts,
            name:
                accounts.length === 1
                    ? titleOf(model, accounts[0])
                    : `${numberText(accounts.length)} ${environment} accounts`,
        }));
}

function titleOf(model, account) {
    const { name, environment } = model.accounts[account];
    return name === environment ? name : `${name} (${environment})`;
}

function identityNodes(model, accounts, classes, box, top) {
    const ids = new Set(accounts.map((at) => model.accounts[at].id));
    return classes
        .map((trustClass) => ({
            trustClass,
            members: membersOf(model, trustClass).filter((at) =>
                ids.has(model.identities[at].account),
            ),
        }))
        .filter(({ members }) => members.length > 0)
        .map(({ trustClass, members }, at) => ({
            trustClass,
            members,
            box,
            name:
                members.length === 1
                    ? model.identities[members[0]].name
                    : `${numberText(members.length)} ${trustClass} identities`,
            x: who.x,
            y: top + at * (who.height + who.gap),
            width: who.width,
            height: who.height,
        }));
}

const membersOf = (model, trustClass) =>
    [...model.identities.keys()].filter((at) => model.identities[at].trustClass === trustClass);

/**
 * What some identities together reach of some roles.
 *
 * @returns as summaryOf has it
 */
export function reachOf(model, identities, list) {
    const result = { of: list.length, reached: 0, unknown: 0, crosses: false, uncertain: false };
    let isCrossingCertain = false;
    for (const role of list) {
        const cells = identities.map((identity) => model.cell(identity, role));
        const paths = cells.filter(({ path }) => path !== -1);
        const crossing = paths.filter(({ crosses }) => crosses);
        if (paths.length > 0) result.reached += 1;
        else if (cells.some(({ unknown }) => unknown)) result.unknown += 1;
        if (crossing.length > 0) result.crosses = true;
        if (crossing.some(({ uncertain }) => !uncertain)) isCrossingCertain = true;
        if (paths.length > 0 && paths.every(({ uncertain }) => uncertain)) result.uncertain = true;
    }
    return { ...result, uncertain: result.crosses ? !isCrossingCertain : result.uncertain };
}
