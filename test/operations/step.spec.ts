import type { IAMClient } from "@aws-sdk/client-iam";
import { expect } from "chai";

import type { AccountClients } from "../../access";
import { perform } from "../../operations/removal/perform";
import type { Removal } from "../../operations/removal/removal";
import { carryOut, stepText } from "../../operations/step";
import type { Step } from "../../operations/step";
import { readCredentials } from "../../operations/userCredentials";
import { readCases } from "./observed";

/** Clients that record what they are asked, and answer as they are told to. */
function clients(answer: (name: string) => object | Error = () => ({})) {
    const asked: { readonly name: string; readonly input: object }[] = [];
    const send = (command: {
        readonly constructor: { readonly name: string };
        readonly input: object;
    }) => {
        const { name } = command.constructor;
        asked.push({ name, input: command.input });
        const result = answer(name);
        return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
    };
    const iam = { send } as unknown as Pick<IAMClient, "send">;
    return {
        asked,
        account: { iam, caller: "arn:aws:iam::111111111111:user/Admin" } as AccountClients,
    };
}

const named = (name: string): Error => Object.assign(new Error("no"), { name });
const messageOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
        () => "it succeeded",
        (error: unknown) => (error as Error).message,
    );

interface StepCase {
    readonly do: Step["do"];
    readonly what: string;
    readonly text: string;
    readonly command: string;
    readonly input: object;
}

describe("a step", () => {
    for (const one of readCases("step") as readonly StepCase[]) {
        const step: Step = { do: one.do, account: "111111111111", of: "subject", what: one.what };

        it(`${one.do} is one call`, async () => {
            const { asked, account } = clients();
            await carryOut(step, account);
            expect(asked).to.deep.equal([{ name: one.command, input: one.input }]);
            expect(stepText(step)).to.equal(one.text);
        });

        it(`${one.do} is done if there is nothing to do`, () =>
            carryOut(step, clients(() => named("NoSuchEntityException")).account));

        it(`${one.do} says what failed`, async () => {
            const { account } = clients(() => named("AccessDenied"));
            expect(await messageOf(carryOut(step, account))).to.contain(
                `"${one.text}" as arn:aws:iam::111111111111:user/Admin failed with AccessDenied: no`,
            );
        });
    }
});

describe("a user's credentials", () => {
    it("are none of a user without any", async () => {
        const { account } = clients((name) =>
            name === "GetLoginProfileCommand" ? named("NoSuchEntityException") : {},
        );
        expect(await readCredentials(account.iam, account.caller, "PSKLeaver")).to.deep.equal({
            accessKeys: [],
            password: false,
            mfaDevices: [],
            sshKeys: [],
            certificates: [],
            serviceCredentials: [],
        });
    });

    it("are not known if one listing fails or is cut off", async () => {
        const calls = [
            "ListAccessKeys",
            "GetLoginProfile",
            "ListMFADevices",
            "ListSSHPublicKeys",
            "ListSigningCertificates",
            "ListServiceSpecificCredentials",
        ];
        for (const call of calls) {
            const refused = clients((name) =>
                name === `${call}Command` ? named("AccessDenied") : {},
            );
            expect(
                await messageOf(readCredentials(refused.account.iam, "caller", "PSKLeaver")),
            ).to.contain(`iam:${call} for PSKLeaver as caller failed with AccessDenied`);
        }
        const cut = clients(() => ({ IsTruncated: true }));
        expect(await messageOf(readCredentials(cut.account.iam, "caller", "PSKLeaver"))).to.contain(
            "returned more than 1000 items",
        );
    });

    it("are not asked for where the local AWS lacks the call", async () => {
        const { account, asked } = clients();
        await readCredentials(account.iam, "caller", "PSKLeaver", ["ListSSHPublicKeys"]);
        expect(asked.map(({ name }) => name)).not.to.contain("ListSSHPublicKeysCommand");
    });
});

describe("perform", () => {
    const removal: Removal = {
        kind: "identity",
        name: "PSKLeaver",
        refusals: [],
        steps: ["A", "B", "C"].map((what) => ({
            do: "deleteKey",
            account: "111111111111",
            of: "PSKLeaver",
            what,
        })),
        unprotect: [{ stack: "state", urns: ["urn:a::b::c::d"] }],
        next: [],
        stays: [],
    };

    it("carries the steps out in order, and unprotects last", async () => {
        const { account, asked } = clients();
        const order: string[] = [];
        await perform(removal, {
            clientFor: () => Promise.resolve(account),
            unprotect: (stack, urns) => {
                order.push(`${stack} ${urns.join()} after ${asked.length}`);
                return Promise.resolve();
            },
            onStep: () => undefined,
        });
        expect(
            asked.map(({ input }) => (input as { AccessKeyId: string }).AccessKeyId),
        ).to.deep.equal(["A", "B", "C"]);
        expect(order).to.deep.equal(["state urn:a::b::c::d after 3"]);
    });

    it("ends at the first step that fails, before it unprotects anything", async () => {
        let calls = 0;
        const { account } = clients(() => (++calls === 2 ? named("Throttling") : {}));
        const unprotected: string[] = [];
        const failed = perform(removal, {
            clientFor: () => Promise.resolve(account),
            unprotect: (stack) => Promise.resolve(void unprotected.push(stack)),
            onStep: () => undefined,
        });
        expect(await messageOf(failed)).to.contain("failed with Throttling");
        expect([calls, unprotected]).to.deep.equal([2, []]);
    });

    it("does nothing that is refused", async () => {
        const { account, asked } = clients();
        const failed = perform(
            { ...removal, refusals: ["a role trusts it"] },
            {
                clientFor: () => Promise.resolve(account),
                unprotect: () => Promise.resolve(),
                onStep: () => undefined,
            },
        );
        expect(await messageOf(failed)).to.equal(
            "identity PSKLeaver is not removed: a role trusts it",
        );
        expect(asked).to.deep.equal([]);
    });
});
