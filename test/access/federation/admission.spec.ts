import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

import { federatedWays } from "../../../access/federation/admission";
import type { Admission } from "../../../access/federation/admission";
import { readDocument } from "../../../access/policy/readDocument";

type Raw = Readonly<Record<string, unknown>>;

interface Case {
    readonly name: string;
    /** As a trust policy names it. */
    readonly provider: string;
    /** @default the provider */
    readonly principal?: unknown;
    readonly condition?: Raw;
    /** @default "sts:AssumeRoleWithWebIdentity" */
    readonly action?: string;
    /** Further statements, all of which deny. */
    readonly deny?: readonly Raw[];
    readonly admits: Admission["admits"];
    /** Owners of which a token must have one, for each lock. */
    readonly owners?: readonly (readonly string[])[];
    readonly hasSubject?: boolean;
}

const casesIn = (file: string): readonly Case[] =>
    JSON.parse(readFileSync(join(__dirname, file), "utf8")) as readonly Case[];

const cases = [...casesIn("github.cases.json"), ...casesIn("issuers.cases.json")];

const documentOf = ({
    provider,
    principal = { Federated: provider },
    condition,
    action = "sts:AssumeRoleWithWebIdentity",
    deny = [],
}: Case): Raw => ({
    Version: "2012-10-17",
    Statement: [
        {
            Effect: "Allow",
            Principal: principal,
            Action: action,
            ...(condition === undefined ? {} : { Condition: condition }),
        },
        ...deny.map((statement) => ({ Effect: "Deny", ...statement })),
    ],
});

describe("Federation: whom a federated statement lets in", () => {
    for (const one of cases) {
        it(one.name, () => {
            const [way] = federatedWays(readDocument("trust policy", documentOf(one), "trust"));
            const admission: Admission = way?.admission ?? { admits: "nobody" };
            expect({
                admits: admission.admits,
                ...("locks" in admission ? { owners: admission.locks } : {}),
                ...("hasSubject" in admission ? { hasSubject: admission.hasSubject } : {}),
            }).to.deep.equal({
                admits: one.admits,
                ...(one.owners === undefined ? {} : { owners: one.owners }),
                ...(one.hasSubject === undefined ? {} : { hasSubject: one.hasSubject }),
            });
        });
    }
});
