import { expect } from "chai";

import { decide } from "../../../access/evaluation/decide";
import type { Principal, Question } from "../../../access/evaluation/question";
import { questionOf } from "../reference/caseTable";
import type { Case } from "../reference/caseTable";
import { toQuestion } from "../reference/product";
import cases from "./beyondReference.cases.json";
import casesOfPrincipals from "./beyondReferencePrincipals.cases.json";

/** A case that the reference evaluator can't answer: AWS leaves it open, or only the search for paths asks so. */
interface Row extends Case, Pick<Question, "furtherActions" | "resourceIsNot"> {
    readonly principal?: Pick<Principal, "isNot" | "sessionName">;
    /** Why the answer is unknown. @default not looked at */
    readonly reason?: string;
}

const rows = [...cases, ...casesOfPrincipals] as unknown as readonly Row[];

describe("evaluation beyond what the reference evaluator knows", () => {
    for (const row of rows) {
        it(row.name, () => {
            const { furtherActions, resourceIsNot, principal } = row;
            const question = toQuestion(questionOf(row));
            const decision = decide({
                ...question,
                principal: { ...question.principal, ...principal },
                ...(furtherActions === undefined ? {} : { furtherActions }),
                ...(resourceIsNot === undefined ? {} : { resourceIsNot }),
            });
            expect(decision.answer).to.equal(row.answer);
            if (row.reason !== undefined) {
                expect(decision).to.have.property("reason", row.reason);
            }
            if (row.because !== undefined) {
                const because = decision.because.map((r) => `${r.document}#${r.statement}`);
                expect(because).to.deep.equal(row.because);
            }
            if (row.missing !== undefined) {
                const missing = decision.answer === "denied" ? decision.missing : [];
                expect(missing).to.deep.equal(row.missing);
            }
        });
    }
});
