import { expect } from "chai";

import { page } from "./pageModel";

describe("the page's keys and window", () => {
    const size = { rows: 100, columns: 3, page: 10 };
    const press = (key: string, row: number, column: number, ctrlKey = false) =>
        page.moved({ key, ctrlKey, metaKey: false }, { row, column }, size);

    it("move within the matrix, never out of it", () => {
        expect(press("ArrowDown", 0, 1)).to.deep.equal({ row: 1, column: 1 });
        expect(press("ArrowDown", 99, 1)).to.deep.equal({ row: 99, column: 1 });
        expect(press("ArrowUp", 0, 0)).to.deep.equal({ row: 0, column: 0 });
        expect(press("ArrowLeft", 5, 0)).to.deep.equal({ row: 5, column: 0 });
        expect(press("ArrowRight", 5, 2)).to.deep.equal({ row: 5, column: 2 });
        expect(press("PageDown", 95, 1)).to.deep.equal({ row: 99, column: 1 });
        expect(press("PageUp", 12, 1)).to.deep.equal({ row: 2, column: 1 });
        expect(press("Home", 5, 2)).to.deep.equal({ row: 5, column: 0 });
        expect(press("End", 5, 0)).to.deep.equal({ row: 5, column: 2 });
        expect(press("Home", 5, 2, true)).to.deep.equal({ row: 0, column: 0 });
        expect(press("End", 5, 0, true)).to.deep.equal({ row: 99, column: 2 });
        expect(press("x", 5, 0)).to.equal(undefined);
    });

    it("move into the headings of the columns, and back", () => {
        expect(press("ArrowUp", 0, 1)).to.deep.equal({ row: -1, column: 1 });
        expect(press("ArrowUp", -1, 1)).to.deep.equal({ row: -1, column: 1 });
        expect(press("ArrowDown", -1, 1)).to.deep.equal({ row: 0, column: 1 });
        expect(press("ArrowRight", -1, 1)).to.deep.equal({ row: -1, column: 2 });
        expect(press("ArrowLeft", -1, 1)).to.deep.equal({ row: -1, column: 1 });
        expect(press("Home", -1, 2)).to.deep.equal({ row: -1, column: 1 });
        expect(press("Home", -1, 2, true)).to.deep.equal({ row: 0, column: 0 });
        expect(press("PageUp", -1, 2)).to.deep.equal({ row: -1, column: 2 });
        expect(press("PageUp", 3, 2)).to.deep.equal({ row: 0, column: 2 });
        expect(press("PageDown", -1, 2)).to.deep.equal({ row: 9, column: 2 });
    });

    it("build the rows in sight and some around, not all", () => {
        expect(page.windowOf(0, 500, 25, 2100)).to.deep.equal({ from: 0, to: 40 });
        expect(page.windowOf(25 * 1000, 500, 25, 2100)).to.deep.equal({ from: 980, to: 1040 });
        expect(page.windowOf(25 * 2090, 500, 25, 2100)).to.deep.equal({ from: 2060, to: 2100 });
    });

    it("build what is there when it became less than was scrolled", () => {
        expect(page.windowOf(25 * 1000, 500, 25, 3)).to.deep.equal({ from: 0, to: 3 });
        expect(page.windowOf(0, 500, 25, 0)).to.deep.equal({ from: 0, to: 0 });
    });
});
