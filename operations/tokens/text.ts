import { quote } from "../../platform/quote";
import type { ClaimTest, TokenJudgement } from "./judgeClaims";

/** What a token enters as, for a person. @param judged the nearest first; at least one */
export function tokenText(judged: readonly TokenJudgement[]): string {
    const entered = judged.filter(({ enters }) => enters);
    const [nearest] = judged;
    const shown = entered.length > 0 || nearest === undefined ? entered : [nearest];
    return [
        entered.length > 0
            ? `The token enters as ${entered.map(({ pipeline }) => pipeline).join(", ")}, if its signature is right.`
            : `The token enters as no pipeline of ${judged.length}. The nearest:`,
        ...shown.flatMap(({ pipeline, role, tests }) => [
            "",
            `${pipeline} (${role})`,
            ...tests.map(testLine),
        ]),
    ].join("\n");
}

function testLine({ key, wanted, found, holds }: ClaimTest): string {
    const has = `${key} is ${found === undefined ? "missing" : quote(found)}`;
    if (holds) return `  holds  ${has}`;
    const values = wanted.map((one) => (key === "expiry" ? one : quote(one))).join(" or ");
    return `  fails  ${has}; must be ${values}`;
}
