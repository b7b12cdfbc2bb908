import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { expect } from "chai";

import type { Drift } from "../../../operations/drift/drift";
import { factKinds } from "../../../operations/drift/fact";
import type { Finding, Severity } from "../../../operations/drift/finding";
import { driftSarif } from "../../../operations/drift/sarif";
import { driftJson, driftText, statusOf } from "../../../operations/drift/text";

const finding = (kind: Finding["kind"], severity: Severity = "high"): Finding => ({
    id: `arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole#${kind}/x`,
    kind,
    change: "extra",
    account: "prod",
    subject: "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole",
    name: "x",
    text: `${kind} x of PSKPlatformVPCRole is not declared`,
    severity,
    effect: "adds no path",
    remedy: "delete",
});

const driftWith = (rest: Partial<Drift> = {}): Drift => ({
    accounts: [{ name: "prod", id: "333333333333" }],
    findings: [],
    catalogue: [],
    unread: [],
    ignored: 0,
    ...rest,
});

interface Sarif {
    readonly runs: readonly {
        readonly results: readonly {
            readonly locations: readonly {
                readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
            }[];
        }[];
        readonly invocations: readonly {
            readonly executionSuccessful: boolean;
            readonly toolExecutionNotifications: readonly {
                readonly message: { readonly text: string };
            }[];
        }[];
    }[];
}

describe("drift as SARIF", () => {
    // Of draft 4 it uses nothing that later drafts read otherwise, but for the name of its id.
    const { definitions, properties, required } = sarifSchema;
    const schema = { type: "object", definitions, properties, required };
    const validate = addFormats(new Ajv({ strict: false, unicodeRegExp: false })).compile(schema);
    const sarifOf = (drift: Drift): Sarif => {
        const log = driftSarif(drift, "0.2.0");
        expect(validate(log), JSON.stringify(validate.errors)).to.equal(true);
        return log as Sarif;
    };

    it("is valid, whatever was found", () => {
        sarifOf(driftWith());
        for (const kind of factKinds) sarifOf(driftWith({ findings: [finding(kind)] }));
        sarifOf(
            driftWith({ findings: factKinds.map((kind) => finding(kind, "low")), unread: ["no"] }),
        );
        expect(validate({ version: "2.1.0" })).to.equal(false);
    });

    it("has one run, and points each result at the file that declares it", () => {
        const inState = { ...finding("user"), subject: "arn:aws:iam::111111111111:user/x" };
        const { runs } = sarifOf(driftWith({ findings: [finding("inline"), inState] }));
        expect(
            runs.map(({ results }) =>
                results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri),
            ),
        ).to.deep.equal([["roles/catalogue.ts", "identities/catalogue.ts"]]);
    });

    it("keeps the worst 5,000 results, and says so", () => {
        const findings = Array.from({ length: 5_003 }, () => finding("tag"));
        const [run] = sarifOf(driftWith({ findings })).runs;
        expect(run?.results).to.have.length(5_000);
        expect(run?.invocations[0]?.toolExecutionNotifications[0]?.message.text).to.equal(
            "3 results of the lowest severities were left out",
        );
    });

    it("says what could not be read", () => {
        const [run] = sarifOf(driftWith({ unread: ["account 1: no"] })).runs;
        expect(run?.invocations[0]?.executionSuccessful).to.equal(false);
    });

    it("says why it is not known what can be reached", () => {
        const [run] = sarifOf(driftWith({ pathsUnknown: "no" })).runs;
        expect(run?.invocations[0]?.executionSuccessful).to.equal(false);
        expect(run?.invocations[0]?.toolExecutionNotifications[0]?.message.text).to.equal(
            "not known: whether AWS has paths that the program doesn't: no",
        );
    });
});

describe("drift as text", () => {
    it("says what, where, the effect and the next step", () => {
        expect(
            driftText(
                driftWith({
                    findings: [finding("inline")],
                    catalogue: [
                        {
                            resource: "role/PSKRoles/PSKPlatformVPCRole",
                            kind: "inline",
                            name: "x",
                            accounts: [["nonprod", "state"], ["prod"]],
                        },
                    ],
                    unread: ["account 222222222222 (nonprod): no"],
                    ignored: 2,
                }),
            ),
        ).to.equal(
            [
                "1 difference in 1 account: 1 high.",
                "",
                "high     extra   prod: inline x of PSKPlatformVPCRole is not declared",
                "         effect: adds no path",
                "         --fix --delete ID deletes it; ID arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole#inline/x",
                "",
                "The catalogue is not the same in all accounts:",
                "  - inline x of role/PSKRoles/PSKPlatformVPCRole: nonprod, state | prod",
                "",
                "Not known, since it could not be read:",
                "  - account 222222222222 (nonprod): no",
                "",
                "2 ignored.",
            ].join("\n"),
        );
    });

    it("says if there is none", () => {
        expect(driftText(driftWith())).to.equal("No drift in 1 account.");
        expect(driftText(driftWith({ unread: ["no"] }))).to.contain(
            "No drift in 1 account, as far as it could be read.",
        );
        expect(driftText(driftWith({ pathsUnknown: "no" }))).to.equal(
            [
                "No drift in 1 account, but what can be reached is not known.",
                "",
                "Not known:",
                "  - whether AWS has paths that the program doesn't: no",
            ].join("\n"),
        );
    });

    it("is unknown if something could not be read or proved, whatever else was found", () => {
        const statuses = [
            driftWith(),
            driftWith({ findings: [finding("tag")] }),
            driftWith({ findings: [finding("tag")], unread: ["no"] }),
            driftWith({ pathsUnknown: "no" }),
            driftWith({ findings: [finding("tag")], pathsUnknown: "no" }),
        ].map(statusOf);
        expect(statuses).to.deep.equal(["clean", "drift", "unknown", "unknown", "unknown"]);
        expect(driftJson(driftWith())).to.deep.include({ version: 1, status: "clean" });
    });
});
