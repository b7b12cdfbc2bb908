import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { identityCatalogue } from "../../../identities/catalogue";
import { roleCatalogue } from "../../../roles/catalogue";
import { stateContract } from "../../program/support";
import { accounts, runProgram } from "../../support/mocks";
import type { Registered, RunOptions } from "../../support/mocks";
import { startLocalIssuers } from "./localIssuers";
import type { Claims, LocalIssuers, TokenOptions } from "./localIssuers";
import { pipelineOf, pipelines, trusted } from "./platform";
import { enter, mayAssume } from "./verifier";
import type { Policy, Provider } from "./verifier";

interface TokenCase extends TokenOptions {
    readonly name: string;
    /** Key of tokens.json, or `stranger`. */
    readonly issuer: string;
    /** Pipeline whose entry role it asks for. */
    readonly to: string;
    /** Beside those of tokens.json. */
    readonly claims: Claims;
}

const read = (file: string): unknown =>
    JSON.parse(readFileSync(join(__dirname, `${file}.json`), "utf8"));
const { right, nearMisses } = read("tokens.cases") as {
    readonly right: readonly TokenCase[];
    readonly nearMisses: readonly (TokenCase & { readonly refused: string })[];
};
const issuers = read("tokens") as Readonly<
    Record<string, { readonly issuer: string; readonly claims: Claims }>
>;
const stranger = "idp.stranger.example";

interface EntryRole {
    readonly pipeline: string;
    readonly arn: string;
    readonly trust: Policy;
    readonly policy: Policy;
    readonly boundary: Policy;
}

interface CatalogueRole {
    readonly account: string;
    readonly name: string;
    readonly arn: string;
    readonly trust: Policy;
}

const options: RunOptions = {
    catalogues: { identities: { ...identityCatalogue, pipelines }, roles: roleCatalogue },
    config: { ...trusted },
};

const inputOf = (resources: readonly Registered[], type: string, name: string, key: string) => {
    const found = resources.find((one) => one.type === type && one.name === name);
    return found?.inputs[key] as Policy;
};

describe("tokens of pipelines", () => {
    let local: LocalIssuers;
    let providers: readonly Provider[];
    let entries: readonly EntryRole[];
    const roles: CatalogueRole[] = [];

    before(async () => {
        local = await startLocalIssuers([
            ...Object.values(issuers).map(({ issuer }) => issuer),
            stranger,
        ]);
        const contract = await stateContract(options);
        for (const [account, { id }] of Object.entries(accounts)) {
            const { resources } = await runProgram(
                account,
                account === "state" ? options : { ...options, contract },
            );
            const ofType = (type: string) => resources.filter((one) => one.type === type);
            if (account === "state") {
                providers = ofType("aws:iam/openIdConnectProvider:OpenIdConnectProvider").map(
                    ({ inputs: { url, clientIdLists } }): Provider => ({
                        arn: `arn:aws:iam::${id}:oidc-provider/${String(url).replace("https://", "")}`,
                        url: String(url),
                        clientIds: clientIdLists as string[],
                    }),
                );
                entries = pipelines.map(({ name, trustClass }) => ({
                    pipeline: name,
                    arn: `arn:aws:iam::${id}:role/PSKPipelines/${trustClass}/PSK${name}`,
                    trust: inputOf(
                        resources,
                        "aws:iam/role:Role",
                        `PSK${name}`,
                        "assumeRolePolicy",
                    ),
                    policy: inputOf(
                        resources,
                        "aws:iam/rolePolicy:RolePolicy",
                        `PSK${name}`,
                        "policy",
                    ),
                    boundary: inputOf(
                        resources,
                        "aws:iam/policy:Policy",
                        "PSKPipelineBoundary",
                        "policy",
                    ),
                }));
            }
            for (const { inputs } of ofType("aws:iam/role:Role")) {
                if (inputs["path"] !== "/PSKRoles/") continue;
                const name = String(inputs["name"]);
                roles.push({
                    account,
                    name,
                    arn: `arn:aws:iam::${id}:role/PSKRoles/${name}`,
                    trust: inputs["assumeRolePolicy"] as Policy,
                });
            }
        }
    });
    after(() => local.close());

    const tokenOf = ({ issuer, claims, ...rest }: TokenCase): Promise<string> => {
        const from = issuers[issuer] ?? { ...issuers["github"], issuer: stranger };
        return local.sign(from.issuer, { ...from.claims, ...claims }, rest);
    };
    const answerOf = async (token: string, pipeline: string): Promise<string> => {
        const entry = entries.find((one) => one.pipeline === pipeline);
        if (entry === undefined) throw new Error(`no entry role for ${pipeline}`);
        return enter(token, entry.trust, providers, local.keysOf);
    };

    for (const one of right) {
        it(`${one.name}: enters its own entry role and no other`, async () => {
            const token = await tokenOf(one);
            const entered: string[] = [];
            for (const { pipeline } of entries) {
                if ((await answerOf(token, pipeline)) === "enters") entered.push(pipeline);
            }
            expect(entered).to.deep.equal([one.to]);
        });

        it(`${one.name}: assumes from there what its class and roles say, in each account`, () => {
            const entry = entries.find(({ pipeline }) => pipeline === one.to);
            const { trustClass, roles: limit } = pipelineOf(one.to);
            for (const role of roles) {
                const { assumableBy } =
                    roleCatalogue.find(({ name }) => `PSK${name}` === role.name) ?? {};
                const expected =
                    (trustClass === "prod" || role.account === "nonprod") &&
                    (assumableBy === "identities" ||
                        (assumableBy === "prodIdentities" && trustClass === "prod")) &&
                    (limit === undefined || limit.some((name) => `PSK${name}` === role.name));
                const actual = entry !== undefined && mayAssume(entry, role);
                expect(actual, `${role.name} in ${role.account}`).to.equal(expected);
            }
        });
    }

    for (const one of nearMisses) {
        it(`${one.name}: refused (${one.refused})`, async () => {
            const token = await tokenOf(one);
            expect(await answerOf(token, one.to)).to.equal(`refused: ${one.refused}`);
        });
    }

    it("of 12 kinds at least enter, of all issuers, and 20 near misses at least don't", () => {
        expect(right.length).to.be.at.least(12);
        expect(new Set(right.map(({ issuer }) => issuer)).size).to.equal(6);
        expect(new Set(right.map(({ to }) => to)).size).to.equal(pipelines.length);
        expect(nearMisses.length).to.be.at.least(20);
    });

    it("are refused with any one character more, less or changed in their subject", async () => {
        for (const one of right) {
            const { sub } = one.claims as { sub: string };
            for (const wrong of [`${sub}x`, sub.slice(0, -1), `x${sub}`, sub.replace(/a/, "b")]) {
                const claims = { ...one.claims, sub: wrong };
                const answer = await answerOf(await tokenOf({ ...one, claims }), one.to);
                // A user's id on CircleCI may be any.
                if (one.issuer === "circleci" && wrong.length === sub.length) continue;
                expect(answer, wrong).to.equal("refused: trust policy");
            }
        }
    });
});
