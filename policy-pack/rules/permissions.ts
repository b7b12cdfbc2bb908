import { parseDocument } from "../parseDocument";
import { isObject } from "../parseElements";
import { oneOf } from "../rule";
import type { ResourceFacts, Rule } from "../rule";
import { unknown } from "../unknown";

/** The permissions policies of a resource, each with its name in messages. */
function documentsOf({ type, props }: ResourceFacts): { what: string; document: unknown }[] {
    if (type !== "aws:iam/role:Role") {
        return [{ what: "Permissions policy", document: props["policy"] }];
    }
    const inline = props["inlinePolicies"];
    if (inline === undefined) return [];
    if (!Array.isArray(inline)) return [{ what: "inlinePolicies", document: inline }];
    return inline.map((entry: unknown, index) => ({
        what: `Permissions policy inlinePolicies[${index}]`,
        document: isObject(entry) ? entry["policy"] : unknown,
    }));
}

/** The proof evaluates what a permissions policy allows; this rule ensures that it can be read. */
export const permissionsAreWellFormed: Rule = {
    name: "iam-policy-is-well-formed",
    description: "A permissions policy is known at preview and follows IAM's grammar.",
    severity: "high",
    remediationSteps: "Build the policy as an object from computed ARNs, with IAM's own keys.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    governs: oneOf("aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy", "aws:iam/role:Role"),
    check: (resource) =>
        documentsOf(resource).flatMap(({ what, document }) =>
            parseDocument(document, "identity").faults.map(
                ({ path, message }) => `${what}${path && ` ${path}`} ${message}.`,
            ),
        ),
};
