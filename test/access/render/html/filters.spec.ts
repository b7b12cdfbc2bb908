import { expect } from "chai";

import { all, page } from "./pageModel";
import type { Filters } from "./pageScript";

describe("the page's filters", () => {
    const filters: Filters = {
        search: 'a&b=c# ä<, "x y"',
        environment: "prod",
        differs: true,
        each: true,
        page: 3,
        from: "arn:aws:iam::111111111111:user/x+y",
        to: "arn:aws:iam::333333333333:role/r",
    };

    it("come back from the address as they were", () => {
        expect(page.readFilters(`#${page.writeFilters(filters)}`)).to.deep.equal(filters);
    });

    it("leave an address empty when everything is shown, and ignore what they don't know", () => {
        expect(page.writeFilters(all)).to.equal("");
        expect(page.readFilters("#__proto__=1&environment=&x&page=-1&each=yes")).to.deep.equal(all);
    });
});
