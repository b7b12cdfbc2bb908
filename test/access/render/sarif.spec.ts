import { expect } from "chai";

import { renderSarif } from "../../../access/render/sarif";
import type { Report } from "../../../access/report/report";
import { crossed, ours, unknown } from "./reports";

interface Sarif {
    readonly version: string;
    readonly runs: readonly {
        readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
        readonly results: readonly {
            readonly ruleId: string;
            readonly ruleIndex: number;
            readonly level: string;
            readonly message: { readonly text: string };
            readonly locations: readonly { readonly physicalLocation?: unknown }[];
            readonly codeFlows: readonly {
                readonly threadFlows: readonly { readonly locations: readonly unknown[] }[];
            }[];
        }[];
    }[];
}

const parsed = (report: Report, locate?: Parameters<typeof renderSarif>[1]): Sarif =>
    JSON.parse(renderSarif(report, locate)) as Sarif;

describe("a report as SARIF", () => {
    it("has one result for each cause, with its rule, its file and line, and its hops", () => {
        const { version, runs } = parsed(crossed, ({ document, statement }) => ({
            file: document.includes("trust") ? "a b/trust.json" : "/abs/policy.json",
            line: statement + 7,
        }));
        expect(version).to.equal("2.1.0");
        const [run] = runs;
        const [result, ...others] = run?.results ?? [];
        expect(others).to.deep.equal([]);
        expect(result?.ruleId).to.equal("environment-boundary-crossed");
        expect(run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).to.equal(result?.ruleId);
        expect(result?.level).to.equal("error");
        expect(result?.locations[0]?.physicalLocation).to.deep.equal({
            artifactLocation: { uri: "a%20b/trust.json", uriBaseId: "%SRCROOT%" },
            region: { startLine: 7 },
        });
        const flows = result?.codeFlows.map(({ threadFlows }) => threadFlows[0]?.locations.length);
        expect(flows).to.deep.equal([3, 1, 2]);
        expect(JSON.stringify(result?.codeFlows)).to.contain('"uri":"file:///abs/policy.json"');
    });

    it("names the statement where no file is known", () => {
        expect(parsed(crossed).runs[0]?.results[0]?.locations).to.deep.equal([
            {
                logicalLocations: [
                    {
                        fullyQualifiedName:
                            "arn:aws:iam::111111111111:role/PSKRoles/PSKIamProfilesRole trust policy#0",
                        kind: "resource",
                    },
                ],
            },
        ]);
    });

    it("has an error where one of a cause's paths is certain and another is not", () => {
        const [first, ...others] = crossed.crossings;
        if (first === undefined || others.length === 0) throw new Error("too few paths");
        const hops = first.hops.map((hop) => ({ ...hop, unknown: "not evaluated" }));
        const report = { ...crossed, crossings: [{ ...first, hops }, ...others] };
        const results = parsed(report).runs[0]?.results ?? [];
        expect(results.map(({ level }) => level)).to.deep.equal(["error"]);
    });

    it("has a warning where a path is uncertain, and none where the boundary holds", () => {
        expect(parsed(unknown).runs[0]?.results.map(({ level }) => level)).to.deep.equal([
            "warning",
        ]);
        expect(parsed(ours).runs[0]?.results).to.deep.equal([]);
    });
});
