import { expect } from "chai";
import * as fc from "fast-check";

import { firstPassword } from "../../../operations/people/firstPassword";
import { seed } from "../../support/seed";

describe("a first password", () => {
    const kinds = [/[A-Z]/, /[a-z]/, /[0-9]/, /[!@#$%^&*()_+\-=[\]{}|']/];

    it("has each kind of character, and enough of them, whatever is drawn", () => {
        fc.assert(
            fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
                const below = (end: number): number => (numbers.next().value as number) % end;
                const password = firstPassword(below);
                expect(password).to.have.length(24);
                for (const kind of kinds) expect(password).to.match(kind);
                expect(password).not.to.match(/[0O1lI\s"\\`<>]/);
            }),
            { seed },
        );
    });

    it("is another one each time", () => {
        expect(new Set(Array.from({ length: 1000 }, () => firstPassword())).size).to.equal(1000);
    });
});
