import { expect } from "chai";

import { withSetting } from "../../platform/stackSetting";
import cases from "./stackSetting.cases.json";

interface Case {
    readonly name: string;
    readonly before: string;
    readonly after?: string;
    readonly error?: string;
}

describe("a setting of a stack's file", () => {
    const set = (before: string): string =>
        withSetting(
            "Pulumi.prod.yaml",
            before,
            "iam-profiles:deployRoleArn",
            "arn:aws:iam::1:role/R",
        );
    for (const { name, before, after, error } of cases as readonly Case[]) {
        it(name, () => {
            if (error !== undefined) {
                expect(() => set(before)).to.throw(error);
            } else {
                expect(set(before)).to.equal(after);
                expect(set(set(before))).to.equal(after);
            }
        });
    }
});
