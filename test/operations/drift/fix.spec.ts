import { expect } from "chai";

import { deletionSteps } from "../../../operations/drift/deletion";
import { driftOf } from "../../../operations/drift/drift";
import type { Drift } from "../../../operations/drift/drift";
import { stacksToUpdate, versionsToPrune } from "../../../operations/drift/reapplication";
import type { LiveAccount } from "../../../operations/liveAccount";
import { stepText } from "../../../operations/step";
import { readCases } from "../observed";
import { testPlatform } from "./platform";
import type { TestPlatform } from "./platform";
import { tampered } from "./tamper";
import type { Tampering } from "./tamper";

interface Case {
    readonly name: string;
    readonly tamper: readonly Tampering[];
    readonly delete: readonly string[];
    readonly steps?: readonly string[];
    readonly error?: string;
    readonly stacks?: readonly string[];
    readonly prunes?: readonly string[];
}

describe("drift --fix", () => {
    let platform: TestPlatform;
    before(async () => {
        platform = await testPlatform();
    });

    const compared = (
        tamper: readonly Tampering[],
    ): { readonly drift: Drift; readonly live: readonly LiveAccount[] } => {
        const live = tampered(platform.live, tamper);
        return { live, drift: driftOf({ prefix: "PSK", ...platform, live }) };
    };

    for (const one of readCases("drift/fix") as readonly Case[]) {
        it(one.name, () => {
            const { drift, live } = compared(one.tamper);
            const steps = (): string[] =>
                deletionSteps(one.delete, drift.findings, live).map(stepText);
            if (one.error === undefined) expect(steps()).to.deep.equal(one.steps ?? []);
            else expect(steps).to.throw(one.error);
            const accounts = live.map(({ account }) => account);
            expect(stacksToUpdate(drift.findings, accounts)).to.deep.equal(one.stacks ?? []);
            expect(versionsToPrune(drift.findings, live).map(stepText)).to.deep.equal(
                one.prunes ?? [],
            );
        });
    }
});
