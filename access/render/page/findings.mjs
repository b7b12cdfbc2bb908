import { button, byId, element } from "./element.mjs";
import { pathElement } from "./path.mjs";
import { counted, numberText } from "./words.mjs";

/** How many are built at once; the rest is built on demand. */
const identitiesAtOnce = 3;
const pathsAtOnce = 50;

/** Shows what crosses the boundary, by identity, each with its shortest path first. Hidden if nothing does. */
export function showFindings(model, openRole) {
    const groups = [...crossingGroups(model, openRole), ...takeoverGroups(model)];
    if (groups.length === 0) return;
    const section = byId("findings");
    const title = `What ${model.verdict.boundary === "crossed" ? "crosses" : "may cross"} the boundary`;
    const list = element("div", { class: "findings" });
    section.append(element("h2", {}, title), list);
    appendInSteps(list, groups, identitiesAtOnce, "identities", groupElement);
    section.hidden = false;
}

function crossingGroups(model, openRole) {
    const entries = model.crossings.map((path) => ({ path, ...model.path(path) }));
    return groupBy(entries, ({ identity }) => identity).map(([identity, own]) => {
        const accounts = new Set(own.map(({ role }) => model.roles[role].account));
        const isCertain = own.some(({ role }) => !model.cell(identity, role).uncertain);
        return {
            name: model.identities[identity].name,
            says: ` ${isCertain ? "reaches" : "may reach"} ${counted(own.length, "role")} in ${counted(accounts.size, "account")} outside nonprod`,
            shortest: pathElement(model, own[0].steps),
            rest: own.slice(1),
            restElement({ role, steps }) {
                const { name, account } = model.roles[role];
                const label = `${name} in ${model.accounts[account].name}, ${counted(steps.length, "hop")}`;
                return element(
                    "li",
                    {},
                    button(label, { class: "link" }, () => openRole(identity, role)),
                );
            },
        };
    });
}

function takeoverGroups(model) {
    return groupBy(model.takeovers, ({ identity }) => identity).map(([identity, own]) => ({
        name: model.identities[identity].name,
        says: ` ${own.some(({ uncertain }) => !uncertain) ? "can" : "may"} become ${counted(own.length, "prod identity", "prod identities")}`,
        shortest: pathElement(model, own[0].steps),
        rest: own.slice(1),
        restElement: ({ becomes, steps }) =>
            element(
                "li",
                {},
                element(
                    "details",
                    {},
                    element(
                        "summary",
                        {},
                        `${model.nameOf(becomes)} in ${model.accountNameOf(becomes)}, ${counted(steps.length, "hop")}`,
                    ),
                    pathElement(model, steps),
                ),
            ),
    }));
}

function groupElement({ name, says, shortest, rest, restElement }) {
    const article = element(
        "article",
        {},
        element("h3", {}, element("b", {}, name), says),
        element("p", { class: "note" }, rest.length === 0 ? "The path:" : "The shortest path:"),
        shortest,
    );
    if (rest.length === 0) return article;
    const list = element("ul", { class: "more" });
    const details = element(
        "details",
        {},
        element("summary", {}, `${numberText(rest.length)} more`),
        list,
    );
    // Built on demand: there may be thousands.
    details.addEventListener(
        "toggle",
        () => appendInSteps(list, rest, pathsAtOnce, "paths", restElement),
        { once: true },
    );
    article.append(details);
    return article;
}

/** Appends the first entries, and after the list a button for the next ones. @returns what was appended */
function appendInSteps(list, entries, size, what, build) {
    const built = entries.slice(0, size).map(build);
    const next = entries.slice(size);
    list.append(...built);
    if (next.length > 0) {
        const more = button(`Show more ${what} (${next.length} left)`, { class: "quiet" }, () => {
            more.remove();
            const [first] = appendInSteps(list, next, size, what, build);
            first.querySelector("button, summary").focus();
        });
        list.after(more);
    }
    return built;
}

/** Entries by key, in the order in which the keys are met. */
function groupBy(entries, keyOf) {
    const groups = new Map();
    for (const entry of entries) {
        const key = keyOf(entry);
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(entry);
    }
    return [...groups];
}
