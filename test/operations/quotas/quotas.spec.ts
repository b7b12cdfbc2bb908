import type { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { expect } from "chai";

import { iamQuotas, quotaRegion } from "../../../operations/quotas/iamQuotas";
import { overallStatus, quotaStatus } from "../../../operations/quotas/quotaStatus";
import type { QuotaRow } from "../../../operations/quotas/quotaStatus";
import { readGranted } from "../../../operations/quotas/readGranted";
import { quotasJson, quotasText } from "../../../operations/quotas/text";
import { partitions } from "../../../platform/partitions";
import { defaultQuotas } from "../../../platform/quotas";
import type { Quotas } from "../../../platform/quotas";
import { readCases } from "../observed";

interface Case {
    readonly name: string;
    /** Beside IAM's defaults. */
    readonly configured?: Partial<Quotas>;
    /** What Service Quotas answers otherwise than `all`, by code. */
    readonly answers?: Readonly<Record<string, object>>;
    /** Codes that it doesn't list. */
    readonly without?: readonly string[];
    /** On how many pages they come. @default 1 */
    readonly pages?: number;
    readonly endless?: true;
    readonly error?: { readonly name: string; readonly message: string };
    readonly openError?: string;
    readonly status: string;
    readonly findings?: readonly string[];
    /** A part of the text. */
    readonly says?: string;
    /** The whole text, by its lines. */
    readonly text?: readonly string[];
}

const { all, cases } = readCases("quotas/quotas") as {
    readonly all: Readonly<Record<string, object>>;
    readonly cases: readonly Case[];
};

const account = { name: "prod", id: "333333333333", environment: "prod" } as const;

/** Service Quotas as a case has it; a token is the number of the next page. */
function clientOf({
    answers = {},
    without = [],
    pages = 1,
    endless,
    error,
}: Case): Pick<ServiceQuotasClient, "send"> {
    const quotas = Object.entries(all)
        .filter(([code]) => !without.includes(code))
        .map(([code, quota]) => ({ QuotaCode: code, ...quota, ...answers[code] }));
    const send = ({ input }: { readonly input: object }): Promise<object> => {
        expect(input).to.include({ ServiceCode: "iam" });
        if (error !== undefined) {
            return Promise.reject(Object.assign(new Error(error.message), { name: error.name }));
        }
        const page = Number((input as { readonly NextToken?: string }).NextToken ?? 0);
        const isLast = page === pages - 1;
        return Promise.resolve({
            Quotas: quotas.filter((_, i) => i % pages === page),
            ...(endless === true
                ? { NextToken: "0" }
                : isLast
                  ? {}
                  : { NextToken: String(page + 1) }),
        });
    };
    return { send } as Pick<ServiceQuotasClient, "send">;
}

async function rowsOf(one: Case): Promise<readonly QuotaRow[]> {
    const granted = await readGranted(() =>
        one.openError === undefined
            ? Promise.resolve({
                  client: clientOf(one),
                  caller: "arn:aws:iam::333333333333:role/Reader",
              })
            : Promise.reject(new Error(one.openError)),
    );
    const configured = { ...defaultQuotas, ...one.configured };
    return quotaStatus([{ account, configured, granted }], "us-east-1");
}

describe("quotas, configured and granted", () => {
    for (const one of cases) {
        it(one.name, async () => {
            const rows = await rowsOf(one);
            expect(overallStatus(rows)).to.equal(one.status);
            expect(quotasJson(rows)).to.include({ status: one.status });
            if (one.findings !== undefined) {
                expect(rows.map(({ finding }) => finding)).to.deep.equal(one.findings);
            }
            const text = quotasText(rows);
            if (one.says !== undefined) expect(text).to.contain(one.says);
            if (one.text !== undefined) expect(text.split("\n")).to.deep.equal(one.text);
        });
    }

    it("are those of the configuration, each once", () => {
        expect(iamQuotas.map(({ key }) => key).sort()).to.deep.equal(
            Object.keys(defaultQuotas).sort(),
        );
        expect(new Set(iamQuotas.map(({ code }) => code)).size).to.equal(iamQuotas.length);
    });

    it("have their names", () => {
        for (const { name, isNamed } of iamQuotas) expect(name).to.match(isNamed);
    });

    it("are read in a region of the platform's partition, whichever it is", () => {
        const regions = partitions.map(quotaRegion);
        expect(new Set(regions).size).to.equal(partitions.length);
        expect(quotaRegion("aws")).to.equal("us-east-1");
    });

    it("of no account are unknown", () => {
        expect(overallStatus([])).to.equal("unknown");
    });
});
