/* global addEventListener */
import { button, byId, element } from "./element.mjs";
import { pathElement } from "./path.mjs";
import { pictureElement } from "./pictureElement.mjs";
import { counted, numberText } from "./words.mjs";

/** How many are built at once; the rest is built on demand. */
const causesAtOnce = 5;
const pathsAtOnce = 50;
/** Upper bound of the paths that a print lists, over all causes. */
const mostPrinted = 5000;

/** Shows what crosses the boundary, by cause, each with its shortest path first. Hidden if nothing does. */
export function showFindings(model, openRole) {
    const causes = model.causes.map((cause, at) => entriesOf(model, cause, at));
    if (causes.length === 0) return;
    const section = byId("findings");
    const title = `What ${model.verdict.boundary === "crossed" ? "crosses" : "may cross"} the boundary, by cause`;
    const list = element("div", { class: `findings ${model.verdict.boundary}` });
    const show = (entries, isWhole) => causeElement(model, openRole, entries, isWhole);
    const showSome = () => {
        list.replaceChildren();
        for (const old of section.querySelectorAll(":scope > .quiet")) old.remove();
        appendInSteps(list, causes, causesAtOnce, "causes", (entries) => show(entries, 0));
    };
    section.append(element("h2", {}, title), list);
    showSome();
    // On paper nothing can be unfolded.
    addEventListener("beforeprint", () => {
        let left = mostPrinted;
        list.replaceChildren(
            ...causes.map((entries) => {
                const built = show(entries, Math.max(1, left));
                left -= entries.rest.length;
                return built;
            }),
        );
    });
    addEventListener("afterprint", showSome);
    section.hidden = false;
}

/** A cause's paths: the shortest crossing, then takeovers, then the other crossings. */
function entriesOf(model, { says, statements, paths, takeovers }, at) {
    const crossings = paths.map((path) => {
        const { identity, role, steps } = model.path(path);
        const { arn, name, account } = model.roles[role];
        const isCertain = !model.cell(identity, role).uncertain;
        const where = model.accounts[account].name;
        const does = isCertain ? "reaches" : "may reach";
        return { identity, role, target: arn, steps, does: `${does} ${name} in ${where}` };
    });
    const become = takeovers.map((takeover) => {
        const { identity, becomes, steps, uncertain } = model.takeovers[takeover];
        const where = `${model.nameOf(becomes)} in ${model.accountNameOf(becomes)}`;
        const does = uncertain ? "may become" : "becomes";
        return { identity, target: becomes, steps, does: `${does} ${where}` };
    });
    const [first, ...rest] = [...crossings.slice(0, 1), ...become, ...crossings.slice(1)];
    return { number: at + 1, says, statements, first, rest };
}

/** @param {number} printed how many of the further paths are listed at once, unfolded; 0: on demand */
function causeElement(model, openRole, { number, says, statements, first, rest }, printed) {
    const article = element(
        "article",
        {},
        element("h3", {}, element("b", {}, `Cause ${number} of ${model.causes.length}: `), says),
        ...statementsElement(statements, printed),
        element(
            "p",
            { class: "note" },
            `${rest.length === 0 ? "The path" : "The shortest path"}: ${sentenceOf(model, first)}`,
        ),
        element(
            "div",
            { class: "way" },
            pictureElement(model, first.identity, first.target, first.steps),
            pathElement(model, first.steps),
        ),
    );
    if (rest.length === 0) return article;
    const list = element("ul", { class: "more" });
    const summary = element("summary", {}, `${numberText(rest.length)} more`);
    const details = element("details", printed > 0 ? { open: "" } : {}, summary, list);
    const item = (entry) => restElement(model, openRole, entry);
    if (printed > 0) {
        list.append(...rest.slice(0, printed).map(item));
        if (rest.length > printed) {
            const left = numberText(rest.length - printed);
            list.append(element("li", {}, `and ${left} more; see --format json`));
        }
    } else {
        // Built on demand: there may be thousands.
        details.addEventListener(
            "toggle",
            () => appendInSteps(list, rest, pathsAtOnce, "paths", item),
            { once: true },
        );
    }
    article.append(details);
    return article;
}

/** All statements of a cause that stands in several accounts. */
function statementsElement(statements, printed) {
    if (statements.length < 2) return [];
    return [
        element(
            "details",
            printed > 0 ? { open: "" } : {},
            element("summary", {}, counted(statements.length, "statement")),
            element(
                "ul",
                { class: "more" },
                ...statements.map(({ document, place }) =>
                    element("li", {}, element("code", {}, document), ` statement ${place}`),
                ),
            ),
        ),
    ];
}

const sentenceOf = (model, { identity, does, steps }) =>
    `${model.identities[identity].name} ${does}, ${counted(steps.length, "hop")}`;

function restElement(model, openRole, entry) {
    const { identity, role, steps } = entry;
    const label = sentenceOf(model, entry);
    if (role !== undefined) {
        const act = () => openRole(identity, role);
        return element("li", {}, button(label, { class: "link" }, act));
    }
    return element(
        "li",
        {},
        element("details", { open: "" }, element("summary", {}, label), pathElement(model, steps)),
    );
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
