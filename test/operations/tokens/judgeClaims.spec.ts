import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { readClaims } from "../../../operations/tokens/claims";
import { judgeClaims } from "../../../operations/tokens/judgeClaims";
import { tokenText } from "../../../operations/tokens/text";
import { pipelines } from "../../identities/federation/platform";
import { settingsWith } from "../observed";

interface TokenCase {
    readonly name: string;
    readonly issuer: string;
    readonly to: string;
    readonly claims: Readonly<Record<string, unknown>>;
    readonly refused?: string;
}

const folder = join(__dirname, "..", "..", "identities", "federation");
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
const { right, nearMisses } = read("tokens.cases.json") as {
    readonly right: readonly TokenCase[];
    readonly nearMisses: readonly TokenCase[];
};
const issuers = read("tokens.json") as Readonly<
    Record<string, { readonly issuer: string; readonly claims: object }>
>;

const now = new Date("2026-11-25T12:00:00Z");
const exp = now.getTime() / 1000 + 300;
const claimsOf = ({ issuer, claims }: TokenCase) => {
    const from = issuers[issuer] ?? { issuer: "idp.stranger.example", claims: {} };
    return { iss: `https://${from.issuer}`, exp, ...from.claims, ...claims };
};
const judged = (claims: object) =>
    judgeClaims(claims as Readonly<Record<string, unknown>>, pipelines, settingsWith(), now);

/** The same tokens as the verifier's: both must say the same of them, but for signatures. */
describe("judgeClaims", () => {
    for (const one of right) {
        it(`${one.name}: enters its own entry role and no other`, () => {
            const entered = judged(claimsOf(one)).filter(({ enters }) => enters);
            expect(entered.map(({ pipeline }) => pipeline)).to.deep.equal([`PSK${one.to}`]);
        });
    }

    const unsigned = nearMisses.filter(({ refused = "" }) => !refused.startsWith("ERR_"));
    for (const one of unsigned) {
        it(`${one.name}: names what fails`, () => {
            const found = judged(claimsOf(one)).find(({ pipeline }) => pipeline === `PSK${one.to}`);
            expect(found?.enters).to.equal(false);
            expect(found?.tests.filter(({ holds }) => !holds)).to.not.be.empty;
        });
    }

    it("names an expiry", () => {
        const [one] = right;
        if (one === undefined) throw new Error("no token");
        const [first] = judged({ ...claimsOf(one), exp: exp - 301 });
        expect(first?.tests.filter(({ holds }) => !holds)).to.deep.equal([
            {
                key: "expiry",
                wanted: ["after 2026-11-25T12:00:00.000Z"],
                found: "2026-11-25T11:59:59.000Z",
                holds: false,
            },
        ]);
    });

    it("says it of the nearest pipeline, claim by claim", () => {
        const text = tokenText(
            judged({
                iss: "https://gitlab.com",
                aud: "sts.amazonaws.com",
                sub: "project_path:acme/platform/app:ref_type:branch:ref:dev",
            }),
        );
        expect(text).to.equal(
            [
                `The token enters as no pipeline of ${pipelines.length}. The nearest:`,
                "",
                "PSKGitLab (arn:aws:iam::111111111111:role/PSKPipelines/prod/PSKGitLab)",
                '  holds  issuer is "https://gitlab.com"',
                '  holds  gitlab.com:aud is "sts.amazonaws.com"',
                '  fails  gitlab.com:sub is "project_path:acme/platform/app:ref_type:branch:ref:dev"; must be "project_path:acme/platform/app:ref_type:branch:ref:main"',
            ].join("\n"),
        );
    });

    it("says as which pipeline a token enters", () => {
        const text = tokenText(
            judged({
                iss: "https://gitlab.com",
                aud: ["sts.amazonaws.com"],
                sub: "project_path:acme/platform/app:ref_type:branch:ref:main",
            }),
        );
        expect(text).to.match(/^The token enters as PSKGitLab, if its signature is right\.\n/);
    });
});

describe("readClaims", () => {
    const part = (value: unknown): string =>
        Buffer.from(JSON.stringify(value)).toString("base64url");

    it("reads a token, signed or not, and claims alone", () => {
        const claims = { sub: "ä" };
        for (const text of [
            `${part({})}.${part(claims)}.c2ln`,
            `${part({})}.${part(claims)}.\n`,
            JSON.stringify(claims),
        ]) {
            expect(readClaims(text)).to.deep.equal(claims);
        }
    });

    for (const text of ["", "secret", "secret.secret.secret", "[1]", '"secret"', "a.b"]) {
        it(`refuses ${JSON.stringify(text)}, and repeats nothing of it`, () => {
            expect(() => readClaims(text))
                .to.throw(Error)
                .with.property("message")
                .that.does.not.contain("secret");
        });
    }
});
