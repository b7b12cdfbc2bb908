import { promises as fs, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { OrganizationError } from "../../../access/organization/organizationError";
import { buildReport } from "../../../access/report/buildReport";
import type { Report } from "../../../access/report/report";
import { readDirectory } from "../../../access/sources/directory";
import { writeAccount, writeRegistry } from "./collectedFolder";

type Registry = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const organizations = path.join(__dirname, "..", "organizations");
// Whose key a secret holds is not in iam-collect's data, so that paths through secrets are uncertain.
const withSecrets = new Set(["secrets", "public"]);
const folders = readdirSync(organizations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !withSecrets.has(entry.name))
    .map(({ name }) => path.join(organizations, name));

const accountsOf = (registry: Registry): Registry =>
    Object.fromEntries(Object.entries(registry).filter(([id]) => /^\d{12}$/.test(id)));

/** Writes the organization of a folder as iam-collect does. */
async function collect(from: string, to: string): Promise<void> {
    const jsonOf = (name: string) =>
        JSON.parse(readFileSync(path.join(from, name), "utf8")) as Registry;
    const { identities, issuers, trustedOwners, ...rest } = jsonOf("accounts.json");
    const accounts = accountsOf(rest);
    for (const id of Object.keys(accounts)) {
        await writeAccount(path.join(to, "aws", "aws"), id, jsonOf(`${id}.json`));
    }
    await writeRegistry(path.join(to, "aws", "aws"), accounts);
    const environments = Object.fromEntries(
        Object.entries(accounts).map(([id, { environment }]) => [id, environment]),
    );
    await fs.writeFile(
        path.join(to, "environments.json"),
        JSON.stringify({ accounts: environments, identities, issuers, trustedOwners }),
    );
}

/** What both sources must agree on: who reaches what, by which kinds of hops. */
const answers = ({ verdict, reach, crossings, takeovers }: Report) => ({
    boundary: verdict.boundary,
    reach: reach.map(({ identity, role, hops }) => [identity, role, hops.map(({ kind }) => kind)]),
    crossings: crossings.length,
    takeovers: takeovers.length,
});

describe("a folder of iam-collect", () => {
    let folder = "";
    beforeEach(async () => {
        folder = await fs.mkdtemp(path.join(tmpdir(), "iam-profiles-collect-"));
    });
    afterEach(() => fs.rm(folder, { recursive: true }));

    const at = (...parts: readonly string[]): string => path.join(folder, "aws", "aws", ...parts);
    const write = async (file: string, value: unknown): Promise<void> => {
        await fs.mkdir(path.dirname(file), { recursive: true });
        await fs.writeFile(file, typeof value === "string" ? value : JSON.stringify(value));
    };
    const faultsOf = async (): Promise<readonly string[]> => {
        const error: unknown = await readDirectory(folder).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(OrganizationError);
        return (error as OrganizationError).faults;
    };

    for (const from of folders) {
        it(`gives the same answers as authorization details: ${path.basename(from)}`, async () => {
            await collect(from, folder);
            const expected = answers(buildReport(await readDirectory(from)));
            expect(answers(buildReport(await readDirectory(folder)))).to.deep.equal(expected);
        });
    }

    for (const name of withSecrets) {
        it(`does not hold where paths go through secrets: ${name}`, async () => {
            await collect(path.join(organizations, name), folder);
            const expected = buildReport(await readDirectory(path.join(organizations, name)));
            expect(expected.verdict.boundary).not.to.equal("holds");
            const { verdict } = buildReport(await readDirectory(folder));
            expect(verdict.boundary).not.to.equal("holds");
        });
    }

    describe("of a sound organization", () => {
        const sound = path.join(organizations, "clean");
        beforeEach(() => collect(sound, folder));
        const boundary = async () => {
            const organization = await readDirectory(folder);
            return { ...buildReport(organization), unread: organization.unread };
        };

        it("holds, and says what iam-collect does not read", async () => {
            await write(at("accounts", "222222222222", "s3", "b", "metadata.json"), {
                arn: "arn:aws:s3:::b",
            });
            await write(
                at("accounts", "222222222222", "sso", "instance", "i", "metadata.json"),
                {},
            );
            const { verdict, limits } = await boundary();
            expect(verdict.boundary).to.equal("holds");
            expect(limits.filter((limit) => limit.includes("iam-collect"))).to.deep.equal([
                "iam-collect reads default versions of managed policies alone: another one that is brought back may allow anything.",
                "What iam-collect has of s3, sso is not evaluated: resource policies there give no access to a role.",
                "iam-collect does not read who is assigned permission sets of IAM Identity Center: who may use their roles is unknown.",
            ]);
        });

        for (const [name, file, reason] of [
            [
                "a type of IAM resource",
                ["iam", "delegation", "x", "metadata.json"],
                "iam/delegation is not known",
            ],
            [
                "a file of a role",
                ["iam", "role", "x", "session-policy.json"],
                "iam/role/x/session-policy.json is not known",
            ],
            [
                "a type of secret",
                ["secretsmanager", "eu-west-1", "rotation", "x", "metadata.json"],
                "secretsmanager/eu-west-1/rotation is not known",
            ],
        ] as const) {
            it(`is unknown where ${name} is not known`, async () => {
                if (name === "a file of a role") {
                    const [role = ""] = await fs.readdir(
                        at("accounts", "333333333333", "iam", "role"),
                    );
                    await write(
                        at("accounts", "333333333333", "iam", "role", role, "session-policy.json"),
                        {},
                    );
                    const { verdict, unread } = await boundary();
                    expect(verdict.boundary).to.equal("unknown");
                    expect(unread[0]).to.contain(reason.replace("/x/", `/${role}/`));
                    return;
                }
                await write(at("accounts", "333333333333", ...file), {});
                const { verdict, unread } = await boundary();
                expect(verdict.boundary).to.equal("unknown");
                expect(unread).to.deep.equal([
                    `Account 333333333333 (333333333333) was not read: ${reason}`,
                ]);
            });
        }

        it("is unknown where an account of the organization was not collected", async () => {
            await fs.rm(at("accounts", "333333333333"), { recursive: true });
            const { verdict, unread } = await boundary();
            expect(verdict.boundary).to.equal("unknown");
            expect(unread).to.deep.equal([
                "Account 333333333333 (333333333333) was not read: iam-collect has nothing of its IAM",
            ]);
        });

        it("is refused as a whole where files cannot be read, or accounts have no environment", async () => {
            const [role = ""] = await fs.readdir(at("accounts", "333333333333", "iam", "role"));
            await write(
                at("accounts", "333333333333", "iam", "role", role, "trust-policy.json"),
                "{",
            );
            await fs.rm(
                at(
                    "accounts",
                    "222222222222",
                    "iam",
                    "role",
                    (await fs.readdir(at("accounts", "222222222222", "iam", "role")))[0] ?? "",
                    "metadata.json",
                ),
            );
            const file = path.join(folder, "environments.json");
            const { accounts } = JSON.parse(readFileSync(file, "utf8")) as {
                accounts: Record<string, string>;
            };
            delete accounts["333333333333"];
            await write(file, { accounts });
            const faults = await faultsOf();
            expect(faults).to.have.length(3);
            expect(faults[0]).to.match(
                /^account 333333333333 in \/ has no environment; give it or its organizational unit one in /,
            );
            expect(faults[1]).to.match(
                /^aws\/aws\/accounts\/222222222222\/iam\/role\/.*\/metadata.json is missing, or no object$/,
            );
            expect(faults[2]).to.match(/\/trust-policy.json is not valid JSON/);
            await fs.rm(file);
            expect(await faultsOf()).to.deep.equal([
                "environments.json does not exist; write there which environment accounts or organizational units are of",
            ]);
        });

        it("takes environments of organizational units", async () => {
            const accounts = JSON.parse(
                readFileSync(at("organizations", "o-abcdefghij", "accounts.json"), "utf8"),
            ) as Record<string, object>;
            const ids = Object.keys(accounts);
            await write(
                at("organizations", "o-abcdefghij", "accounts.json"),
                Object.fromEntries(
                    ids.map((id) => [id, { scps: [], rcps: [], ou: `ou-ab12-${id}` }]),
                ),
            );
            await write(at("organizations", "o-abcdefghij", "ous.json"), {
                "r-ab12": {
                    scps: [
                        "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
                    ],
                    rcps: [],
                },
                ...Object.fromEntries(
                    ids.map((id) => [`ou-ab12-${id}`, { parent: "r-ab12", scps: [], rcps: [] }]),
                ),
            });
            for (const id of ids)
                await write(
                    at("organizations", "o-abcdefghij", "ous", `ou-ab12-${id}`, "metadata.json"),
                    { name: `Unit ${id}` },
                );
            const expected = await readDirectory(sound);
            const units = Object.fromEntries(
                expected.accounts.map(({ id, environment }) => [`/Unit ${id}`, environment]),
            );
            await write(path.join(folder, "environments.json"), { organizationalUnits: units });
            const { verdict, accounts: found, limits } = await boundary();
            expect(found.map(({ environment }) => environment)).to.have.members(
                expected.accounts.map(({ environment }) => environment),
            );
            // A policy that is attached and wasn't collected may deny, but allows nothing more.
            expect(limits.join("\n")).to.contain("p-FullAWSAccess was not collected");
            expect(verdict.boundary).to.equal("holds");
        });

        it("and accounts.json beside it is refused", async () => {
            await fs.cp(path.join(sound, "accounts.json"), path.join(folder, "accounts.json"));
            expect(await faultsOf()).to.deep.equal([
                `${folder} has accounts.json and the aws folder of iam-collect; keep one of them`,
            ]);
        });
    });
});
