import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { expect } from "chai";

import { classificationOf } from "../../policy-pack/iamTypes";

/** Every type of IAM resource that the installed provider SDK has, read as text: importing it takes seconds. */
function installedTypes(): readonly string[] {
    const folder = join(dirname(require.resolve("@pulumi/aws/package.json")), "iam");
    return readdirSync(folder)
        .filter((file) => file.endsWith(".js"))
        .flatMap((file) => {
            const text = readFileSync(join(folder, file), "utf8");
            return /__pulumiType = '(aws:iam\/[^']+)'/.exec(text)?.[1] ?? [];
        });
}

describe("iamTypes", () => {
    it("has a decision on every IAM type of the installed @pulumi/aws", () => {
        const types = installedTypes();
        const open = types.filter((type) => {
            const classification = classificationOf(type);
            return (
                typeof classification === "object" &&
                classification.refused.startsWith("the pack doesn't know")
            );
        });
        expect(types).to.include("aws:iam/role:Role");
        expect(open).to.deep.equal([]);
    });
});
