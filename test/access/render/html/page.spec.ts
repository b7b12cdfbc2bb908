import { expect } from "chai";

import { pageData } from "../../../../access/render/page/pageData";
import type { Hop } from "../../../../access/paths/hop";
import type { Reach, Report } from "../../../../access/report/report";
import { loadPage } from "./pageScript";
import type { Filters, Model } from "./pageScript";
import { crossed, holds, hostile, many, unfinished, unknown } from "./reports";

const page = loadPage();
/** As the page gets it: through JSON. */
const modelOf = (report: Report): Model =>
    page.readModel(JSON.parse(JSON.stringify(pageData(report))) as ReturnType<typeof pageData>);
const all: Filters = page.readFilters("");

describe("the page's data", () => {
    for (const [name, make] of Object.entries({
        holds,
        crossed,
        unknown,
        unfinished,
        hostile,
        "many accounts": () => many(9, 4),
    })) {
        it(`says all that the report says: ${name}`, () => {
            const report = make();
            const model = modelOf(report);
            expect(reportOf(model)).to.deep.equal({
                verdict: report.verdict,
                accounts: report.accounts,
                identities: report.identities,
                roles: report.roles,
                crossings: report.crossings,
                takeovers: report.takeovers,
                unfinishedSearches: report.unfinishedSearches,
                limits: report.limits,
            });
            const reached = model.identities.flatMap((_, identity) =>
                model.roles.flatMap((__, role) => {
                    const { path } = model.cell(identity, role);
                    return path === -1 ? [] : [reachOf(model, path)];
                }),
            );
            expect(reached).to.have.deep.members([...report.reach]);
        });
    }

    it("keeps a hop apart from the same one that isn't certain", () => {
        const [certain, uncertain] = [crossed(), unknown()];
        const model = modelOf({
            ...certain,
            crossings: [],
            takeovers: [...certain.takeovers, ...uncertain.takeovers],
        });
        expect(model.takeovers.map((takeover) => takeover.uncertain)).to.deep.equal([false, true]);
    });

    it("keeps a crossing that is not among what is reached", () => {
        const report = crossed();
        const model = modelOf({ ...report, reach: holds().reach });
        expect(model.crossings.map((path) => reachOf(model, path))).to.deep.equal(report.crossings);
        expect(model.cell(0, 0)).to.include({ hops: 1, crosses: true, uncertain: false });
    });

    it("says which cells cross, and which of them are not certain", () => {
        expect(modelOf(crossed()).cell(0, 1)).to.include({
            hops: 3,
            crosses: true,
            uncertain: false,
        });
        expect(modelOf(unknown()).cell(0, 1)).to.include({
            hops: 3,
            crosses: true,
            uncertain: true,
        });
        expect(modelOf(holds()).cell(0, 1)).to.include({ path: -1, unknown: false });
        expect(modelOf(holds()).cell(1, 1)).to.include({ hops: 1, crosses: false });
    });

    it("marks as unknown what an unfinished search didn't find, and nothing else", () => {
        const model = modelOf(unfinished());
        const marksOf = (identity: number) =>
            model.roles.map((_, role) => page.roleMark(model.cell(identity, role), false).text);
        expect(marksOf(0)).to.deep.equal([
            ...Array<string>(6).fill("?"),
            ...["●", "●", "●", "●", "●", "2"],
            ...Array<string>(6).fill("?"),
        ]);
        expect(marksOf(1)).not.to.include.members(["?", "–"]);
        const ofAccount = (identity: number, roles: number[]) => {
            const { text, says } = page.accountMark(page.summaryOf(model, identity, roles), true);
            return [text, says];
        };
        expect(ofAccount(0, [0, 1])).to.deep.equal(["?", "2 of 2 roles unknown"]);
        expect(ofAccount(0, [5, 6])).to.deep.equal([
            "? 1/2",
            "reached, 1 of 2 roles, 1 more unknown",
        ]);
    });

    it("compares accounts without taking unknown for not reached", () => {
        const [finished, stopped] = [holds(), unfinished()];
        const nonprod = finished.accounts.map((account) => ({
            ...account,
            environment: "nonprod" as const,
        }));
        const differencesOf = (report: Report) =>
            page
                .differencesBetween(modelOf({ ...report, accounts: nonprod }), 2, 1)
                .map(({ here }) => here);
        expect(new Set(differencesOf(finished))).to.deep.equal(new Set(["not reached"]));
        expect(new Set(differencesOf(stopped))).to.deep.equal(new Set(["unknown"]));
    });

    it("names what an ARN is of, ours or not", () => {
        const model = modelOf(holds());
        const foreign = "arn:aws:iam::999999999999:role/a/b/Foreign";
        expect(model.nameOf(model.roles[0]?.arn ?? "")).to.equal("PSKIamProfilesRole");
        expect(model.nameOf(foreign)).to.equal("Foreign");
        expect(model.accountNameOf("arn:aws:iam::222222222222:user/x")).to.equal("nonprod");
        expect(model.accountNameOf(foreign)).to.equal("999999999999");
    });
});

describe("the page's filters", () => {
    const filters: Filters = {
        identity: "a&b=c#",
        account: "prod, state",
        environment: "prod",
        role: "ä<",
        differs: true,
        from: "arn:aws:iam::111111111111:user/x+y",
        to: "arn:aws:iam::333333333333:role/r",
    };

    it("come back from the address as they were", () => {
        expect(page.readFilters(`#${page.writeFilters(filters)}`)).to.deep.equal(filters);
    });

    it("leave an address empty when everything is shown, and ignore what they don't know", () => {
        expect(page.writeFilters(all)).to.equal("");
        expect(page.readFilters("#__proto__=1&environment=&x")).to.deep.equal(all);
    });

    it("find parts of a text whatever its case, and alternatives between commas", () => {
        expect(page.matches(" VPC ", ["PSKPlatformVPCRole"])).to.equal(true);
        expect(page.matches("zones, vpc", ["PSKPlatformVPCRole"])).to.equal(true);
        expect(page.matches("zones", ["PSKPlatformVPCRole"])).to.equal(false);
        expect(page.matches(".*", ["PSKPlatformVPCRole"])).to.equal(false);
        expect(page.matches(" , ", ["PSKPlatformVPCRole"])).to.equal(true);
    });
});

describe("the page's matrix", () => {
    const model = modelOf(many(9, 4));
    const view = (filters: Partial<Filters>, unfolded: number[] = []) =>
        page.viewOf(model, { ...all, ...filters }, new Set(unfolded), (account) => account === 8);

    it("has an account per row, by environment, and nonprod identities first", () => {
        const { columns, rows } = view({});
        expect(columns).to.deep.equal([0, 2, 1, 3]);
        expect(rows.map(({ account }) => account)).to.deep.equal([0, 1, 3, 5, 7, 2, 4, 6, 8]);
        expect(rows.every(({ role, roles }) => role === undefined && roles.length === 6)).to.equal(
            true,
        );
    });

    it("has a row for each role of an unfolded account", () => {
        const { rows } = view({ account: "prod-002" }, [2]);
        expect(rows.map(({ role }) => role)).to.deep.equal([undefined, 12, 13, 14, 15, 16, 17]);
    });

    it("shows what the filters leave", () => {
        expect(view({ account: "nonprod-0" }).accounts).to.deep.equal([1, 3, 5, 7]);
        expect(view({ account: "200000000004" }).accounts).to.deep.equal([4]);
        expect(view({ environment: "prod" }).accounts).to.deep.equal([2, 4, 6, 8]);
        expect(view({ differs: true }).accounts).to.deep.equal([8]);
        expect(view({ identity: "PSKProdPipeline3" }).columns).to.deep.equal([3]);
        expect(view({ role: "vpc", account: "state" }, [0]).rows).to.deep.equal([
            { account: 0, roles: [1] },
            { account: 0, role: 1, roles: [1] },
        ]);
        expect(view({ role: "no such role" }).rows).to.deep.equal([]);
    });

    it("sums up what an identity reaches in an account", () => {
        expect(page.summaryOf(model, 1, [48, 49, 50])).to.deep.equal({
            of: 3,
            reached: 2,
            unknown: 0,
            crosses: false,
            uncertain: false,
        });
        const summary = (report: Report, roles: number[]) =>
            page.summaryOf(modelOf(report), 0, roles);
        expect(summary(crossed(), [0, 1, 2])).to.include({ crosses: true, uncertain: false });
        expect(summary(unknown(), [0, 1, 2])).to.include({ crosses: true, uncertain: true });
    });

    it("calls a crossing certain if one of an account's is", () => {
        const certain = crossed();
        const mixed = unknown();
        const [first] = certain.crossings as [Reach];
        const report = {
            ...mixed,
            reach: mixed.reach.map((reach) => (reach.role === first.role ? first : reach)),
        };
        expect(page.summaryOf(modelOf(report), 0, [0, 1])).to.include({
            crosses: true,
            uncertain: false,
        });
    });
});

describe("the page's comparison of accounts", () => {
    it("finds the account that is not reached as the others of its environment", () => {
        const model = modelOf(many(9, 4));
        const differing = page.differingAccounts(model);
        expect(differing.map((account) => account?.usual)).to.deep.equal([
            ...Array<undefined>(8).fill(undefined),
            2,
        ]);
        expect(differing[8]).to.deep.equal({ usual: 2, alike: 3 });
        expect(page.differencesBetween(model, 8, 2)).to.deep.equal([
            {
                role: "PSKPlatformVPCRole",
                identities: [1, 3],
                here: "not reached",
                there: "by AssumeRole",
            },
        ]);
    });

    it("finds nothing where all are alike, or alone", () => {
        for (const report of [holds(), crossed(), many(8, 2)]) {
            expect(page.differingAccounts(modelOf(report)).filter(Boolean)).to.deep.equal([]);
        }
    });

    it("says that a role is missing, or there on top", () => {
        const base = many(9, 2);
        const isGone = ({ arn }: { readonly arn: string }): boolean =>
            arn === "arn:aws:iam::200000000002:role/PSKRoles/PSKPlatformHostedZonesRole";
        const model = modelOf({
            ...base,
            roles: base.roles.filter((role) => !isGone(role)),
            reach: base.reach.filter(({ role }) => !isGone({ arn: role })),
        });
        expect(page.differencesBetween(model, 2, 4)).to.deep.equal([
            {
                role: "PSKPlatformHostedZonesRole",
                identities: [],
                here: "missing",
                there: "present",
            },
        ]);
        expect(page.differencesBetween(model, 4, 2)).to.deep.include({
            role: "PSKPlatformHostedZonesRole",
            identities: [],
            here: "present",
            there: "missing",
        });
    });
});

describe("the page's marks and results", () => {
    const reached = { path: 0, unknown: false, hops: 1, crosses: false, uncertain: false };
    const undecided = { ...reached, path: -1, unknown: true };

    it("don't depend on colour", () => {
        const marks = [
            { ...reached, path: -1 },
            undecided,
            reached,
            { ...reached, hops: 2 },
            { ...reached, crosses: true },
            { ...reached, hops: 3, crosses: true, uncertain: true },
            { ...reached, uncertain: true },
        ].map((cell) => {
            const { text, says } = page.roleMark(cell, true);
            return [text, page.roleMark(cell, false).text, says];
        });
        expect(marks).to.deep.equal([
            ["–", "–", "not reached"],
            ["?", "?", "unknown"],
            ["direct", "●", "reached, directly"],
            ["2 hops", "2", "reached, in 2 hops"],
            ["✕ direct", "✕●", "crosses the boundary, directly"],
            ["✕ ? 3 hops", "✕?3", "crosses the boundary, perhaps, in 3 hops"],
            ["? direct", "?●", "reached, perhaps, directly"],
        ]);
        expect(
            page.accountMark(
                { of: 6, reached: 5, unknown: 0, crosses: true, uncertain: false },
                true,
            ),
        ).to.deep.equal({
            text: "✕ 5/6",
            look: "crosses",
            says: "crosses the boundary, 5 of 6 roles",
        });
    });

    it("say what the rule is, and never that an uncertain path is none", () => {
        const texts = [
            page.resultText({ ...reached, path: -1 }, "nonprod", "state"),
            page.resultText({ ...reached, path: -1 }, "prod", "state"),
            page.resultText(undecided, "nonprod", "state"),
            page.resultText(reached, "nonprod", "nonprod"),
            page.resultText({ ...reached, hops: 2, crosses: true }, "nonprod", "prod"),
            page.resultText({ ...reached, crosses: true, uncertain: true }, "nonprod", "prod"),
        ];
        expect(texts).to.deep.equal([
            "– Not reached, as it should be: a nonprod identity must not enter state accounts.",
            "– Not reached: a prod identity may enter state accounts, but no path to this role exists.",
            "? Unknown: the search stopped at its limit before a path was found or ruled out; a nonprod identity must not enter state accounts.",
            "Reached directly; a nonprod identity may enter nonprod accounts.",
            "✕ Crosses the environment boundary: reached in 2 hops; a nonprod identity must not enter prod accounts.",
            "✕ May cross the environment boundary: reached directly, unless something that could not be evaluated prevents it; a nonprod identity must not enter prod accounts.",
        ]);
    });

    it("show both locks of an assumed role", () => {
        const hop = hopOf(modelOf(holds()), 1, 0);
        expect(
            page
                .locksOf(hop)
                .map(({ title, statements }) => [
                    title,
                    ...statements.map(({ document }) => document),
                ]),
        ).to.deep.equal([
            [
                "Lock 1: identity policies",
                "arn:aws:iam::111111111111:group/PSKGroups/PSKProdServiceAccountGroup inline policy AssumeRoles",
            ],
            [
                "Lock 2: the role's trust policy",
                "arn:aws:iam::111111111111:role/PSKRoles/PSKIamProfilesRole trust policy",
            ],
        ]);
    });

    it("say why a lock has no statement only where that is AWS's rule", () => {
        const inState = hopOf(modelOf(holds()), 1, 0);
        const inProd = hopOf(modelOf(holds()), 1, 12);
        const trustOnly = (hop: typeof inState) =>
            page.locksOf({ ...hop, because: hop.because.slice(1) })[0]?.without;
        expect(trustOnly(inState)).to.contain(
            "within one account, a trust policy that names the caller",
        );
        expect(trustOnly(inProd)).to.equal("No statement is listed.");
    });

    function hopOf(model: Model, identity: number, role: number) {
        return model.hop(model.path(model.cell(identity, role).path).steps[0] ?? -1);
    }
});

describe("the page's keys and window", () => {
    const size = { rows: 100, columns: 3, page: 10 };
    const press = (key: string, row: number, column: number, ctrlKey = false) =>
        page.moved({ key, ctrlKey, metaKey: false }, { row, column }, size);

    it("move within the matrix, never out of it", () => {
        expect(press("ArrowDown", 0, 1)).to.deep.equal({ row: 1, column: 1 });
        expect(press("ArrowDown", 99, 1)).to.deep.equal({ row: 99, column: 1 });
        expect(press("ArrowUp", 0, 1)).to.deep.equal({ row: 0, column: 1 });
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

describe("the page's text", () => {
    it("shows characters that hide or turn others around", () => {
        expect(page.visible("a\u202eb\u200b\u0000\ufeff\ufff9")).to.equal(
            "a\\u{202e}b\\u{200b}\\u{0}\\u{feff}\\u{fff9}",
        );
        expect(page.visible("PSK+=,.@-_ äöü 日本 <b>")).to.equal("PSK+=,.@-_ äöü 日本 <b>");
    });

    it("quotes names in a command", () => {
        expect(page.shellWord("arn:aws:iam::111111111111:user/a+b@c")).to.equal(
            "arn:aws:iam::111111111111:user/a+b@c",
        );
        expect(page.shellWord("x'; rm -rf ~ #")).to.equal("'x'\\''; rm -rf ~ #'");
        expect(page.shellWord("$(id)")).to.equal("'$(id)'");
    });
});

/** The model back as a report. */
function reportOf(model: Model) {
    return {
        verdict: model.verdict,
        accounts: model.accounts,
        identities: model.identities,
        roles: model.roles.map(({ arn, name, account }) => ({
            arn,
            name,
            account: model.accounts[account]?.id,
        })),
        crossings: model.crossings.map((path) => reachOf(model, path)),
        takeovers: model.takeovers.map(({ identity, becomes, steps }) => ({
            identity: model.identities[identity]?.arn,
            becomes,
            hops: steps.map((step) => hopOf(model, step)),
        })),
        unfinishedSearches: model.unfinishedSearches.map((at) => model.identities[at]?.arn),
        limits: model.limits,
    };
}

function reachOf(model: Model, path: number) {
    const { identity, role, steps } = model.path(path);
    return {
        identity: model.identities[identity]?.arn,
        role: model.roles[role]?.arn,
        hops: steps.map((step) => hopOf(model, step)),
    };
}

function hopOf(model: Model, step: number): Hop {
    const { because, unknown: why, ...hop } = model.hop(step);
    return {
        ...hop,
        because: because.map(({ document, place, sid }) => ({
            document,
            statement: place,
            ...(sid === undefined ? {} : { sid }),
        })),
        ...(why === undefined ? {} : { unknown: why }),
    };
}
