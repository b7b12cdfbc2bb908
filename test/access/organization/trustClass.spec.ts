import { expect } from "chai";

import {
    trustClassOfPath,
    trustClassOfPermissionSet,
} from "../../../access/organization/trustClass";

describe("trustClassOfPath", () => {
    for (const [path, expected] of [
        ["/PSKPeople/prod/", "prod"],
        ["/a/nonprod/", "nonprod"],
        ["/prod/a/", undefined],
        ["/", undefined],
    ] as const) {
        it(`${path}: ${expected ?? "none"}`, () => {
            expect(trustClassOfPath(path)).to.equal(expected);
        });
    }
});

describe("trustClassOfPermissionSet", () => {
    const role = "arn:aws:iam::111111111111:role/";
    const sso = `${role}aws-reserved/sso.amazonaws.com/`;
    for (const [arn, expected] of [
        [`${sso}eu-west-1/AWSReservedSSO_PSKProd-Team_0123456789abcdef`, "prod"],
        [`${sso}AWSReservedSSO_PSKProd-Team_0123456789abcdef`, "prod"],
        [`${sso}us-gov-west-1/AWSReservedSSO_PSKNonprod-Team_A_0123456789abcdef`, "nonprod"],
        [`${sso}AWSReservedSSO_Prod-Team_0123456789abcdef`, undefined],
        [`${sso}AWSReservedSSO_AdministratorAccess_0123456789abcdef`, undefined],
        [`${sso}AWSReservedSSO_PSKProduction-Team_0123456789abcdef`, undefined],
        [`${sso}AWSReservedSSO_PSKprod-Team_0123456789abcdef`, undefined],
        [`${sso}AWSReservedSSO_PSKProd-Team`, undefined],
        [`${sso}AWSReservedSSO_PSKProd-Team_0123456789ABCDEF`, undefined],
        [`${role}AWSReservedSSO_PSKProd-Team_0123456789abcdef`, undefined],
        [`${role}sso.amazonaws.com/AWSReservedSSO_PSKProd-Team_0123456789abcdef`, undefined],
    ] as const) {
        it(`${arn}: ${expected ?? "none"}`, () => {
            expect(trustClassOfPermissionSet(arn)).to.equal(expected);
        });
    }
});
