import { expect } from "chai";

import type { KnownUser } from "../../../identities/identity";
import { accountRemoval } from "../../../operations/removal/accountRemoval";
import { entryRemoval } from "../../../operations/removal/entryRemoval";
import type { EntryCatalogue } from "../../../operations/removal/entryRemoval";
import { identityRemoval } from "../../../operations/removal/identityRemoval";
import { platformRemoval } from "../../../operations/removal/platformRemoval";
import type { Observed, Removal } from "../../../operations/removal/removal";
import { roleRemoval } from "../../../operations/removal/roleRemoval";
import { readStackState } from "../../../operations/removal/stackState";
import { stepText } from "../../../operations/step";
import type { Settings } from "../../../platform/config";
import { platformHostedZonesRole } from "../../../roles/platformHostedZonesRole";
import { observed, readCases, settingsWith } from "../observed";
import type { Given } from "../observed";

type Stacks = NonNullable<Parameters<typeof observed>[0]["stacks"]>;

interface Case {
    readonly name: string;
    readonly removeName: string;
    readonly accounts?: Readonly<Record<string, Given>>;
    readonly stacks?: Stacks;
    readonly caller?: string;
    readonly secretReaders?: object;
    /** A refused removal has refusals alone. */
    readonly expect: { readonly refusals: readonly string[] };
}

const identities: readonly KnownUser[] = [
    { kind: "serviceAccount", name: "Stayer", trustClass: "nonprod" },
    { kind: "serviceAccount", name: "Limited", trustClass: "nonprod", roles: ["Limiting"] },
];
const entries: EntryCatalogue = {
    pipelines: [
        {
            name: "StayingPipeline",
            trustClass: "prod",
            issuer: "gitlab",
            project: "acme/app",
            on: { branch: "main" },
        },
    ],
    federatedGroups: [
        { name: "StayingTeam", trustClass: "prod", by: "saml", provider: "StayingIdP" },
        {
            name: "StayingGroup",
            trustClass: "prod",
            by: "identityCenter",
            groupId: "11111111-2222-3333-4444-555555555555",
        },
    ],
    samlProviders: [{ name: "StayingIdP", metadata: "" }],
};
const roles = [{ ...platformHostedZonesRole, name: "Staying" }];

type Decide = (name: string, settings: Settings, observed: Observed) => Removal;
const removals: Readonly<Record<string, Decide>> = {
    identity: (name, settings, all) => identityRemoval(name, settings, identities, all),
    entry: (name, settings, all) => {
        const removal = entryRemoval(name, settings, entries, all);
        if (removal === undefined) throw new Error(`no entry role is named ${name}`);
        return removal;
    },
    role: (name, settings, all) => roleRemoval(name, settings, { roles, identities }, all),
    account: (name, settings, all) => accountRemoval(name, settings, { roles, identities }, all),
    platform: (name, settings, all) =>
        platformRemoval(name, "iam-profiles", settings, identities, all),
};

for (const [kind, decide] of Object.entries(removals)) {
    describe(`${kind} remove`, () => {
        for (const one of readCases(`removal/${kind}Removal`) as readonly Case[]) {
            it(one.name, () => {
                const removal = decide(
                    one.removeName,
                    settingsWith(one.secretReaders),
                    observed(one),
                );
                const shown = { ...removal, steps: removal.steps.map(stepText) };
                const keys = Object.keys(one.expect) as (keyof typeof one.expect)[];
                expect(Object.fromEntries(keys.map((key) => [key, shown[key]]))).to.deep.equal(
                    one.expect,
                );
            });
        }
    });
}

describe("entry remove", () => {
    it("leaves other names to the removal of users", () => {
        expect(entryRemoval("PSKStayer", settingsWith(), entries, observed({}))).to.equal(
            undefined,
        );
    });
});

describe("remove", () => {
    it("names the accounts that there are", () => {
        expect(() =>
            accountRemoval("old", settingsWith(), { roles, identities }, observed({})),
        ).to.throw(
            'account "old" is not in Pulumi.yaml, which has nonprod, prod, state; ' +
                "if its stack is destroyed, only this is left: iam-profiles up --stacks state",
        );
    });

    it("wants the platform's own name for all of it", () => {
        expect(() =>
            platformRemoval("x", "iam-profiles", settingsWith(), [], observed({})),
        ).to.throw('the platform is called "iam-profiles", not "x"');
    });

    it("refuses a state that it can't read", () => {
        expect(() => readStackState("{}", "prod")).to.throw(
            'the state of stack "prod" has no deployment',
        );
    });
});
