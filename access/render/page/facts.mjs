import { button, element } from "./element.mjs";

/** @param {...[string, string | Node | (string | Node)[]]} pairs term and what it is */
export const factsElement = (...pairs) =>
    element(
        "dl",
        { class: "facts" },
        ...pairs.flatMap(([term, value]) => [
            element("dt", {}, term),
            element("dd", {}, ...(Array.isArray(value) ? value : [value])),
        ]),
    );

const link = (label, act) => button(label, { class: "link" }, act);

/** The identity, with a link to what it can reach, and its trust class. */
export function identityFacts(model, identity, { openIdentity }) {
    const { arn, trustClass } = model.identities[identity];
    return [
        [
            "Identity",
            [
                element("code", {}, arn),
                link("What can this identity reach?", () => openIdentity(identity)),
            ],
        ],
        ["Trust class", trustClass],
    ];
}

/** The role, with a link to who can reach it. */
export const roleFact = (model, role, { openRole }) => [
    "Role",
    [
        element("code", {}, model.roles[role].arn),
        ...(model.isBreakGlass(role) ? [" break-glass, for emergencies "] : []),
        link("Who can reach this role?", () => openRole(role)),
    ],
];

export function accountFact(model, account, { openAccount }) {
    const { id, name, environment } = model.accounts[account];
    return [
        "Account",
        [link(name, () => openAccount(account)), ` (${id}), environment ${environment}`],
    ];
}
