import { expect } from "chai";

import type { StatementReference } from "../../../access/policy/document";
import { questionOf, readCases } from "../reference/caseTable";
import { verdictOn } from "../reference/product";
import { referenceAnswer } from "../reference/reference";

/** As case tables write it. */
const shortly = ({ document, statement }: StatementReference): string => `${document}#${statement}`;

describe("evaluation of AWS's documented cases", () => {
    const tables = readCases();

    it("has at least 150 cases", () => {
        expect([...tables.values()].flat()).to.have.length.of.at.least(150);
    });

    for (const [topic, cases] of tables) {
        describe(topic, () => {
            for (const row of cases) {
                it(row.name, () => {
                    const verdict = verdictOn(questionOf(row));
                    expect(verdict.answer, row.source).to.equal(row.answer);
                    if (row.because !== undefined) {
                        expect(verdict.because.map(shortly)).to.have.members([...row.because]);
                    }
                    if (row.missing !== undefined) {
                        const missing = verdict.answer === "denied" ? verdict.missing : [];
                        expect(missing).to.have.members([...row.missing]);
                    }
                });
            }
        });
    }

    it("has a reference evaluator that answers every case alike", () => {
        const wrong = [...tables.values()]
            .flat()
            .map((row) => ({ row, answer: referenceAnswer(questionOf(row)) }))
            .filter(({ row, answer }) => answer !== row.answer)
            .map(({ row, answer }) => `${row.name}: ${answer}`);
        expect(wrong).to.deep.equal([]);
    });
});
