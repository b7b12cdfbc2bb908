import { expect } from "chai";

import { bootstrap } from "../../../operations/bootstrap/bootstrap";
import type { Outcome } from "../../../operations/bootstrap/bootstrap";
import { Killed, worldOf } from "./world";
import type { Facts } from "./world";
import cases from "./bootstrap.cases.json";

const accounts = [
    { name: "state", id: "111111111111", environment: "state" as const },
    { name: "nonprod", id: "222222222222", environment: "nonprod" as const },
    { name: "prod", id: "333333333333", environment: "prod" as const },
];
const role = "arn:aws:iam::333333333333:role/PSKRoles/PSKIamProfilesRole";
const administrator = {
    accountId: "333333333333",
    arn: "arn:aws:sts::333333333333:assumed-role/OrganizationAccountAccessRole/jane",
};

/** An empty account, an administrator's session, and a profile that may enter. */
const empty = (): Facts => ({
    administrator: { state: "valid", caller: administrator },
    hasStack: false,
    deployed: 0,
    isRoleSet: false,
    canEnter: true,
    entered: {
        accountId: "333333333333",
        arn: "arn:aws:sts::333333333333:assumed-role/PSKIamProfilesRole/iam-profiles",
    },
    recalled: [],
    closed: [],
});

interface Run {
    readonly outcome?: Outcome;
    readonly error?: Error;
    readonly calls: readonly string[];
    readonly said: readonly string[];
}

async function run(
    facts: Facts,
    options: {
        readonly account?: string;
        readonly confirms?: boolean;
        readonly keepsAccess?: boolean;
        readonly kill?: { readonly at: number; readonly when: "before" | "after" };
    } = {},
): Promise<Run> {
    const { account: name = "prod", confirms = true, keepsAccess = false, kill } = options;
    const account = accounts.find((one) => one.name === name);
    if (account === undefined) throw new Error(name);
    const calls: string[] = [];
    const said: string[] = [];
    try {
        const outcome = await bootstrap(worldOf(facts, calls, kill), {
            account,
            accounts,
            role,
            keepsAccess,
            confirm: () => Promise.resolve(confirms),
            onStep: (text) => void said.push(text),
        });
        return { outcome, calls, said };
    } catch (error) {
        return { error: error as Error, calls, said };
    }
}

/** The administrator's access ends, as a person ends it. */
const end = (facts: Facts): void => {
    facts.administrator = { state: "ended", why: "ExpiredToken" };
    facts.closed = [administrator.arn];
};

describe("bootstrap", () => {
    interface Case {
        readonly name: string;
        readonly facts: Partial<Facts>;
        readonly options?: Parameters<typeof run>[1];
        readonly calls: readonly string[];
        /** The outcome, or an error's text. */
        readonly outcome?: Outcome;
        readonly error?: string;
        readonly said?: readonly string[];
    }
    for (const one of cases as unknown as readonly Case[]) {
        it(one.name, async () => {
            const { outcome, error, calls, said } = await run(
                { ...empty(), ...one.facts },
                one.options,
            );
            expect(error?.message).to.equal(one.error);
            expect(outcome).to.deep.equal(one.outcome);
            expect(calls).to.deep.equal(one.calls);
            if (one.said !== undefined) expect(said).to.deep.equal(one.said);
        });
    }

    it("killed before or after each step and run again, it ends as if it had never been killed", async () => {
        const whole = await run(empty());
        expect(whole.outcome).to.have.property("status", "waiting");
        expect(whole.calls).to.have.length.greaterThan(10);
        for (const when of ["before", "after"] as const) {
            for (const at of whole.calls.keys()) {
                const facts = empty();
                const killed = await run(facts, { kill: { at, when } });
                expect(killed.error, `${when} ${at}`).to.be.instanceOf(Killed);
                expect((await run(facts)).outcome).to.deep.equal(whole.outcome);
                const deployed = { ...empty(), ...whole, ...facts };
                expect(deployed).to.include({ hasStack: true, deployed: 3, isRoleSet: true });
                // What is done is not done again.
                expect((await run(facts)).calls).not.to.include.members(["deploy"]);
                end(facts);
                expect((await run(facts)).outcome).to.deep.equal({ status: "done" });
            }
        }
    });

    it("killed at each step of the last run, which checks that the access is gone", async () => {
        const done = empty();
        await run(done);
        end(done);
        const whole = await run({ ...done });
        expect(whole.outcome).to.deep.equal({ status: "done" });
        for (const at of whole.calls.keys()) {
            const facts = { ...done };
            const killed = await run(facts, { kill: { at, when: "after" } });
            expect(killed.error).to.be.instanceOf(Killed);
            expect((await run(facts)).outcome).to.deep.equal({ status: "done" });
        }
    });
});
