import { expect } from "chai";

import { all, modelOf, page } from "./pageModel";
import { opened } from "./openedPage";
import { crossed, holds, many, withBreakGlass } from "./reports";

const prodRole = "arn:aws:iam::333333333333:role/PSKBreakGlass/PSKBreakGlassRole";
const person = "PSKProdServiceAccount";

describe("emergency access on the page", () => {
    const model = modelOf(withBreakGlass(holds()));
    const roles = (account: number): readonly number[] => {
        const { rows } = page.viewOf(model, all, {
            likeness: page.likenessOf(model),
            isUnfolded: (at) => at === account,
            differs: () => false,
        });
        return rows.flatMap(({ role }) => role ?? []);
    };

    it("is the last row of an account, though the report has it first", () => {
        for (const account of model.accounts.keys()) {
            const [last, ...others] = [...roles(account)].reverse();
            expect(model.roles[last ?? -1]?.name).to.equal("PSKBreakGlassRole");
            expect(model.isBreakGlass(last ?? -1)).to.equal(true);
            expect(others).to.have.length(6);
            expect(others.some((role) => model.isBreakGlass(role))).to.equal(false);
        }
    });

    it("is no row where there is none", () => {
        const without = modelOf(holds());
        expect([...without.roles.keys()].filter((role) => without.isBreakGlass(role))).to.be.empty;
    });

    /** Text of the cells of a row, by what they say to a reader of the screen. */
    const cells = (row: Element | null): readonly string[] =>
        [...(row?.querySelectorAll("td") ?? [])].map(
            (cell) => cell.getAttribute("aria-label") ?? "",
        );

    it("is marked and counted apart", () => {
        const { window } = opened(withBreakGlass(holds()));
        const { document } = window;
        // The page builds only the rows that fit a window: the first account's are.
        const unfolded = (): HTMLElement | null =>
            document.querySelector("tr.account[aria-expanded=true] th");
        for (let header = unfolded(); header !== null; header = unfolded()) header.click();
        document.querySelector<HTMLElement>("tr.account th")?.click();
        const [row, ...others] = document.querySelectorAll("tr.emergency");
        expect(others).to.deep.equal([]);
        expect(row?.querySelector("th")?.textContent).to.equal(
            "PSKBreakGlassRolebreak-glass, for emergencies",
        );
        expect(row?.nextElementSibling?.classList.contains("account")).to.equal(true);
        expect(cells(row ?? null)).to.deep.equal([
            "PSKNonprodServiceAccount: -, not reached",
            `${person}: yes, reached, directly`,
        ]);
        // Of an account, everyday roles alone are counted: as without emergency access.
        const plain = opened(holds());
        expect(cells(document.querySelector("tr.account"))).to.deep.equal(
            cells(plain.window.document.querySelector("tr.account")),
        );
        plain.window.close();
        window.close();
    });

    it("says what it is where who reaches it is asked", () => {
        const { window } = opened(withBreakGlass(crossed()), `#to=${prodRole}`);
        const text = window.document.querySelector("#panel-body")?.textContent ?? "";
        expect(text).to.contain("break-glass, for emergencies");
        expect(text).to.contain("1 of 2 identities can reach this role: 0 nonprod, 1 prod.");
        window.close();
    });

    it("is found by its name, among hundreds of accounts", () => {
        const large = modelOf(withBreakGlass(many(300, 4)));
        const { roles: found } = page.viewOf(
            large,
            { ...all, search: "breakglass" },
            { likeness: page.likenessOf(large), isUnfolded: () => false, differs: () => false },
        );
        expect(found).to.have.length(300);
        expect(found.every((role) => large.isBreakGlass(role))).to.equal(true);
    });
});
