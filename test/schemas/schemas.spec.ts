import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { expect } from "chai";

import { diffJson } from "../../access/render/diff";
import { explanationJson } from "../../access/render/json";
import { reportJson } from "../../access/render/reportJson";
import { diffReports } from "../../access/report/diff";
import { explainCell } from "../../access/report/explain/explainCell";
import { schemaOf } from "../../cli/mcp/schemas";
import type { SchemaName } from "../../cli/mcp/schemas";
import { organizationOf } from "../access/paths/smallOrganization";
import explained from "../access/report/explain/explainCell.cases.json";
import { explanations } from "../access/render/explanations";
import { crossed, many, ours, unfinished, unknown } from "../access/render/reports";

const ajv = new Ajv2020({ strict: true, strictTuples: false, allErrors: true });
addFormats(ajv);

/** What a JSON value breaks of a schema. */
function faultsOf(name: SchemaName, value: unknown): unknown {
    const validate = ajv.getSchema(`${name}.schema.json`) ?? ajv.compile(schemaOf(name));
    return validate(value) === true ? [] : validate.errors;
}

const parsed = (pieces: Iterable<string>): unknown => JSON.parse([...pieces].join(""));

const provenance = {
    source: "plan",
    at: "2026-11-25T20:00:00.000Z",
    versions: [{ name: "iam-profiles", version: "0.2.0" }],
    digest: `sha256:${"0".repeat(64)}`,
};

describe("the schemas of what commands print", () => {
    const reports = { ours, crossed, unknown, unfinished, many: many(8, 3) };
    for (const [name, report] of Object.entries(reports)) {
        it(`take a report: ${name}`, () => {
            expect(faultsOf("report", parsed(reportJson(report)))).to.deep.equal([]);
            const whole = { ...report, provenance };
            expect(faultsOf("report", parsed(reportJson(whole)))).to.deep.equal([]);
        });
    }

    it("take every explanation of the cases", () => {
        for (const { organization, identity, role } of explained.cases) {
            const found = explainCell(organizationOf(organization), identity, role);
            expect(faultsOf("explanation", parsed(explanationJson(found)))).to.deep.equal([]);
        }
    });

    it("take a diff, there and back", () => {
        for (const [before, after] of [
            [ours, crossed],
            [crossed, ours],
            [ours, unfinished],
            [unknown, crossed],
        ] as const) {
            expect(faultsOf("diff", parsed(diffJson(diffReports(before, after))))).to.deep.equal(
                [],
            );
        }
    });

    it("take a status", () => {
        const row = { identity: "A", trustClass: "prod", findings: [], problems: [] };
        expect(faultsOf("status", [row, { ...row, key: "…ABCD", state: "active" }])).to.deep.equal(
            [],
        );
    });

    const explanation = parsed(explanationJson(explanations["notReached"] ?? fail())) as object;
    const broken: readonly (readonly [SchemaName, string, unknown])[] = [
        ["report", "of version 1", { ...(parsed(reportJson(ours)) as object), version: 1 }],
        [
            "report",
            "with a key that isn't known",
            { ...(parsed(reportJson(ours)) as object), x: 1 },
        ],
        ["explanation", "without findings", { ...explanation, findings: [] }],
        ["explanation", "with an answer that is none", { ...explanation, answer: "maybe" }],
        ["diff", "without added", { version: 1 }],
        ["status", "that is no list", {}],
    ];
    for (const [name, what, value] of broken) {
        it(`refuse: ${name} ${what}`, () => {
            expect(faultsOf(name, value)).not.to.deep.equal([]);
        });
    }
});

function fail(): never {
    throw new Error("there is no such explanation");
}
