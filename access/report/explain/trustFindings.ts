import type { Statement } from "../../policy/document";
import { nameIn, named } from "./case";
import type { Case } from "./case";
import type { Finding } from "./explanation";

/** Unique ids of users and roles; IAM leaves them in place of the ARN of a principal that was deleted. */
const uniqueId = /^(AIDA|AROA)/;
const mostShown = 5;

/** Why a role's trust policy does not let a principal in. */
export function trustFinding({ from, to }: Case): Finding {
    const who = named(from);
    const allows =
        to.principal.kind === "role"
            ? to.principal.trust.statements.filter(({ effect }) => effect === "Allow")
            : [];
    const statements = allows.map(({ reference }) => reference);
    const arns = allows.flatMap(({ principals }) => [...(principals?.arns ?? [])]);
    const byAction = allows.find(
        ({ principals, actions }) =>
            principals?.arns.has(from.arn) === true && !actions.has("sts:AssumeRole"),
    );
    if (byAction !== undefined) {
        return {
            code: "trust-other-action",
            text: `The trust policy names ${who}, but for ${byAction.actions.patterns.join(", ")}, not for sts:AssumeRole.`,
            next: `Add sts:AssumeRole to the Action of statement ${byAction.index} of ${byAction.document}.`,
            statements: [byAction.reference],
        };
    }
    const twin = arns.find((arn) => arn !== from.arn && nameIn(arn) === from.principal.name);
    if (twin !== undefined) {
        return {
            code: "trust-other-arn",
            text: `The trust policy names ${twin}, which is not ${from.arn}: account, type or path differ.`,
            next: `Write ${from.arn} in its place, if that is who is meant.`,
            statements,
        };
    }
    const deleted = arns.filter((arn) => uniqueId.test(arn));
    if (deleted.length > 0) {
        return {
            code: "trust-deleted-principal",
            text: `The trust policy names ${deleted.join(", ")}, the id of a principal that was deleted. One created anew with the same name has another id.`,
            next: `Write the trust policy again with ${from.arn}, so that IAM stores the new id.`,
            statements,
        };
    }
    const others = trustedNames(allows);
    const shown = others.slice(0, mostShown).join(", ");
    const more = others.length - mostShown;
    return {
        code: "trust-lacks-principal",
        text:
            others.length === 0
                ? `The trust policy of ${named(to)} trusts no principal.`
                : `The trust policy of ${named(to)} trusts ${shown}${more > 0 ? ` and ${more} more` : ""}, not ${who}.`,
        next: `Add ${from.arn} to the Principal of its trust policy.`,
        statements,
    };
}

const trustedNames = (allows: readonly Statement[]): readonly string[] => [
    ...new Set(
        allows.flatMap(({ principals }) =>
            principals === undefined
                ? []
                : [
                      ...[...principals.accounts].map((id) => `account ${id}`),
                      ...principals.arns,
                      ...principals.services,
                      ...principals.federated,
                  ],
        ),
    ),
];
