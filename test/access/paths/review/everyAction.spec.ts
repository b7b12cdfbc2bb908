import { expect } from "chai";
import { primitives } from "../../../../access/paths/primitives";
import { harmlessActions } from "../../../../access/paths/review/harmless";
import { judgedActions, knownServices } from "../../../../access/paths/review/knownActions";
import {
    makesFixedCalls,
    principalsOf,
    shortName,
} from "../../../../access/paths/review/servicePrincipals";
import { buildReport } from "../../../../access/report/buildReport";
import { organizationOf } from "../smallOrganization";

const inTable = new Set(
    primitives.flatMap(({ actions, anywhere = [] }) => [...actions, ...anywhere]),
);

/** Every so many of all actions, so that a run takes seconds. */
const step = 23;

const all = [...knownServices].sort().flatMap((service) => {
    const judged = judgedActions(service);
    const harmless = harmlessActions(service, judged);
    return judged.map((name) => ({
        service,
        action: `${service}:${name}`,
        isHarmless: harmless.has(name),
    }));
});
const sample = all.filter((_, index) => index % step === 0);

/** A nonprod role that may use one action and pass any role, beside roles that trust the service, which production trusts. */
function verdictFor(service: string, action: string): string {
    const trust = principalsOf(service).filter((name) => !makesFixedCalls(shortName(name)));
    return buildReport(
        organizationOf({
            nonprod: {
                users: { dev: {} },
                roles: {
                    Tool: { trust: ["nonprod/user/dev"], may: [`${action},iam:PassRole *`] },
                    Run: { trust, may: ["sts:AssumeRole prod/role/Admin"] },
                },
            },
            prod: { roles: { Admin: { trust: ["nonprod/role/Run"] } } },
        }),
    ).verdict.boundary;
}

describe("Every action that may give its caller a role", () => {
    it("is in the table, or has a reason why it is harmless, or makes the verdict unknown", () => {
        expect(sample.length).to.be.above(400);
        const wrong = sample
            .filter(({ action }) => !inTable.has(action))
            .map(({ service, action, isHarmless }) => ({
                action,
                expected: isHarmless ? "holds" : "unknown",
                actual: verdictFor(service, action),
            }))
            .filter(({ expected, actual }) => expected !== actual);
        expect(wrong).to.deep.equal([]);
    });

    it("is mostly reviewed", () => {
        const open = all.filter(({ action, isHarmless }) => !isHarmless && !inTable.has(action));
        expect(open.length).to.be.below(all.length / 5);
    });
});
