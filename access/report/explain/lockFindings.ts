import type { Statement } from "../../policy/document";
import { conditionText, howToMeet } from "./conditionText";
import { named } from "./case";
import type { Case } from "./case";
import type { Lock } from "./directRequest";
import type { Finding } from "./explanation";
import { policyFinding } from "./policyFindings";
import { trustFinding } from "./trustFindings";

/** Why a lock is shut, and what opens it. */
export function findingOfLock(found: Case, lock: Lock): Finding {
    if (lock.denies.length > 0) return denyFinding(found, lock.denies);
    if (lock.unmet.length > 0) return unmetFinding(lock.unmet);
    switch (lock.state.lock) {
        case "identity policy":
        case "session policy":
            return policyFinding(found);
        case "resource policy":
            return trustFinding(found);
        case "permissions boundary":
            return {
                code: "permissions-boundary",
                text: `The permissions boundary of ${named(found.from)} does not allow sts:AssumeRole on this role.`,
                next: `Allow sts:AssumeRole on ${found.to.arn} in ${found.request.principal.boundary?.name ?? "the boundary"}.`,
                statements: [],
            };
        case "service control policy":
            return {
                code: "service-control-policy",
                text: `The service control policies of account ${found.from.accountNode.account.name} do not allow sts:AssumeRole at every level.`,
                next: "Ask the administrators of AWS Organizations to allow sts:AssumeRole for this account.",
                statements: [],
            };
        case "resource control policy":
            return {
                code: "resource-control-policy",
                text: `The resource control policies of account ${found.to.accountNode.account.name} do not allow sts:AssumeRole at every level.`,
                next: "Ask the administrators of AWS Organizations to allow sts:AssumeRole for this account.",
                statements: [],
            };
    }
}

function denyFinding({ from, to }: Case, denies: readonly Statement[]): Finding {
    const conditions = denies.flatMap((statement) => statement.conditions);
    const when =
        conditions.length === 0 ? "" : `, where ${conditions.map(conditionText).join("; ")}`;
    return {
        code: "explicit-deny",
        text: `A Deny statement stops ${named(from)} from assuming ${named(to)}${when}. No Allow overrules a Deny.`,
        next:
            conditions.length === 0
                ? `Narrow or remove the Deny statement in ${sourcesOf(denies)}, if its owner agrees.`
                : `Make a request that the Deny does not apply to, or narrow it in ${sourcesOf(denies)}, if its owner agrees.`,
        statements: denies.map(({ reference }) => reference),
    };
}

const unmetFinding = (unmet: readonly Statement[]): Finding => {
    const conditions = unmet.flatMap((statement) => statement.conditions);
    return {
        code: "condition-not-met",
        text: `A statement would allow it, but this request cannot meet its conditions: ${conditions.map(conditionText).join("; ")}.`,
        next: [...new Set(conditions.map(howToMeet))].join(" "),
        statements: unmet.map(({ reference }) => reference),
    };
};

const sourcesOf = (statements: readonly Statement[]): string =>
    [...new Set(statements.map(({ document, index }) => `${document}, statement ${index}`))].join(
        " and ",
    );
