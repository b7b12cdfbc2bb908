import { roleMark } from "./cell.mjs";
import { element } from "./element.mjs";
import { accountFact, factsElement, identityFacts } from "./facts.mjs";
import { pathElement } from "./path.mjs";
import { counted, shellWord } from "./words.mjs";

/** What the panel tells of one identity and one role: verdict, hops, both locks of each. */
export function cellPage(model, identity, role) {
    const who = model.identities[identity];
    const { arn, account } = model.roles[role];
    const where = model.accounts[account];
    const cell = model.cell(identity, role);
    const facts = factsElement(
        ["Verdict", verdictElement(cell, who, where)],
        ...identityFacts(who),
        ["Role", element("code", {}, arn)],
        accountFact(where),
    );
    if (cell.path === -1) {
        const command = `npx iam-profiles explain ${shellWord(who.arn)} ${shellWord(arn)}`;
        return [
            facts,
            element(
                "p",
                {},
                "Which lock keeps it out, statement by statement (give the --source that this page was made from):",
            ),
            element("pre", {}, element("code", {}, command)),
        ];
    }
    const { steps } = model.path(cell.path);
    const title = steps.length === 1 ? "The hop" : `The ${steps.length} hops, in order`;
    return [facts, element("h3", {}, title), pathElement(model, steps)];
}

const verdictElement = (cell, { trustClass }, { environment }) =>
    element(
        "span",
        { class: `mark ${roleMark(cell, true).look}` },
        verdictText(cell, trustClass, environment),
    );

/** The verdict on a cell, and whether the environment boundary wants it so. */
export function verdictText({ path, hops, crosses, uncertain }, trustClass, environment) {
    const mayEnter = trustClass === "prod" || environment === "nonprod";
    const rule = `a ${trustClass} identity ${mayEnter ? "may" : "must not"} enter ${environment} accounts`;
    if (path === -1) {
        return mayEnter
            ? `– Not reached: ${rule}, but no path to this role was found.`
            : `– Not reached, as it should be: ${rule}.`;
    }
    const way = `${hops <= 1 ? "directly" : `in ${counted(hops, "hop")}`}${
        uncertain ? ", unless something that was not evaluated is in the way" : ""
    }`;
    return crosses
        ? `✕ ${uncertain ? "May cross" : "Crosses"} the environment boundary: reached ${way}; ${rule}.`
        : `Reached ${way}; ${rule}.`;
}
