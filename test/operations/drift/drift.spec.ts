import { expect } from "chai";

import { driftOf } from "../../../operations/drift/drift";
import type { Drift } from "../../../operations/drift/drift";
import { statusOf } from "../../../operations/drift/text";
import { readCases } from "../observed";
import { testPlatform } from "./platform";
import type { TestPlatform } from "./platform";
import { tampered } from "./tamper";
import type { Tampering } from "./tamper";

interface Case {
    readonly name: string;
    readonly tamper: readonly Tampering[];
    readonly ignore?: readonly string[];
    /** Each: severity, change, id, remedy. */
    readonly expect: readonly (readonly [string, string, string, string])[];
    /** A part of the first finding's text and effect. */
    readonly says?: string;
    readonly status?: string;
    /** Resource and kind of each difference between the catalogues; not looked at if it isn't given. */
    readonly catalogue?: readonly string[];
}

describe("drift", () => {
    let platform: TestPlatform;
    before(async () => {
        platform = await testPlatform();
    });

    const driftWith = ({ tamper, ignore = [] }: Pick<Case, "tamper" | "ignore">): Drift =>
        driftOf({
            prefix: "PSK",
            declared: platform.declared,
            live: tampered(platform.live, tamper),
            contract: platform.contract,
            ignore,
        });

    for (const one of readCases("drift/drift") as readonly Case[]) {
        it(one.name, () => {
            const drift = driftWith(one);
            expect(
                drift.findings.map(({ severity, change, id, remedy }) => [
                    severity,
                    change,
                    id,
                    remedy,
                ]),
                JSON.stringify(drift.findings, undefined, 1),
            ).to.deep.equal(one.expect);
            if (one.says !== undefined) {
                const [first] = drift.findings;
                expect(
                    `${first?.text ?? ""}; ${first?.effect ?? ""}; ${drift.unread.join()}`,
                ).to.contain(one.says);
            }
            if (one.catalogue !== undefined) {
                expect(
                    drift.catalogue.map(
                        ({ resource, kind, accounts }) =>
                            `${resource} ${kind} ${accounts.map((group) => group.join()).join(" | ")}`,
                    ),
                ).to.deep.equal(one.catalogue);
            }
            expect(statusOf(drift)).to.equal(
                one.status ?? (one.expect.length > 0 ? "drift" : "clean"),
            );
        });
    }
});
