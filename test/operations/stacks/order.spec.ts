import { expect } from "chai";

import { stackTasks } from "../../../operations/stacks/order";
import type { Verb } from "../../../operations/stacks/order";
import type { Account } from "../../../platform/accounts";
import cases from "./order.cases.json";

interface Case {
    readonly name: string;
    readonly verb: Verb;
    readonly only?: readonly string[];
    /** Whether nonprod shares the state account. */
    readonly isShared?: true;
    /** Each stack, and what it waits for. */
    readonly tasks?: readonly (readonly string[])[];
    readonly error?: string;
}

// Not in the order in which they are deployed.
const accounts: readonly Account[] = [
    { name: "nonprod", id: "222222222222", environment: "nonprod" },
    { name: "prod", id: "333333333333", environment: "prod" },
    { name: "state", id: "111111111111", environment: "state" },
];

const shared: readonly Account[] = [
    { name: "nonprod", id: "111111111111", environment: "nonprod", sharedWith: "state" },
    { name: "prod", id: "333333333333", environment: "prod" },
    { name: "state", id: "111111111111", environment: "state", sharedWith: "nonprod" },
];

describe("stackTasks", () => {
    for (const { name, verb, only, isShared, tasks, error } of cases as readonly Case[]) {
        it(name, () => {
            const make = () => stackTasks(verb, isShared === true ? shared : accounts, only);
            if (error !== undefined) {
                expect(make).to.throw(Error).with.property("message", error);
                return;
            }
            expect(make().map(({ stack, after }) => [stack, ...after])).to.deep.equal(tasks);
        });
    }
});
