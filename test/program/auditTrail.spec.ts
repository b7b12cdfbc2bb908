import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { readOrganization } from "../../access/organization/readOrganization";
import { buildReport } from "../../access/report/buildReport";
import { identityCatalogue } from "../../identities/catalogue";
import { planDocuments } from "../../plan/planSource";
import { renderAll } from "../../plan/renderStacks";
import type { RenderedStack } from "../../plan/renderStack";
import { parseSettings } from "../../platform/config";
import { roleCatalogue } from "../../roles/catalogue";
import { configOf, registryOf } from "../examples/layout";
import { accounts, runProgram } from "../support/mocks";
import type { RunOptions } from "../support/mocks";
import { brokenRules } from "./brokenRules";
import { stateContract, withDocuments } from "./support";

const auditTrail = {
    retentionDays: 365,
    alarm: ["security@example.com"],
    organization: "o-a1b2c3d4e5",
    networks: ["192.0.2.0/24"],
};
const breakGlass = { people: ["Ada"], ticket: "INC-*", alarm: ["security@example.com"] };
const catalogues = {
    identities: { ...identityCatalogue, people: [{ name: "Ada", trustClass: "prod" as const }] },
    roles: roleCatalogue,
};

interface Expected {
    readonly type: string;
    readonly name: string;
    readonly protect: boolean;
    readonly inputs: Readonly<Record<string, unknown>>;
}

const expectedOf = (file: string): Record<string, readonly Expected[]> =>
    JSON.parse(readFileSync(join(__dirname, "expected", `${file}.json`), "utf8")) as Record<
        string,
        readonly Expected[]
    >;

/** What a setting adds to a stack, whole, sorted by type and name. Documents are read, so that they can be compared. */
async function added(stack: string, options: RunOptions): Promise<readonly Expected[]> {
    const contract = stack === "state" ? {} : { contract: await stateContract() };
    const names = async (given: RunOptions): Promise<readonly Expected[]> =>
        (await runProgram(stack, { ...contract, ...given })).resources.map(
            ({ type, name, protect, inputs }) => ({
                type,
                name,
                protect,
                inputs: withDocuments(inputs),
            }),
        );
    const without = new Set(
        (await names({ ...options, config: {} })).map((one) => JSON.stringify(one)),
    );
    return (await names(options))
        .filter((one) => !without.has(JSON.stringify(one)))
        .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
}

for (const [file, config] of Object.entries({
    auditTrail: { auditTrail },
    breakGlass: { breakGlass },
})) {
    describe(`what ${file} adds to a stack`, () => {
        for (const [stack, expected] of Object.entries(expectedOf(file))) {
            it(`${stack}: exactly these resources`, async () => {
                const contract = await stateContract({ config, catalogues });
                expect(await added(stack, { config, catalogues, contract })).to.deep.equal(
                    expected,
                );
            });
        }
    });
}

describe("the audit trail", () => {
    it("is off as it comes, and with an empty setting", async () => {
        expect(await added("state", { config: { auditTrail: {} } })).to.deep.equal([]);
    });

    it("stands in every region that is asked for, and has one trail", async () => {
        const config = {
            auditTrail: { ...auditTrail, regions: ["eu-west-1"] },
            "aws:region": "eu-central-1",
        };
        const found = await added("state", { config });
        const topics = found.filter(({ type }) => type === "aws:sns/topic:Topic");
        expect(topics.map(({ name, inputs }) => [name, inputs["region"]])).to.deep.equal([
            ["PSKAuditAlarm", undefined],
            ["PSKAuditAlarm-eu-west-1", "eu-west-1"],
            ["PSKAuditAlarm-us-east-1", "us-east-1"],
        ]);
        expect(found.filter(({ type }) => type === "aws:cloudtrail/trail:Trail")).to.have.length(1);
        const targets = found.filter(({ type }) => type.includes("eventTarget"));
        for (const { inputs } of targets) {
            const region = (inputs["region"] as string | undefined) ?? "eu-central-1";
            expect(inputs["arn"]).to.equal(`arn:aws:sns:${region}:111111111111:PSKAuditAlarm`);
        }
    });

    for (const layout of ["two-accounts", "three-accounts", "four-accounts"]) {
        it(`${layout}: keeps the boundary and the rules of the pack, one trail an account`, async () => {
            const config = configOf(registryOf(layout), { auditTrail, breakGlass });
            const stacks: readonly RenderedStack[] = await renderAll(
                "iam-profiles",
                Object.keys(registryOf(layout)).map((name) => ({
                    settings: parseSettings("iam-profiles", name, config),
                    config,
                })),
                catalogues,
            );
            const { accounts: documents, detailsOf } = planDocuments(stacks);
            expect(buildReport(readOrganization(documents, detailsOf)).boundary).to.equal("holds");
            expect(await brokenRules(stacks, config)).to.deep.equal([]);
            const trails = stacks.flatMap(({ account, resources }) =>
                resources.flatMap(({ type }) =>
                    type === "aws:cloudtrail/trail:Trail" ? [account.id] : [],
                ),
            );
            const ids = Object.values(registryOf(layout)).map(({ id }) => id);
            expect(trails.sort()).to.deep.equal([...new Set(ids)].sort());
        });
    }

    it("lists the trails of all accounts in the bucket's policy", async () => {
        const found = await added("state", { config: { auditTrail } });
        const policy = found.find(({ type }) => type === "aws:s3/bucketPolicy:BucketPolicy");
        for (const { id } of Object.values(accounts)) {
            expect(JSON.stringify(policy)).to.include(
                `arn:aws:cloudtrail:us-east-1:${id}:trail/PSKAuditTrail`,
            );
        }
    });
});
