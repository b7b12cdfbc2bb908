import { element } from "./element.mjs";

/**
 * The hops of a path, in order, each with the statements that allow it.
 *
 * @param {number[]} steps
 */
export function pathElement(model, steps) {
    return element(
        "ol",
        { class: "hops" },
        ...steps.map((step) => hopElement(model, model.hop(step))),
    );
}

function hopElement(model, hop) {
    return element(
        "li",
        {},
        element(
            "p",
            { class: "hop" },
            element("strong", {}, hop.kind),
            " ",
            placeElement(model, hop.from),
            element("span", { class: "arrow", "aria-label": "to" }, " → "),
            placeElement(model, hop.to),
        ),
        element("p", { class: "action" }, element("code", {}, hop.action)),
        ...(hop.unknown === undefined
            ? []
            : [element("p", { class: "uncertain" }, `? Not certain: ${hop.unknown}`)]),
        ...locksOf(hop).map(({ title, statements, without }) =>
            element(
                "div",
                { class: "lock" },
                element("h4", {}, title),
                statements.length > 0
                    ? element("ul", {}, ...statements.map(statementElement))
                    : element("p", { class: "note" }, without),
            ),
        ),
    );
}

/** The name and account of an ARN, then the ARN itself. */
const placeElement = (model, arn) =>
    element(
        "span",
        { class: "place" },
        element("b", {}, model.nameOf(arn)),
        ` in ${model.accountNameOf(arn)} `,
        element("code", {}, arn),
    );

const statementElement = ({ document, place, sid }) =>
    element(
        "li",
        {},
        element("code", {}, document),
        element(
            "span",
            { class: "statement" },
            ` statement ${place}${sid === undefined ? ", no Sid" : `, Sid "${sid}"`}`,
        ),
    );

/**
 * The statements of a hop, grouped by lock. AssumeRole has two: the caller's identity policies and the role's trust
 * policy.
 */
export function locksOf({ kind, from, to, because }) {
    if (kind !== "AssumeRole") {
        return [{ title: "Allowed by", statements: because, without: "No statement is listed." }];
    }
    const isTrust = ({ document }) => document === `${to} trust policy`;
    const isSameAccount = from.split(":")[4] === to.split(":")[4];
    return [
        {
            title: "Lock 1: identity policies",
            statements: because.filter((statement) => !isTrust(statement)),
            without: isSameAccount
                ? "Not required: within one account, a trust policy that names the caller is sufficient."
                : "No statement is listed.",
        },
        {
            title: "Lock 2: the role's trust policy",
            statements: because.filter(isTrust),
            without: "No statement is listed.",
        },
    ];
}
