import { expect } from "chai";

import { secretPolicy } from "../../identities/secretPolicy";

const refuse = {
    Sid: "RefuseEverybodyElse",
    Effect: "Deny",
    Principal: "*",
    Action: ["secretsmanager:GetSecretValue", "secretsmanager:ReplicateSecretToRegions"],
    Resource: ["*"],
};
const arn = (name: string): string => `arn:aws:iam::111111111111:role/${name}`;

describe("secretPolicy", () => {
    it("refuses everybody when there is no reader", () => {
        expect(secretPolicy([])).to.deep.equal({ Version: "2012-10-17", Statement: [refuse] });
    });

    it("lets the readers read and refuses everybody else, readers sorted", () => {
        const readers = [arn("a"), arn("b")];
        expect(secretPolicy([...readers].reverse())).to.deep.equal({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "AllowReaders",
                    Effect: "Allow",
                    Principal: { AWS: readers },
                    Action: ["secretsmanager:GetSecretValue"],
                    Resource: ["*"],
                },
                { ...refuse, Condition: { ArnNotEquals: { "aws:PrincipalArn": readers } } },
            ],
        });
    });

    it("leaves the given list as it is", () => {
        const readers = [arn("b"), arn("a")];
        secretPolicy(readers);
        expect(readers).to.deep.equal([arn("b"), arn("a")]);
    });
});
