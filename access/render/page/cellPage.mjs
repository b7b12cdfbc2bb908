import { roleMark } from "./cell.mjs";
import { element } from "./element.mjs";
import { accountFact, factsElement, identityFacts, roleFact } from "./facts.mjs";
import { isOpenToNonprod } from "./order.mjs";
import { pathElement } from "./path.mjs";
import { pictureElement } from "./pictureElement.mjs";
import { counted, shellWord } from "./words.mjs";

/**
 * The panel's content for one identity and one role: the result, the path as a picture, its hops, both locks of each hop.
 *
 * @param {import("./panel.mjs").Opens} opens
 */
export function cellPage(model, identity, role, opens) {
    const who = model.identities[identity];
    const { arn, account } = model.roles[role];
    const where = model.accounts[account];
    const cell = model.cell(identity, role);
    const facts = factsElement(
        ["Result", resultElement(cell, who, where)],
        ...identityFacts(model, identity, opens),
        roleFact(model, role, opens),
        accountFact(model, account, opens),
    );
    if (cell.path === -1) {
        const command = `npx iam-profiles explain ${shellWord(who.arn)} ${shellWord(arn)}`;
        return [
            facts,
            pictureElement(model, identity, arn, []),
            element(
                "p",
                {},
                "To see each lock, statement by statement, run this with the --source of this page:",
            ),
            element("pre", {}, element("code", {}, command)),
        ];
    }
    const { steps } = model.path(cell.path);
    const title = steps.length === 1 ? "The hop" : `The ${steps.length} hops, in order`;
    return [
        facts,
        pictureElement(model, identity, arn, steps),
        element("h3", {}, title),
        pathElement(model, steps),
    ];
}

const resultElement = (cell, { trustClass }, { environment }) =>
    element(
        "span",
        { class: `mark ${roleMark(cell).look}` },
        resultText(cell, trustClass, environment),
    );

/** What a cell says, and whether the environment boundary permits it. */
export function resultText(cell, trustClass, environment) {
    const { path, unknown, hops, crosses, uncertain } = cell;
    const mayEnter = trustClass === "prod" || isOpenToNonprod(environment);
    const rule = `a ${trustClass} identity ${mayEnter ? "may" : "must not"} enter ${environment} accounts`;
    if (unknown) {
        return `? Unknown: the search stopped at its limit before a path was found or ruled out; ${rule}.`;
    }
    if (path === -1) {
        return mayEnter
            ? `- Not reached: ${rule}, but no path to this role exists.`
            : `- Not reached, as it should be: ${rule}.`;
    }
    const way = `${hops <= 1 ? "directly" : `in ${counted(hops, "hop")}`}${
        uncertain ? ", unless something that could not be evaluated prevents it" : ""
    }`;
    return crosses
        ? `! ${uncertain ? "May cross" : "Crosses"} the environment boundary: reached ${way}; ${rule}.`
        : `Reached ${way}; ${rule}.`;
}
