import { promises as fs, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import type { Organization } from "../../../access/organization/organization";
import { readEnvironments } from "../../../access/organization/readEnvironments";
import { buildReport } from "../../../access/report/buildReport";
import { explainCell } from "../../../access/report/explain/explainCell";
import { readDirectory } from "../../../access/sources/directory";
import { readLiveOrganization } from "../../../access/sources/liveOrganization";
import type { LiveOrganizationOptions } from "../../../access/sources/liveOrganization";
import { folderStore } from "../../../access/sources/readingStore";
import { put } from "../organization/small";
import { fakeClients } from "./fakeOrganization";
import type { FakeClients, FakeOrganization, Failures } from "./fakeOrganization";

interface World {
    readonly organization: FakeOrganization;
    readonly environments: unknown;
}

interface Case {
    readonly name: string;
    /** Values by place; `null` takes one away from a list. */
    readonly put?: Readonly<Record<string, unknown>>;
    readonly failures?: Failures;
    readonly boundary: "holds" | "crossed" | "unknown";
    /** What was not read: how each sentence begins. @default nothing */
    readonly unread?: readonly string[];
    /** How often a call waited to be made again. @default 0 */
    readonly waits?: number;
}

const folderOf = path.join(__dirname, "organization");
const jsonOf = (name: string): unknown =>
    JSON.parse(readFileSync(path.join(folderOf, name), "utf8")) as unknown;
const cases = jsonOf("organization.cases.json") as readonly Case[];

function worldOf(changes: Case["put"] = {}): World {
    const world = jsonOf("organization.json");
    for (const [place, value] of Object.entries(changes)) put(world, place, value ?? undefined);
    const { organization, environments } = world as World;
    const policies = organization.policies.filter((policy) => policy as unknown);
    return { organization: { ...organization, policies }, environments };
}

const read = (
    world: World,
    clients: FakeClients,
    options: Partial<LiveOrganizationOptions> = {},
): Promise<Organization> =>
    readLiveOrganization({
        ...clients,
        registered: [],
        environments: readEnvironments(world.environments, "environments.json"),
        ...options,
    });

const commandsOf = (sent: readonly string[]): readonly string[] => [
    ...new Set(sent.map((one) => one.split(" ")[0] ?? "")),
];

async function messageOf(reading: Promise<unknown>): Promise<string> {
    return reading.then(
        () => "nothing was thrown",
        (error: unknown) => (error as Error).message,
    );
}

describe("readLiveOrganization", () => {
    for (const { name, put: changes, failures, boundary, unread = [], waits = 0 } of cases) {
        it(`${boundary}: ${name}`, async () => {
            const world = worldOf(changes);
            const clients = fakeClients(world.organization, failures);
            const organization = await read(world, clients);
            const report = buildReport(organization);
            expect(report.verdict.boundary, JSON.stringify(report.crossings)).to.equal(boundary);
            expect(organization.unread).to.have.length(unread.length);
            for (const [index, sentence] of unread.entries()) {
                expect(organization.unread[index]).to.satisfy(
                    (text: string) => text.startsWith(sentence),
                    organization.unread[index],
                );
                expect(report.limits).to.include(organization.unread[index]);
            }
            expect(clients.waits).to.have.length(waits);
        });
    }

    it("finds who reaches what by which assignment", async () => {
        const world = worldOf();
        const { reach, identities } = buildReport(
            await read(world, fakeClients(world.organization)),
        );
        const sso = "role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO";
        expect(identities.map(({ name, trustClass }) => `${name} ${trustClass}`)).to.deep.equal([
            "Developers nonprod",
            "Platform prod",
            "jane prod",
            "jim nonprod",
            "joe nonprod",
        ]);
        expect(
            reach.map(({ identity, role, hops }) =>
                [
                    identity,
                    role,
                    ...hops.map(({ kind, because }) => `${kind}: ${because[0]?.document ?? ""}`),
                ].join(" "),
            ),
        ).to.deep.equal(
            [
                [
                    "group/id-Developers",
                    `222222222222:${sso}_Developer_0123456789abcdef`,
                    "assignment of Developer to Developers",
                ],
                [
                    "group/id-Platform",
                    `222222222222:${sso}_Admin_0123456789abcdef`,
                    "assignment of Admin to Platform",
                ],
                [
                    "group/id-Platform",
                    `333333333333:${sso}_Admin_0123456789abcdef`,
                    "assignment of Admin to Platform",
                ],
                [
                    "user/id-jane",
                    `222222222222:${sso}_Admin_0123456789abcdef`,
                    "assignment of Admin to group Platform",
                ],
                [
                    "user/id-jane",
                    `333333333333:${sso}_Admin_0123456789abcdef`,
                    "assignment of Admin to group Platform",
                ],
                [
                    "user/id-jim",
                    `222222222222:${sso}_Developer_0123456789abcdef`,
                    "assignment of Developer to group Developers",
                ],
                [
                    "user/id-joe",
                    `222222222222:${sso}_Developer_0123456789abcdef`,
                    "assignment of Developer to group Developers",
                ],
            ].map(
                ([who, role, by]) =>
                    `arn:aws:identitystore:::${who} arn:aws:iam::${role} IdentityCenterAssignment: ${by}`,
            ),
        );
    });

    it("is unknown, and says so, whichever command AWS refuses", async () => {
        const world = worldOf();
        const all = fakeClients(world.organization);
        await read(world, all);
        const commands = commandsOf(all.sent).filter((one) => one !== "ListSecrets");
        expect(commands).to.have.length(15);
        const registered = [
            { id: "111111111111", name: "management", environment: "prod" },
            { id: "222222222222", name: "shop-dev", environment: "nonprod" },
            { id: "333333333333", name: "shop", environment: "prod" },
        ];
        for (const command of commands) {
            const clients = fakeClients(world.organization, {
                [command]: ["AccessDeniedException", -1],
            });
            const organization = await read(world, clients, { registered });
            const { verdict, limits } = buildReport(organization);
            // Without names, whom prod's group is of is not known.
            const boundary = command === "ListGroups" ? "crossed" : "unknown";
            expect(verdict.boundary, command).to.equal(boundary);
            expect(limits.join("\n"), command).to.contain(`:${command} as arn:aws:iam::`);
        }
    });

    it("answers of no role that it is not reached, as long as something was not read", async () => {
        const world = worldOf();
        const failures: Failures = { ListGroupMemberships: ["AccessDeniedException", -1] };
        const organization = await read(world, fakeClients(world.organization, failures));
        const { answer, reason } = explainCell(organization, "Developers", "Deploy");
        expect(answer).to.equal("unknown");
        expect(reason).to.match(/^not everything was read: The members of group/);
        const { unfinishedSearches, identities } = buildReport(organization);
        expect(unfinishedSearches).to.have.length(identities.length);
    });

    it("takes nobody for the people of IAM Identity Center where no instance is seen, as in another region", async () => {
        const world = worldOf({
            "organization.assignments.3": ["333333333333", "Admin", "group Developers"],
        });
        const clients = fakeClients(world.organization);
        const ssoAdmin = { send: () => Promise.resolve({ Instances: [] }) } as never;
        const identityCenter = { ...clients.identityCenter, ssoAdmin };
        const { verdict, limits } = buildReport(await read(world, { ...clients, identityCenter }));
        expect(verdict.boundary).to.equal("unknown");
        expect(limits.join("\n")).to.contain(
            "Who is assigned permission set Admin in account 333333333333 is not known",
        );
    });

    it("reads no suspended account, and says so", async () => {
        const world = worldOf();
        const clients = fakeClients(world.organization);
        const { limits } = await read(world, clients);
        expect(limits).to.include(
            "Accounts that are suspended, closed or not active yet were not read: 444444444444.",
        );
        expect(clients.sent.filter((one) => one.endsWith(" 444444444444"))).to.deep.equal([]);
    });

    it("names every account that has no environment", async () => {
        const world = worldOf({
            "environments.organizationalUnits": { "/Workloads/Prod": "prod" },
            "environments.accounts": {},
        });
        expect(await messageOf(read(world, fakeClients(world.organization)))).to.equal(
            [
                "The accounts of the organization cannot be read:",
                "  - account 111111111111 (management) in / has no environment; give it or its organizational unit one with --environments FILE",
                "  - account 222222222222 (shop-dev) in /Workloads/Nonprod has no environment; give it or its organizational unit one with --environments FILE",
            ].join("\n"),
        );
    });

    describe("with a folder", () => {
        let folder = "";
        beforeEach(async () => {
            folder = await fs.mkdtemp(path.join(tmpdir(), "iam-profiles-organization-"));
        });
        afterEach(() => fs.rm(folder, { recursive: true }));

        const inShort = (organization: Organization): unknown =>
            JSON.parse(JSON.stringify(buildReport(organization))) as unknown;

        it("goes on where it was interrupted, wherever that was, and asks nothing twice that it has", async () => {
            const world = worldOf();
            const whole = fakeClients(world.organization);
            const expected = inShort(await read(world, whole));
            for (const command of commandsOf(whole.sent)) {
                const store = folderStore(path.join(folder, command));
                const first = fakeClients(world.organization, {
                    [command]: ["ExpiredTokenException", -1],
                });
                expect(await messageOf(read(world, first, { store })), command).to.contain(
                    "ExpiredTokenException",
                );
                const second = fakeClients(world.organization);
                expect(inShort(await read(world, second, { store })), command).to.deep.equal(
                    expected,
                );
                expect(second.sent.length, command).to.be.at.most(whole.sent.length);
            }
        });

        it("is a source of the same, read whole", async () => {
            const world = worldOf();
            const organization = await read(world, fakeClients(world.organization), {
                store: folderStore(folder),
            });
            const again = await readDirectory(folder);
            expect(inShort(again)).to.deep.equal(inShort(organization));
            expect(await fs.readdir(folder)).not.to.include("reading.json");
            expect(
                await messageOf(
                    read(world, fakeClients(world.organization), { store: folderStore(folder) }),
                ),
            ).to.contain(
                "it holds a whole reading already; read it with --source FOLDER, or name another folder",
            );
        });

        it("asks again for what was refused, and for nothing else", async () => {
            const world = worldOf();
            const store = folderStore(folder);
            const failures: Failures = {
                "GetAccountAuthorizationDetails 333333333333": ["AccessDenied", -1],
            };
            const { unread } = await read(world, fakeClients(world.organization, failures), {
                store,
            });
            expect(unread).to.have.length(1);
            const kept = await readDirectory(folder);
            expect(kept.unread).to.deep.equal(unread);
            expect(buildReport(kept).verdict.boundary).to.equal("unknown");
            const second = fakeClients(world.organization);
            const organization = await read(world, second, { store });
            expect(second.sent).to.deep.equal(["GetAccountAuthorizationDetails 333333333333"]);
            expect(buildReport(organization).verdict.boundary).to.equal("holds");
        });

        it("does not go on with what is a day old, or is no JSON", async () => {
            const world = worldOf();
            const store = folderStore(folder);
            await store.put("reading", { began: "2026-11-20T00:00:00Z" });
            const options = { store, now: new Date("2026-11-21T01:00:00Z") };
            expect(
                await messageOf(read(world, fakeClients(world.organization), options)),
            ).to.contain(
                "the reading there began 25 hours ago; the maximum is 24, since accounts change: name an empty folder",
            );
            await fs.writeFile(path.join(folder, "reading.json"), "{");
            expect(
                await messageOf(read(world, fakeClients(world.organization), options)),
            ).to.contain("reading.json is not valid JSON");
        });
    });
});
