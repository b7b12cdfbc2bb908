import { readdirSync } from "node:fs";
import * as path from "node:path";

import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { expect } from "chai";

import { diffJson } from "../../access/render/diffText";
import { explanationJson } from "../../access/render/json";
import { reportJson } from "../../access/render/reportJson";
import { diffReports } from "../../access/report/reportDiff";
import { explainCell } from "../../access/report/explain/explainCell";
import { glossary } from "../../access";
import { listAccounts } from "../../cli/accounts";
import { scaffoldJson } from "../../cli/scaffold/text";
import { schemaNames, schemaOf } from "../../cli/mcp/schemas";
import type { SchemaName } from "../../cli/mcp/schemas";
import type { ProfileChange } from "../../credentials/awsConfig";
import type { Outcome } from "../../credentials/outcome";
import type { Drift } from "../../operations/drift/drift";
import type { Finding } from "../../operations/drift/finding";
import { factKinds } from "../../operations/drift/fact";
import { driftJson } from "../../operations/drift/text";
import { personJson } from "../../operations/people/text";
import { iamQuotas } from "../../operations/quotas/iamQuotas";
import { quotaStatus } from "../../operations/quotas/quotaStatus";
import { quotasJson } from "../../operations/quotas/text";
import type { Removal } from "../../operations/removal/removal";
import { removalJson } from "../../operations/removal/text";
import { outcomeJson } from "../../operations/bootstrap/text";
import { endingsJson } from "../../operations/stacks/text";
import type { Endings } from "../../operations/stacks/text";
import { judgeClaims } from "../../operations/tokens/judgeClaims";
import { checkout } from "../../platform/checkout";
import { readStateSettings } from "../../platform/projectFiles";
import { defaultQuotas } from "../../platform/quotas";
import { settingsWith } from "../operations/observed";
import { organizationOf } from "../access/paths/smallOrganization";
import { pipelines } from "../identities/federation/platform";
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

    it("take drift of every kind", () => {
        const least: Finding = {
            ...({ id: "arn#tag/x", kind: "tag", change: "changed", account: "prod" } as const),
            ...({ subject: "arn", name: "x", text: "t" } as const),
            ...({ severity: "low", effect: "none", remedy: "by hand" } as const),
        };
        const finding: Finding = { ...least, declared: "a", live: "b", orphans: ["AIDA"] };
        const drift: Drift = {
            accounts: [{ name: "prod", id: "333333333333" }],
            findings: [finding, ...factKinds.map((kind) => ({ ...least, kind }))],
            catalogue: [
                { resource: "role/x", kind: "inline", name: "p", accounts: [["a"], ["b"]] },
            ],
            unread: ["u"],
            ignored: 1,
        };
        expect(faultsOf("drift", driftJson(drift))).to.deep.equal([]);
        const unproved = { ...drift, unread: [], pathsUnknown: "no" };
        expect(faultsOf("drift", driftJson(unproved))).to.deep.equal([]);
    });

    it("take a removal, planned, refused and done", () => {
        const removal: Removal = {
            ...{ kind: "identity", name: "PSKOld", refusals: ["r"], next: ["n"], stays: ["s"] },
            steps: [{ account: "111111111111", do: "deleteKey", of: "PSKOld", what: "AKIAOLD" }],
            unprotect: [{ stack: "state", urns: ["urn"] }],
        };
        for (const outcome of ["planned", "refused", "done"] as const) {
            expect(faultsOf("removal", removalJson(removal, outcome))).to.deep.equal([]);
        }
    });

    it("take what was done to a person", () => {
        const steps = [
            { account: "111111111111", do: "deletePassword", of: "PSKAlice", what: "" },
        ] as const;
        for (const outcome of ["added", "reset", "planned", "removed"] as const) {
            const result = { person: "PSKAlice", outcome, steps };
            expect(faultsOf("person", personJson(settingsWith(), result))).to.deep.equal([]);
        }
    });

    it("take what new writes, and would write", () => {
        const changes = [{ file: "a", text: "b", before: undefined }];
        const scaffold = { kind: "team", name: "payments", changes, next: ["c"] };
        for (const written of [true, false]) {
            expect(faultsOf("new", scaffoldJson(scaffold, written))).to.deep.equal([]);
        }
    });

    it("take how stacks ended, in each way", () => {
        const endings: Endings = new Map([
            ["state", { status: "done", result: { changes: { create: 1 }, recovered: false } }],
            ["a", { status: "failed", error: new Error("e") }],
            ["b", { status: "skipped", because: ["a"] }],
            ["c", { status: "interrupted" }],
        ]);
        expect(faultsOf("stacks", endingsJson("up", endings))).to.deep.equal([]);
    });

    it("take what a token enters as", () => {
        const settings = settingsWith();
        const claims = { iss: "https://gitlab.com", aud: ["a"] };
        const judged = judgeClaims(claims, pipelines, settings, new Date());
        expect(faultsOf("token", { pipelines: judged })).to.deep.equal([]);
        expect(faultsOf("token", { pipelines: [{ pipeline: "x" }] })).not.to.deep.equal([]);
    });

    it("take how a bootstrap ended, in each way", () => {
        for (const outcome of [
            { status: "done" },
            { status: "declined" },
            { status: "waiting", todo: ["a"] },
        ] as const) {
            const json = outcomeJson("prod", outcome, ["you are x"]);
            expect(faultsOf("bootstrap", json)).to.deep.equal([]);
        }
    });

    it("take the accounts, and the glossary", async () => {
        const settings = await readStateSettings(checkout);
        expect(faultsOf("accounts", listAccounts(settings))).to.deep.equal([]);
        expect(faultsOf("glossary", glossary)).to.deep.equal([]);
    });

    it("take what a role lacks, a rotation, and profiles", () => {
        const lack = { address: "a", operation: "create", action: "ec2:X", resource: "*" };
        const results = [
            {
                ...{
                    role: "arn",
                    account: "prod",
                    requests: 2,
                    unknown: [{ address: "b", reason: "r" }],
                },
                lacking: [{ ...lack, reason: "nothing allows it" }],
            },
        ];
        expect(faultsOf("needs", { results })).to.deep.equal([]);
        const steps: Outcome["steps"] = [
            { do: "mint" },
            { do: "delete", accessKeyId: "AKIA", because: "unused" },
        ];
        const outcome: Outcome = { identity: "A", result: "rotated", steps };
        expect(faultsOf("rotation", [outcome, { ...outcome, detail: "d" }])).to.deep.equal([]);
        const change: ProfileChange = { profile: "p", kind: "add", removed: [], added: ["[p]"] };
        const config = { file: "/x", changes: [change], written: false };
        expect(faultsOf("awsConfig", config)).to.deep.equal([]);
    });

    it("take quotas", () => {
        const account = { name: "prod", id: "333333333333", environment: "prod" } as const;
        const granted = new Map(
            iamQuotas.map(({ code }, i) => [code, i === 0 ? { value: 5 } : { unread: "denied" }]),
        );
        const rows = quotaStatus([{ account, configured: defaultQuotas, granted }], "us-east-1");
        expect(faultsOf("quotas", quotasJson(rows))).to.deep.equal([]);
    });

    it("are those of the folder, each named by its file", () => {
        const files = readdirSync(path.join(checkout, "schemas"));
        expect(files.sort()).to.deep.equal(schemaNames.map((name) => `${name}.schema.json`).sort());
        for (const name of schemaNames) {
            expect(schemaOf(name)["$id"]).to.equal(`${name}.schema.json`);
        }
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
        ["drift", "without a status", { version: 1 }],
        ["removal", "of no kind", { version: 1, kind: "user" }],
        [
            "new",
            "of no kind",
            { version: 1, kind: "x", name: "y", written: true, files: [], next: [] },
        ],
        ["person", "of no outcome", { version: 1, person: "A", steps: [], signIn: null }],
        ["needs", "without results", []],
        ["accounts", "with an id that is none", [{ id: "1" }]],
        ["bootstrap", "of an ending that is none", { account: "a", status: "ok", steps: [] }],
        ["stacks", "of a verb that is none", { verb: "import", stacks: [] }],
        ["rotation", "without a result", [{ identity: "A", steps: [] }]],
        ["awsConfig", "without changes", { file: "/x", written: true }],
        ["glossary", "without a meaning", [{ term: "hop" }]],
        ["adoption", "without stacks", { version: 1, notes: [] }],
        ["quotas", "without a status", { version: 1, quotas: [] }],
        ["evidence", "without cells", { version: 1, result: "alarm" }],
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
