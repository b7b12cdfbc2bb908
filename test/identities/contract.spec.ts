import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { ContractError, trustedIdentities } from "../../identities/contract";
import type { KnownIdentity } from "../../identities/identity";
import { settingsOf } from "./support";

interface Case {
    readonly name: string;
    /** Contract as text of JSON, where a key that JavaScript treats specially has to stay one; else as a value. */
    readonly contract?: unknown;
    readonly text?: string;
    readonly identities: readonly KnownIdentity[];
    readonly preview?: boolean;
}
interface GoodCase extends Case {
    readonly arns: Readonly<Record<string, string>>;
    readonly warnings?: readonly string[];
}
interface FaultyCase extends Case {
    readonly message: readonly string[];
}

const { good, faulty } = JSON.parse(
    readFileSync(join(__dirname, "contract.cases.json"), "utf8"),
) as { good: GoodCase[]; faulty: FaultyCase[] };

const trusted = ({ contract, text, identities, preview = false }: Case) =>
    trustedIdentities(
        settingsOf("nonprod"),
        identities,
        text === undefined ? contract : (JSON.parse(text) as unknown),
        "org/iam-profiles/state",
        preview,
    );

describe("trustedIdentities", () => {
    for (const { arns, warnings = [], ...given } of good) {
        it(`takes ${given.name}`, () => {
            const result = trusted(given);
            expect(Object.fromEntries(result.arns)).to.deep.equal(arns);
            expect(result.warnings).to.deep.equal(warnings);
        });
    }

    for (const { message, ...given } of faulty) {
        it(`refuses ${given.name}`, () => {
            expect(() => trusted(given))
                .to.throw(ContractError)
                .with.property("message", message.join("\n"));
        });
    }
});
