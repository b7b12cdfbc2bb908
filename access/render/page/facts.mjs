import { element } from "./element.mjs";

/** @param {...[string, string | Node]} pairs term and what it is */
export const factsElement = (...pairs) =>
    element(
        "dl",
        { class: "facts" },
        ...pairs.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]),
    );

export const identityFacts = ({ arn, trustClass }) => [
    ["Identity", element("code", {}, arn)],
    ["Trust class", trustClass],
];

export const accountFact = ({ id, name, environment }) => [
    "Account",
    `${name} (${id}), environment ${environment}`,
];
