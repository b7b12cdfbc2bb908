import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect } from "chai";

import { reportOf } from "../../platform/engineEvents";
import cases from "./engineEvents.cases.json";

describe("reportOf", () => {
    for (const { name, events, report } of cases) {
        it(name, () => {
            expect(
                // Through JSON, where what is undefined is left out.
                JSON.parse(JSON.stringify(reportOf(events as unknown as EngineEvent[]))),
            ).to.deep.equal(report);
        });
    }
});
