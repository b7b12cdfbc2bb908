import { protectedTypes, unreadProperties } from "../../platform/reviewedOptions";
import { isEntryRole } from "../entryRole";
import { classificationOf } from "../iamTypes";
import { oneOf } from "../rule";
import type { Rule } from "../rule";

const roleType = "aws:iam/role:Role";
const url = "https://www.pulumi.com/docs/iac/concepts/resources/options/";

/** Made anew, a user has another unique id, and every trust that names it is silently dead; a secret's value is lost. */
export const identityIsProtected: Rule = {
    name: "iam-identity-is-protected",
    description:
        "Users, entry roles, groups, identity providers and secrets can't be deleted or replaced by mistake.",
    severity: "high",
    remediationSteps:
        "Set the resource option protect: true. To remove an identity, take it out of the catalogue and unprotect it in the state.",
    url: `${url}protect/`,
    governs: oneOf(...protectedTypes, roleType),
    check: (resource, context) => {
        const { type, options } = resource;
        const isOther = type === roleType && !isEntryRole(resource, context);
        return isOther || options?.protect === true
            ? []
            : [`${type} has protect: false; must be true.`];
    },
};

/** What is ignored stays in AWS as it is, whatever the program and its rules say. */
export const changesAreNotIgnored: Rule = {
    name: "iam-resource-ignores-no-changes",
    description: "No property that grants access is left as it happens to be in AWS.",
    severity: "critical",
    remediationSteps: "Remove the resource option ignoreChanges; write what is to be in AWS.",
    url: `${url}ignorechanges/`,
    governs: (type) => classificationOf(type) === "judged" || classificationOf(type) === "identity",
    check: ({ type, options }) =>
        (options?.ignoreChanges ?? [])
            .filter((path) => !unreadProperties.includes(path))
            .map(
                (path) =>
                    `${type} has ignoreChanges: ["${path}"], so ${path} in AWS may be another than is judged here.`,
            ),
};
