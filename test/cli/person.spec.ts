import {
    CreateLoginProfileCommand,
    DeactivateMFADeviceCommand,
    DeleteAccessKeyCommand,
    DeleteLoginProfileCommand,
    DeleteVirtualMFADeviceCommand,
    GetLoginProfileCommand,
    GetUserCommand,
    ListAccessKeysCommand,
    ListMFADevicesCommand,
    ListVirtualMFADevicesCommand,
    UpdateAccessKeyCommand,
    UpdateLoginProfileCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";

import type { AccountClients } from "../../access";
import { runPerson } from "../../cli/person";
import type { Operations } from "../../cli/operations";
import { personJson, personText } from "../../operations/people/text";
import type { IdentityCatalogue } from "../../identities/identity";
import { federatedGroups, samlProviders } from "../identities/federation/people";
import { settingsWith } from "../operations/observed";
import { useHere } from "./useHere";

/** One user of IAM, in memory. */
interface User {
    path: string;
    password?: string;
    resets?: boolean;
    devices: string[];
    unassigned: string[];
    keys: string[];
}

const alice = (): User => ({ path: "/PSKPeople/nonprod/", devices: [], unassigned: [], keys: [] });
const serial = "arn:aws:iam::111111111111:mfa/PSKAlice";
const gone = (): never => {
    throw Object.assign(new Error("not there"), { name: "NoSuchEntityException" });
};

/** Answers as IAM does; a command that isn't known fails. */
function answer(user: User | undefined, log: string[], command: object): object {
    if (user === undefined) return gone();
    const input = (command as { readonly input: Readonly<Record<string, string>> }).input;
    const { Password = "", SerialNumber = "", AccessKeyId = "" } = input;
    log.push(command.constructor.name.replace(/Command$/, ""));
    if (command instanceof GetUserCommand) return { User: { Path: user.path } };
    if (command instanceof GetLoginProfileCommand) {
        return user.password === undefined ? gone() : { LoginProfile: {} };
    }
    if (command instanceof ListMFADevicesCommand) {
        return { MFADevices: user.devices.map((SerialNumber) => ({ SerialNumber })) };
    }
    if (command instanceof ListVirtualMFADevicesCommand) {
        return { VirtualMFADevices: user.unassigned.map((SerialNumber) => ({ SerialNumber })) };
    }
    if (command instanceof ListAccessKeysCommand) {
        return {
            AccessKeyMetadata: user.keys.map((AccessKeyId) => ({ AccessKeyId, Status: "Active" })),
        };
    }
    if (command instanceof CreateLoginProfileCommand) {
        if (user.password !== undefined) throw new Error("EntityAlreadyExists");
        user.password = Password;
        user.resets = command.input.PasswordResetRequired === true;
        return {};
    }
    if (command instanceof UpdateLoginProfileCommand) {
        if (user.password === undefined) return gone();
        user.password = Password;
        user.resets = command.input.PasswordResetRequired === true;
        return {};
    }
    if (command instanceof DeleteLoginProfileCommand) delete user.password;
    else if (command instanceof DeactivateMFADeviceCommand) {
        user.devices = user.devices.filter((one) => one !== SerialNumber);
        user.unassigned.push(SerialNumber);
    } else if (command instanceof DeleteVirtualMFADeviceCommand) {
        user.unassigned = user.unassigned.filter((one) => one !== SerialNumber);
    } else if (command instanceof DeleteAccessKeyCommand) {
        user.keys = user.keys.filter((one) => one !== AccessKeyId);
    } else if (!(command instanceof UpdateAccessKeyCommand)) throw new Error("not known here");
    return {};
}

const settings = settingsWith();

function platform(
    user: User | undefined,
    log: string[] = [],
    federated: Partial<IdentityCatalogue> = {},
): Operations {
    const iam = {
        send: (command: object) => Promise.resolve().then(() => answer(user, log, command)),
    };
    const clients = { iam, caller: "test" } as unknown as AccountClients;
    return {
        settings,
        catalogues: {
            roles: [],
            identities: {
                serviceAccounts: [],
                people: [{ name: "Alice", trustClass: "nonprod" }],
                ...federated,
            },
        },
        lacks: ["ListSSHPublicKeys", "ListSigningCertificates", "ListServiceSpecificCredentials"],
        clientFor: () => Promise.resolve(clients),
    } as unknown as Operations;
}

const errorOf = (run: Promise<unknown>): Promise<string> =>
    run.then(
        () => "",
        (error: unknown) => (error as Error).message,
    );

describe("iam-profiles person", () => {
    it("add: gives a password that must be changed, shows it once, and says how to enrol MFA", async () => {
        const user = alice();
        const shown: string[] = [];
        const result = await runPerson("add", "Alice", platform(user), {}, (text) =>
            shown.push(text),
        );
        expect(result).to.deep.equal({ person: "PSKAlice", outcome: "added", steps: [] });
        expect(user.resets).to.equal(true);
        expect(shown).to.have.length(1);
        expect(shown[0]).to.contain(`\n    ${user.password ?? "none"}\n`);
        expect(shown[0]).to.contain("https://111111111111.signin.aws.amazon.com/console");
        expect(shown[0]).to.contain("named exactly PSKAlice");
        const printed =
            result && `${personText(result)}${JSON.stringify(personJson(settings, result))}`;
        expect(printed).not.to.contain(user.password);
    });

    it("add: on the sandbox, names the command that stands for the console", async () => {
        const shown: string[] = [];
        const operations: Operations = {
            ...platform(alice()),
            signInCommand: (user) => `sandbox sign-in ${user}`,
        };
        await runPerson("add", "Alice", operations, {}, (text) => shown.push(text));
        expect(shown[0]).to.contain("sign in as PSKAlice by sandbox sign-in PSKAlice, and");
        expect(shown[0]).not.to.contain("https://");
    });

    it("add: changes nothing where there is a password already", async () => {
        const user = { ...alice(), password: "own" };
        const result = await runPerson("add", "PSKAlice", platform(user), {}, () => {
            throw new Error("shown");
        });
        expect(result).to.equal(undefined);
        expect(user.password).to.equal("own");
    });

    it("reset: another password; with --mfa, first that, then the devices go", async () => {
        const log: string[] = [];
        const user = { ...alice(), password: "old", devices: [serial] };
        await runPerson("reset", "Alice", platform(user, log), {}, () => undefined);
        expect(user.password).not.to.equal("old");
        expect(user.devices).to.deep.equal([serial]);
        const result = await runPerson(
            "reset",
            "Alice",
            platform(user, log),
            { mfa: true },
            () => void log.push("shown"),
        );
        expect(result?.steps.map((step) => step.do)).to.deep.equal(["deactivateMfa", "deleteMfa"]);
        expect(log.slice(-4)).to.deep.equal([
            ...["UpdateLoginProfile", "shown", "DeactivateMFADevice", "DeleteVirtualMFADevice"],
        ]);
        expect([...user.devices, ...user.unassigned]).to.deep.equal([]);
    });

    it("remove: shows what it takes away, takes it with --yes, and can be run again", async () => {
        const user = { ...alice(), password: "old", devices: [serial], keys: ["AKIAEXAMPLE"] };
        const run = (yes: boolean) =>
            runPerson("remove", "Alice", platform(user), { yes }, () => undefined);
        const planned = await run(false);
        expect(planned?.outcome).to.equal("planned");
        expect(planned?.steps.map((step) => step.do)).to.deep.equal([
            ...["deactivateKey", "deletePassword", "deleteKey", "deactivateMfa", "deleteMfa"],
        ]);
        expect(user.password).to.equal("old");
        expect((await run(true))?.outcome).to.equal("removed");
        expect(user).to.deep.equal(alice());
        expect((await run(true))?.steps).to.deep.equal([]);
    });

    it("remove: also of a person whose line or user is gone", async () => {
        const user = { ...alice(), password: "old" };
        const run = (found: User | undefined) =>
            runPerson("remove", "Bob", platform(found), { yes: true }, () => undefined);
        expect((await run(user))?.person).to.equal("PSKBob");
        expect(user.password).to.equal(undefined);
        expect((await run(undefined))?.outcome).to.equal("removed");
    });

    it("remove: takes what AWS has, and says what ends federation, whether there is a user or not", async () => {
        const elsewhere = [
            "SAML provider AcmeIdP: disable them, or take them out of PSKPlatformTeam, PSKNetworkTeam, PSKDevelopers; a session that was begun lasts an hour at most",
            "SAML provider LabsIdP: disable them, or take them out of PSKInterns; a session that was begun lasts an hour at most",
            "IAM Identity Center: disable them, or take them out of b3a2c1d0-70a1-70b2-c3d4-e5f60718293a (PSKOperators); a session that was begun lasts an hour at most",
        ];
        const user = { ...alice(), password: "old" };
        for (const [found, yes] of [
            [user, false],
            [user, true],
            [undefined, true],
        ] as const) {
            const operations = platform(found, [], {
                federatedGroups: [
                    ...federatedGroups,
                    {
                        name: "Operators",
                        trustClass: "prod",
                        by: "identityCenter",
                        groupId: "b3a2c1d0-70a1-70b2-c3d4-e5f60718293a",
                    },
                ],
                samlProviders,
            });
            const run = runPerson("remove", "Alice", operations, { yes }, () => undefined);
            const result = (await run) ?? expect.fail("refused");
            expect(result.elsewhere).to.deep.equal(elsewhere);
            expect(personText(result)).to.match(
                /\n\nIf they come by federation, too, nothing in AWS ends that\. At the identity provider:\n {2}- SAML provider AcmeIdP: .*\n {2}- SAML provider LabsIdP: .*\n {2}- IAM Identity Center: .*$/,
            );
            expect(personJson(settings, result)).to.have.deep.property("elsewhere", elsewhere);
        }
        expect(user.password).to.equal(undefined);
    });

    it("refuses who is no person, and names the next step", async () => {
        const add = (name: string, user: User | undefined) =>
            errorOf(runPerson("add", name, platform(user), {}, () => undefined));
        expect(await add("Alise", alice())).to.equal(
            'no person "Alise" in identities/catalogue.ts; add a line to people there, and deploy it',
        );
        expect(await add("PSKAlic", alice())).to.contain("did you mean PSKAlice?");
        expect(await add("Alice", undefined)).to.contain(
            "deploy it first: iam-profiles up --stacks state",
        );
        const service = { ...alice(), path: "/PSKServiceAccounts/prod/", password: "p" };
        const remove = runPerson("remove", "X", platform(service), { yes: true }, () => undefined);
        expect(await errorOf(remove)).to.contain("PSKX is no person");
        expect(service.password).to.equal("p");
    });

    it("shows no password where there is no terminal, before anything else", async () => {
        for (const verb of ["add", "reset"]) {
            const { stdout, stderr, code } = await useHere(["person", verb, "Alice", "--sandbox"]);
            expect(stderr).to.contain("the password is shown on a terminal alone");
            expect(stdout).to.equal("");
            expect(code).to.equal(2);
        }
    });
});
