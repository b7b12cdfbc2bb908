import { assumes } from "../../paths/effects/assume";
import { isOpenToNonprod } from "../../organization/environments";
import type { Reach } from "../report";
import { named } from "./case";
import type { Case } from "./case";
import type { Lock } from "./directRequest";
import type { Finding } from "./explanation";
import { findingOfLock } from "./lockFindings";
import { isOpen, needsOf, sessionFinding } from "./needs";

/**
 * What decides an answer, and what to do next; the most important first.
 *
 * A lock that keeps a nonprod principal out of production is meant to be shut, so no finding says how to open it.
 */
export function diagnose(found: Case): readonly Finding[] {
    const isOutside =
        found.trustClass === "nonprod" &&
        !isOpenToNonprod(found.to.accountNode.account.environment);
    if (isOutside) return [environmentFinding(found), ...unevaluated(found)];
    const { locks, answer } = found.request;
    if (answer === "allowed") {
        return [reachesFinding(found), ...needsOf(locks), sessionFinding(found)];
    }
    const shut = locks.filter((lock) => !isOpen(lock)).map((lock) => findingOfLock(found, lock));
    return [...indirectFinding(found), ...shut, ...unevaluated(found)];
}

/** The environment boundary, which holds or is crossed. */
function environmentFinding({ graph, from, to, answer, request, path }: Case): Finding {
    const { account } = to.accountNode;
    const what = `${named(from)} is of trust class nonprod, and ${account.name} is an account of environment ${account.environment}`;
    const shut = request.locks.filter((lock) => !isOpen(lock));
    if (answer === "denied") {
        const same = graph.roles.find(
            ({ principal, accountNode }) =>
                principal.name === to.principal.name &&
                isOpenToNonprod(accountNode.account.environment),
        );
        return {
            code: "environment-boundary",
            text: `This is meant to be: ${what}. The environment boundary keeps nonprod identities out of every account outside nonprod.${shutText(shut)}`,
            next: `${same === undefined ? "Use" : `Use ${same.arn}, the role of the same name in ${same.accountNode.account.name}, or`} an identity of trust class prod. Do not open a lock of ${to.arn}.`,
            statements: shut.flatMap(({ state }) => state.denies),
        };
    }
    const may = answer === "unknown" ? "may cross" : "crosses";
    return {
        code: "boundary-crossed",
        text: `This must not be: ${what}. The path ${may} the environment boundary.`,
        next: "Remove or narrow one of the statements listed with the hops, the trust policy first; then run access again.",
        statements: openedBy(path) ?? request.locks.flatMap(({ state }) => state.allows),
    };
}

/** The statements that allow the hops of a path, each once. */
const openedBy = (path: Reach | undefined): Finding["statements"] | undefined =>
    path === undefined
        ? undefined
        : [
              ...new Map(
                  path.hops
                      .flatMap(({ because }) => because)
                      .map((one) => [`${one.document}\n${one.statement}`, one]),
              ).values(),
          ];

function shutText(shut: readonly Lock[]): string {
    const locks = shut.map(({ state }) =>
        state.lock === "resource policy" ? "trust policy" : state.lock,
    );
    return locks.length === 0 ? "" : ` Shut for it: ${locks.join(", ")}.`;
}

const isDirect = ({ hops }: Reach): boolean => hops.length === 1 && hops[0]?.kind === assumes;

const reachesFinding = ({ from, to }: Case): Finding => ({
    code: "reaches",
    text: `Every policy lets ${named(from)} assume ${named(to)}.`,
    next: `Assume it: aws sts assume-role --role-arn ${to.arn} --role-session-name SESSION`,
    statements: [],
});

/** Where the role is reached, but not by assuming it. */
const indirectFinding = ({ from, to, path, answer }: Case): readonly Finding[] =>
    path === undefined || isDirect(path)
        ? []
        : [
              {
                  code: "indirect",
                  text: `${named(from)} cannot assume ${named(to)} itself, but ${answer === "unknown" ? "may get" : "gets"} it by other hops (${path.hops.length}).`,
                  next: "Take the hops that are listed, or open the locks below for a direct way.",
                  statements: [],
              },
          ];

const unevaluated = ({ request, answer, reason }: Case): readonly Finding[] => {
    const unknown = request.locks.filter(({ state }: Lock) => state.answer === "unknown");
    if (answer !== "unknown" && unknown.length === 0) return [];
    const why = unknown.flatMap(({ state }) => state.reason ?? []);
    return [
        {
            code: "not-evaluated",
            text: `This cannot be determined: ${[...new Set(why.length > 0 ? why : [reason ?? "a part could not be evaluated"])].join("; ")}.`,
            next:
                why.length > 0
                    ? "Correct that statement, then ask again."
                    : "Narrow what the identity may change in IAM, then ask again.",
            statements: unknown.flatMap(({ state }) => state.allows),
        },
    ];
};
