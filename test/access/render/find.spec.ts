import { expect } from "chai";

import { findArn, findNamed } from "../../../access/report/find";
import { nonprodUser, ours, prodUser, roleArn } from "./reports";

describe("an identity or role by what a person types", () => {
    it("is found by name or ARN", () => {
        expect(findNamed("IDENTITY", nonprodUser.name, ours.identities)).to.equal(nonprodUser);
        expect(findNamed("IDENTITY", prodUser.arn, ours.identities)).to.equal(prodUser);
    });

    it("is an error with the nearest names if there is none", () => {
        expect(() => findNamed("IDENTITY", "PSKProdServiceAcount", ours.identities)).to.throw(
            `IDENTITY "PSKProdServiceAcount" not found. Did you mean:\n  ${prodUser.name}\n  ${nonprodUser.name}`,
        );
    });

    it("is an error with all ARNs if a name is that of several", () => {
        const twin = {
            ...nonprodUser,
            arn: nonprodUser.arn.replace("111111111111", "222222222222"),
        };
        expect(() => findNamed("IDENTITY", twin.name, [nonprodUser, twin])).to.throw(
            `IDENTITY "${twin.name}" is the name of 2; use an ARN instead:\n  ${nonprodUser.arn}\n  ${twin.arn}`,
        );
    });

    it("is never taken for another because of its case", () => {
        expect(() => findNamed("IDENTITY", prodUser.name.toLowerCase(), ours.identities)).to.throw(
            "not found",
        );
    });

    it("is an error with the nearest ARN, if a role's ARN lacks its path", () => {
        const wanted = "arn:aws:iam::333333333333:role/PSKPlatformVPCRole";
        expect(() => findArn("ROLE_ARN", wanted, ours.roles)).to.throw(
            `Did you mean:\n  ${roleArn("333333333333", "PSKPlatformVPCRole")}\n`,
        );
    });

    it("is an error with the ARNs of that name, if a role's name is given", () => {
        expect(() => findArn("ROLE_ARN", "PSKPlatformVPCRole", ours.roles)).to.throw(
            [
                `ROLE_ARN "PSKPlatformVPCRole" not found. Did you mean:`,
                ...["111111111111", "222222222222", "333333333333"].map(
                    (id) => `  ${roleArn(id, "PSKPlatformVPCRole")}`,
                ),
            ].join("\n"),
        );
    });

    it("is an error with the ARN of that name, however long its path is", () => {
        const far = {
            name: "Reader",
            arn: `arn:aws:iam::333333333333:role/${"a/".repeat(50)}Reader`,
        };
        expect(() => findArn("ROLE_ARN", "Reader", [...ours.roles, far])).to.throw(
            `Did you mean:\n  ${far.arn}`,
        );
    });

    it("says so if there is none at all", () => {
        expect(() => findArn("ROLE_ARN", "x", [])).to.throw(
            `ROLE_ARN "x" not found; there is none`,
        );
    });
});
