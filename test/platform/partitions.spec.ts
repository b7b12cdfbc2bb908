import { expect } from "chai";

import { partitions as partitionsOfAccess } from "../../access/organization/partitions";
import { partitionOf, partitions } from "../../platform/partitions";

describe("partitionOf", () => {
    for (const [region, partition] of [
        ["us-east-1", "aws"],
        ["eu-central-1", "aws"],
        ["us-gov-west-1", "aws-us-gov"],
        ["cn-northwest-1", "aws-cn"],
        ["eusc-de-east-1", "aws-eusc"],
        ["us-iso-east-1", "aws-iso"],
        ["us-isob-east-1", "aws-iso-b"],
        ["eu-isoe-west-1", "aws-iso-e"],
        ["us-isof-south-1", "aws-iso-f"],
    ] as const) {
        it(`${region} is in ${partition}`, () => {
            expect(partitionOf(region)).to.equal(partition);
            expect(partitions).to.include(partition);
        });
    }

    it("has the partitions that the proof reads", () => {
        expect([...partitionsOfAccess].sort()).to.deep.equal([...partitions].sort());
    });
});
