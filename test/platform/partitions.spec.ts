import { expect } from "chai";

import { partitions as partitionsOfAccess } from "../../access/organization/partitions";
import {
    githubAudience,
    globalRegion,
    partitionOf,
    partitions,
    regionFault,
    webOf,
} from "../../platform/partitions";

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

describe("the table of partitions", () => {
    const rows = {
        aws: ["us-east-1", "sts.amazonaws.com", "console.aws.amazon.com"],
        "aws-us-gov": ["us-gov-west-1", "sts.amazonaws.com", "console.amazonaws-us-gov.com"],
        "aws-cn": ["cn-north-1", "sts.amazonaws.com.cn", "console.amazonaws.cn"],
        "aws-eusc": ["eusc-de-east-1", "sts.amazonaws.com", undefined],
        "aws-iso": ["us-iso-east-1", "sts.amazonaws.com", undefined],
        "aws-iso-b": ["us-isob-east-1", "sts.amazonaws.com", undefined],
        "aws-iso-e": ["eu-isoe-west-1", "sts.amazonaws.com", undefined],
        "aws-iso-f": ["us-isof-south-1", "sts.amazonaws.com", undefined],
    };

    it("has these rows", () => {
        expect(partitions).to.deep.equal(Object.keys(rows));
    });

    for (const [partition, row] of Object.entries(rows)) {
        it(`${partition}: region of global services, audience of tokens, console`, () => {
            expect([
                globalRegion(partition),
                githubAudience(partition),
                webOf(partition)?.console,
            ]).to.deep.equal(row);
        });

        it(`${partition}: takes its own region and no other partition's`, () => {
            for (const [other, [region = ""]] of Object.entries(rows)) {
                expect(regionFault(region, partition), region).to.equal(
                    other === partition
                        ? undefined
                        : `is "${region}"; it is in partition ${other}, not ${partition}`,
                );
            }
        });
    }

    it("stops at a partition that it doesn't have, and at what is no region", () => {
        for (const name of ["aws-mars", "constructor", ""]) {
            expect(() => globalRegion(name)).to.throw(`"${name}" is no partition of AWS`);
            expect(webOf(name)).to.equal(undefined);
        }
        expect(regionFault("us-east", "aws")).to.equal(
            'is "us-east"; must be an AWS region, e.g. us-east-1',
        );
    });
});
