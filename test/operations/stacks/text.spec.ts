import { expect } from "chai";

import type { StackResult } from "../../../operations/stacks/oneStack";
import type { Verb } from "../../../operations/stacks/order";
import type { Ending } from "../../../operations/stacks/schedule";
import { endingText, endingsJson, summaryText } from "../../../operations/stacks/text";
import cases from "./text.cases.json";

interface Case {
    readonly name: string;
    readonly verb: Verb;
    /** `error` as its message. */
    readonly endings: Readonly<
        Record<string, { readonly status: string; readonly error?: string }>
    >;
    readonly lines: readonly string[];
    readonly summary: string;
}

describe("what becomes of stacks", () => {
    for (const { name, verb, endings, lines, summary } of cases as readonly Case[]) {
        it(name, () => {
            const all = new Map(
                Object.entries(endings).map(([stack, ending]) => {
                    const { error } = ending;
                    const whole =
                        error === undefined ? ending : { ...ending, error: new Error(error) };
                    return [stack, whole as Ending<StackResult>] as const;
                }),
            );
            expect([...all].map(([stack, one]) => endingText(verb, stack, one))).to.deep.equal(
                lines,
            );
            expect(summaryText(verb, all)).to.equal(summary);
            const json = JSON.stringify(endingsJson(verb, all));
            for (const [stack, { status }] of Object.entries(endings)) {
                expect(json).to.include(`{"stack":"${stack}","status":"${status}"`);
            }
        });
    }
});
