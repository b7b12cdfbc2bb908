import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";

import { expect } from "chai";
import * as fc from "fast-check";

import { readOrganization } from "../../access/organization/readOrganization";
import { buildReport } from "../../access/report/buildReport";
import type { Report } from "../../access/report/report";
import { runs } from "../support/seed";

type Json = Record<string, unknown>;

/** An organization's raw documents, by file name without `.json`. */
type Files = ReadonlyMap<string, Json>;

const root = path.join(__dirname, "organizations");
const organizations: readonly Files[] = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
        const files = readdirSync(path.join(root, name)).filter((file) => file !== "expected.json");
        return new Map(
            files.map((file) => [
                path.basename(file, ".json"),
                JSON.parse(readFileSync(path.join(root, name, file), "utf8")) as Json,
            ]),
        );
    });

function reportOf(files: Files): Report {
    const details = new Map([...files].filter(([name]) => name !== "accounts"));
    return buildReport(readOrganization(files.get("accounts"), details));
}

const ranks = ["no", "perhaps", "yes"] as const;
const boundaries: readonly Report["boundary"][] = ["holds", "unknown", "crossed"];

/** How sure it is that each identity reaches each role, or becomes each prod identity: a place among `ranks`. */
function cellsOf({ reach, takeovers }: Report): ReadonlyMap<string, number> {
    const entries = [
        ...reach.map((entry) => ({ ...entry, gets: entry.role })),
        ...takeovers.map((entry) => ({ ...entry, gets: entry.becomes })),
    ];
    return new Map(
        entries.map(({ identity, gets, hops }) => {
            const isCertain = hops.every(({ unknown }) => unknown === undefined);
            return [`${identity} ${gets}`, ranks.indexOf(isCertain ? "yes" : "perhaps")];
        }),
    );
}

/** Cells in which the second report says less than the first. */
function lost(more: Report, less: Report): readonly string[] {
    const now = cellsOf(less);
    return [...cellsOf(more)]
        .filter(([cell, rank]) => (now.get(cell) ?? 0) < rank)
        .map(
            ([cell, rank]) =>
                `${cell}: ${ranks[rank] ?? ""}, then ${ranks[now.get(cell) ?? 0] ?? ""}`,
        );
}

/** Every policy document of an organization, in the order of its files. */
function documentsIn(value: unknown, isTrust = false): { document: Json; isTrust: boolean }[] {
    if (typeof value !== "object" || value === null) return [];
    if ("Statement" in value) return [{ document: value, isTrust }];
    return Object.entries(value).flatMap(([key, part]) =>
        documentsIn(part, key === "AssumeRolePolicyDocument"),
    );
}

function arnsIn(value: unknown): readonly string[] {
    const found = JSON.stringify(value).matchAll(/"Arn":\s*"([^"]+)"/g);
    return [...new Set([...found].map(([, arn]) => arn ?? ""))];
}

const actions = [
    "*",
    "iam:*",
    "iam:AddUserToGroup",
    "iam:AttachRolePolicy",
    "iam:CreateAccessKey",
    "iam:CreatePolicyVersion",
    "iam:CreateRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteUserPolicy",
    "iam:DetachRolePolicy",
    "iam:PassRole",
    "iam:Put*",
    "iam:TagRole",
    "iam:UpdateAssumeRolePolicy",
    "lambda:*",
    "secretsmanager:GetSecretValue",
    "sts:*",
    "sts:AssumeRole",
    "sts:TagSession",
];

const conditions: readonly Json[] = [
    {},
    {},
    { Condition: { StringEquals: { "sts:ExternalId": "x" } } },
    { Condition: { StringNotEquals: { "sts:ExternalId": "x" } } },
    { Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111111111111:*" } } },
    { Condition: { Null: { "iam:PermissionsBoundary": "true" } } },
    { Condition: { StringEquals: { "aws:PrincipalTag/team": "blue" } } },
    { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } },
];

/** An organization, and the same with one statement more. */
const withStatement = (Effect: "Allow" | "Deny"): fc.Arbitrary<{ before: Files; after: Files }> =>
    fc
        .record({
            files: fc.constantFrom(...organizations),
            which: fc.nat(),
            Action: fc.subarray(actions, { minLength: 1, maxLength: 3 }),
            about: fc.nat(),
            wildcard: fc.boolean(),
            condition: fc.constantFrom(...conditions),
        })
        .map(({ files, which, Action, about, wildcard, condition }) => {
            const after = new Map([...files].map(([name, file]) => [name, structuredClone(file)]));
            const all = documentsIn([...after.values()]);
            const { document, isTrust } = all[which % all.length] ?? {
                document: {},
                isTrust: false,
            };
            const arns = arnsIn([...after.values()]);
            const arn = arns[about % arns.length] ?? "*";
            const Resource = wildcard ? arn.replace(/[^/]*$/, "*") : arn;
            const principals = arns.filter((one) => /:(user|role)\//.test(one));
            const principal = principals[about % principals.length] ?? "*";
            const AWS = wildcard ? (principal.split(":")[4] ?? "*") : principal;
            const statement = {
                Effect,
                ...(isTrust
                    ? { Action: "sts:AssumeRole", Principal: { AWS } }
                    : { Action, Resource }),
                ...condition,
            };
            document["Statement"] = [document["Statement"], statement].flat();
            return { before: files, after };
        });

describe("an organization of documents, with one statement more", function () {
    it("loses no path by an Allow", () => {
        fc.assert(
            fc.property(withStatement("Allow"), ({ before, after }) => {
                const [first, second] = [reportOf(before), reportOf(after)];
                expect(lost(first, second)).to.deep.equal([]);
                expect(boundaries.indexOf(second.boundary)).to.be.at.least(
                    boundaries.indexOf(first.boundary),
                );
            }),
            { numRuns: runs(150) },
        );
    });

    it("gains no path by a Deny", () => {
        fc.assert(
            fc.property(withStatement("Deny"), ({ before, after }) => {
                const [first, second] = [reportOf(before), reportOf(after)];
                expect(lost(second, first)).to.deep.equal([]);
                expect(boundaries.indexOf(second.boundary)).to.be.at.most(
                    boundaries.indexOf(first.boundary),
                );
            }),
            { numRuns: runs(150) },
        );
    });

    it("says the same whatever the order of its accounts, principals and statements", () => {
        const isList = Array.isArray;
        const reversed = (value: unknown): unknown => {
            if (typeof value !== "object" || value === null) return value;
            if (isList(value)) return value.map(reversed).reverse();
            return Object.fromEntries(
                Object.entries(value)
                    .reverse()
                    .map(([key, part]) => [key, reversed(part)]),
            );
        };
        for (const files of organizations) {
            const turned = new Map(
                [...files].reverse().map(([name, file]) => [name, reversed(file) as Json]),
            );
            const [first, second] = [reportOf(files), reportOf(turned)];
            expect(second.boundary).to.equal(first.boundary);
            expect([...cellsOf(second)].sort()).to.deep.equal([...cellsOf(first)].sort());
        }
    });
});
