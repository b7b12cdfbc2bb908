import { expect } from "chai";

import { OrganizationError } from "../../../access/organization/organizationError";
import { readOrganization } from "../../../access/organization/readOrganization";
import { readLive } from "../../../access/sources/live";
import type { AccountClients, LiveOptions } from "../../../access/sources/live";
import { detailsOf, nonprodId, smallFiles, stateId } from "../organization/small";

type Answer = Readonly<Record<string, unknown>>;
type Input = Readonly<Record<string, unknown>>;

/** A client that answers each command by its name, and throws on any other. */
function fake(answers: Readonly<Record<string, (input: Input) => Answer>>): AccountClients["iam"] {
    const send = (command: { readonly input: Input }): Promise<Answer> => {
        const name = command.constructor.name.replace(/Command$/, "");
        const answer = answers[name];
        if (answer === undefined) return Promise.reject(new Error(`${name} isn't faked`));
        return new Promise((resolve) => {
            resolve(answer(command.input));
        });
    };
    return { send };
}

const fakeSecrets = (answers: Parameters<typeof fake>[0]): AccountClients["secrets"] & object =>
    fake(answers) as unknown as AccountClients["secrets"] & object;

function failure(name: string, message: string): Error {
    const error = new Error(message);
    error.name = name;
    return error;
}

const accounts = [
    { id: stateId, name: "state", environment: "state" },
    { id: nonprodId, name: "nonprod", environment: "nonprod" },
];
const secretArn =
    "arn:aws:secretsmanager:us-east-1:111111111111:secret:PSKServiceAccounts/nonprod/Deploy-0a1b2c3d-AbCdEf";
const userArn = "arn:aws:iam::111111111111:user/PSKServiceAccounts/nonprod/Deploy";

const noSecrets = fakeSecrets({ ListSecrets: () => ({ SecretList: [] }) });
const details = detailsOf(smallFiles());
const whole = (id: string): AccountClients => ({
    iam: fake({ GetAccountAuthorizationDetails: () => details.get(id) as Answer }),
    secrets: noSecrets,
    caller: `reader of ${id}`,
});

/** Reads the small organization, some of its accounts with other clients. */
const read = (
    clients: Readonly<Record<string, Partial<AccountClients>>>,
    options: Partial<LiveOptions> = {},
) =>
    readLive({
        accounts,
        clientFor: (id) => Promise.resolve({ ...whole(id), ...clients[id] }),
        ...options,
    });

async function faultsOf(reading: Promise<unknown>): Promise<readonly string[]> {
    const error: unknown = await reading.then(
        () => undefined,
        (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(OrganizationError);
    return (error as OrganizationError).faults;
}

describe("readLive", () => {
    it("takes whose the issuers of identity providers are, and refuses what accounts.json may not have", async () => {
        const trustedOwners = { "gitlab.com": { acme: "nonprod" } };
        const { trustedIssuers } = await read({}, { trustedIssuers: { trustedOwners } });
        expect([...(trustedIssuers.owners.get("gitlab.com") ?? [])]).to.deep.equal([
            ["acme", "nonprod"],
        ]);
        const shared = read({}, { trustedIssuers: { issuers: { "gitlab.com": "prod" } } });
        expect(await faultsOf(shared)).to.deep.equal([
            'accounts.json: issuers has the key "gitlab.com", which many organizations share; name your owners there in trustedOwners',
        ]);
    });

    it("gives what the same details give from files", async () => {
        const registry = {
            [stateId]: { name: "state", environment: "state", secrets: [] },
            [nonprodId]: { name: "nonprod", environment: "nonprod" },
        };
        const inShort = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
        expect(inShort(await read({}))).to.deep.equal(inShort(readOrganization(registry, details)));
    });

    it("puts all pages together", async () => {
        const markers: unknown[] = [];
        const one = details.get(nonprodId) as Readonly<Record<string, readonly unknown[]>>;
        const role = one["RoleDetailList"]?.[0] as Answer;
        const second = { ...role, Arn: `${String(role["Arn"])}2`, RoleName: "Network2" };
        const iam = fake({
            GetAccountAuthorizationDetails: ({ Marker, MaxItems }) => {
                markers.push(Marker);
                expect(MaxItems).to.equal(1000);
                return Marker === undefined
                    ? { ...one, IsTruncated: true, Marker: "next" }
                    : { RoleDetailList: [second], IsTruncated: false };
            },
        });
        const { accounts: found } = await read({ [nonprodId]: { iam } });
        expect(markers).to.deep.equal([undefined, "next"]);
        expect(found[1]?.roles.map(({ name }) => name)).to.deep.equal(["Network", "Network2"]);
        expect(found[1]?.managedPolicies).to.have.length(2);
    });

    it("reads the secrets of accounts that have users, and whose keys they hold", async () => {
        const asked: unknown[] = [];
        const page = (NextToken: unknown): Answer =>
            NextToken === undefined
                ? { SecretList: [{ ARN: secretArn }], NextToken: "next" }
                : { SecretList: [{ ARN: `${secretArn}2` }] };
        const secrets = fakeSecrets({
            ListSecrets: ({ NextToken }) => page(NextToken),
            GetResourcePolicy: ({ SecretId }) => {
                asked.push(SecretId);
                return SecretId === secretArn ? { ResourcePolicy: '{"Statement":[]}' } : {};
            },
        });
        const { accounts: found, limits } = await read(
            { [stateId]: { secrets } },
            { keyHolders: new Map([[secretArn, userArn]]), limits: ["One region alone."] },
        );
        expect(asked).to.deep.equal([secretArn, `${secretArn}2`]);
        expect(
            found[0]?.secrets?.map(({ arn, policy, holdsKeyOf }) => [
                arn,
                policy?.name,
                holdsKeyOf,
            ]),
        ).to.deep.equal([
            [secretArn, `${secretArn} resource policy`, userArn],
            [`${secretArn}2`, undefined, undefined],
        ]);
        expect(found[1]?.secrets).to.equal(undefined);
        expect(limits.at(-1)).to.equal("One region alone.");
    });

    it("says that secrets weren't listed where they can't be", async () => {
        const { limits } = await readLive({
            accounts,
            clientFor: (id) => {
                const { iam, caller } = whole(id);
                return Promise.resolve({ iam, caller });
            },
        });
        expect(limits[0]).to.match(
            /^The secrets of account 111111111111 \(state\) were not listed/,
        );
    });

    it("reports every account that refuses, as whom it was asked, and what to do", async () => {
        const denied = (what: string) =>
            fake({
                GetAccountAuthorizationDetails: () => {
                    throw failure("AccessDenied", `not authorized for ${what}`);
                },
            });
        expect(
            await faultsOf(
                read({
                    [stateId]: { iam: denied("state") },
                    [nonprodId]: { iam: denied("nonprod"), caller: "arn:aws:iam::2:role/R" },
                }),
            ),
        ).to.deep.equal([
            "account 111111111111 (state): iam:GetAccountAuthorizationDetails as reader of 111111111111 failed with AccessDenied: not authorized for state; allow it there, or name a role that has the permission with --read-role NAME",
            "account 222222222222 (nonprod): iam:GetAccountAuthorizationDetails as arn:aws:iam::2:role/R failed with AccessDenied: not authorized for nonprod; allow it there, or name a role that has the permission with --read-role NAME",
        ]);
    });

    it("reports a secret's policy that it may not read", async () => {
        const secrets = fakeSecrets({
            ListSecrets: () => ({ SecretList: [{ ARN: secretArn }] }),
            GetResourcePolicy: () => {
                throw failure("AccessDeniedException", "no");
            },
        });
        expect(await faultsOf(read({ [stateId]: { secrets } }))).to.deep.equal([
            "account 111111111111 (state): secretsmanager:GetResourcePolicy as reader of 111111111111 failed with AccessDeniedException: no; allow it there, or name a role that has the permission with --read-role NAME",
        ]);
    });

    it("reports an account that can't be opened, and that AWS is asked too often", async () => {
        const throttled = fake({
            GetAccountAuthorizationDetails: () => {
                throw failure("Throttling", "Rate exceeded");
            },
        });
        expect(
            await faultsOf(
                readLive({
                    accounts,
                    clientFor: (id) =>
                        id === stateId
                            ? Promise.reject(new Error("no role"))
                            : Promise.resolve({ ...whole(id), iam: throttled }),
                }),
            ),
        ).to.deep.equal([
            "account 111111111111 (state): no role",
            "account 222222222222 (nonprod): iam:GetAccountAuthorizationDetails as reader of 222222222222 failed with Throttling: Rate exceeded; AWS throttled the calls; retry later",
        ]);
    });

    it("refuses pages that would never end, and a page that says there is more but not where", async () => {
        const pages = (page: Answer) => fake({ GetAccountAuthorizationDetails: () => page });
        expect(
            await faultsOf(
                read({
                    [stateId]: { iam: pages({ IsTruncated: true, Marker: "again" }) },
                    [nonprodId]: { iam: pages({ IsTruncated: true }) },
                }),
            ),
        ).to.deep.equal([
            "account 111111111111 (state): AWS returned the same page marker twice; retry.",
            "account 222222222222 (nonprod): IAM returned IsTruncated without a Marker; retry.",
        ]);
    });

    it("reads eight accounts at the same time, and no more", async () => {
        const many = Array.from({ length: 30 }, (_, index) => String(100000000000 + index));
        let open = 0;
        let most = 0;
        const empty = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
        await readLive({
            accounts: many.map((id) => ({ id, name: "n", environment: "prod" })),
            clientFor: async () => {
                open += 1;
                most = Math.max(most, open);
                await new Promise((resolve) => setTimeout(resolve, 1));
                open -= 1;
                return {
                    iam: fake({ GetAccountAuthorizationDetails: () => empty }),
                    caller: "reader",
                };
            },
        });
        expect(most).to.equal(8);
    });
});
