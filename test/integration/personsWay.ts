import { readFile, readdir } from "node:fs/promises";
import * as path from "node:path";

import {
    CreateVirtualMFADeviceCommand,
    DeactivateMFADeviceCommand,
    DeleteUserPolicyCommand,
    EnableMFADeviceCommand,
    GetUserCommand,
    GetLoginProfileCommand,
    IAMClient,
    ListAccessKeysCommand,
    ListVirtualMFADevicesCommand,
    PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";

import type { Report } from "../../access";
import { identityCatalogue } from "../../identities/catalogue";
import type { Identity } from "../../identities/identity";
import { cellsOf } from "../../operations/probe/cells";
import { changePassword, signIn } from "../../sandbox/signIn";
import type { ConsoleSession } from "../../sandbox/signIn";
import { stateIam } from "../../sandbox/temporaryKeys";
import { AuthenticatorApp } from "../../sandbox/totp";
import type { Sandbox } from "../../sandbox/up";
import { useHere } from "../cli/useHere";
import type { CliResult } from "../cli/runCli";
import { people } from "./people";
import { arnOf, keyOf, nameOfError, onTerminal, revocation, rolesAssumed } from "./personsTools";
import type { Credentials } from "./personsTools";

const account = "111111111111";
const ada = "PSKAda";
const ownPassword = "correct-Horse-7-battery";

/**
 * From nothing to an assumed role with MFA, and out again, on a deployed sandbox. Nobody in it is an administrator of an account:
 * a pipeline's service account gives the password by the catalogue's role, the rest the person does.
 *
 * @param opened the sandbox, and the proof of it as it is in its AWS
 */
export function describePersonsWay(
    opened: () => { readonly sandbox: Sandbox; readonly report: Report },
    root: string,
): void {
    describe("a person, from nothing to a role with MFA", () => {
        let sandbox: Sandbox;
        let report: Report;
        const secrets: string[] = [ownPassword];
        const printed: string[] = [];
        let firstPassword = "";
        let withoutMfa: ConsoleSession;
        let withMfa: ConsoleSession;
        let app: AuthenticatorApp;
        let usedCode = "";

        before(() => {
            ({ sandbox, report } = opened());
            (identityCatalogue.people as Identity[]).push(...people);
        });
        after(() => {
            (identityCatalogue.people as Identity[]).splice(0);
        });

        const client = (credentials: Credentials): IAMClient =>
            new IAMClient({ endpoint: sandbox.endpoint, region: "us-east-1", credentials });
        const enter = async (password: string, mfaCode?: string, user = ada) => {
            const session = await signIn(sandbox.endpoint, {
                ...{ account, user, password },
                ...(mfaCode === undefined ? {} : { mfaCode }),
            });
            secrets.push(session.secretAccessKey, session.sessionToken);
            return session;
        };
        /** As a platform's identity, with the key from its secret. */
        const cliAs = async (identity: string, ...args: readonly string[]): Promise<CliResult> => {
            const key = await keyOf(sandbox.endpoint, identity);
            const role = ["--role", "PSKRoles/PSKIamProfilesRole"];
            const result = await onTerminal(
                {
                    AWS_ENDPOINT_URL: sandbox.endpoint,
                    AWS_ACCESS_KEY_ID: key.accessKeyId,
                    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
                },
                () => useHere(["person", ...args, ...role]),
            );
            printed.push(result.stdout, result.stderr);
            return result;
        };
        const platform = (...args: readonly string[]) => cliAs("PSKProdServiceAccount", ...args);
        /** The roles that STS lets a session assume, and those that the proof says. */
        const assumedBy = (session: Credentials) => rolesAssumed(sandbox.endpoint, session, report);
        const provedFor = (name: string): readonly string[] =>
            cellsOf(report, [arnOf(report, name)])
                .filter(({ expected }) => expected === "assumed")
                .map(({ role }) => role);
        const enrol = async (session: Credentials, name = ada): Promise<AuthenticatorApp> => {
            const { VirtualMFADevice: device } = await client(session).send(
                new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }),
            );
            const seed = Buffer.from(device?.Base32StringSeed ?? []).toString();
            secrets.push(seed);
            return new AuthenticatorApp(seed);
        };
        const enable = (session: Credentials, codes: readonly string[], UserName = ada, of = ada) =>
            client(session).send(
                new EnableMFADeviceCommand({
                    ...{ UserName, SerialNumber: `arn:aws:iam::${account}:mfa/${of}` },
                    ...{ AuthenticationCode1: codes[0], AuthenticationCode2: codes[1] },
                }),
            );

        it("gets a first password from the catalogue's role, which nonprod can't assume, shown once", async () => {
            const refused = await cliAs("PSKNonprodServiceAccount", "add", "Ada");
            expect(refused.code).to.equal(2);
            expect(refused.stdout).to.equal("");
            expect(refused.stderr).to.contain("sts:AssumeRole");
            const admin = stateIam(sandbox.endpoint, sandbox.project.stacks[0] ?? expect.fail());
            const profile = await nameOfError(
                admin.send(new GetLoginProfileCommand({ UserName: ada })),
            );
            expect(profile).to.match(/^NoSuchEntity/);

            const added = await platform("add", "Ada");
            expect(added.code, added.stderr).to.equal(0);
            firstPassword = /^ {4}(\S{24})$/m.exec(added.stdout)?.[1] ?? expect.fail(added.stdout);
            expect(added.stderr).not.to.contain(firstPassword);
            const again = await platform("add", "Ada");
            expect([again.code, again.stdout]).to.deep.equal([1, ""]);
            // Where it has to be.
            printed.splice(printed.indexOf(added.stdout), 1);
            secrets.push(firstPassword);
            const { AccessKeyMetadata } = await admin.send(
                new ListAccessKeysCommand({ UserName: ada }),
            );
            expect(AccessKeyMetadata).to.deep.equal([]);
        });

        it("signs in with it, and can do nothing before it is changed", async () => {
            for (const [password, user] of [
                ["another-Password-1", ada],
                ["", ada],
                [firstPassword, "PSKBen"],
                [firstPassword, "PSKNobody"],
            ] as const) {
                expect(await nameOfError(enter(password, undefined, user))).to.equal(
                    "SignInFailed",
                );
            }
            const session = await enter(firstPassword);
            expect(session.mustChangePassword).to.equal(true);
            expect(await assumedBy(session)).to.deep.equal([]);
            expect(await nameOfError(enrol(session))).to.equal("AccessDenied");
            const change = (old: string, next: string) =>
                changePassword(sandbox.endpoint, "us-east-1", session, old, next);
            expect(await nameOfError(change("another-Password-1", ownPassword))).to.equal(
                "AccessDenied",
            );
            expect(await nameOfError(change(firstPassword, "short"))).to.match(
                /^PasswordPolicyViolation/,
            );
            await change(firstPassword, ownPassword);
            expect(await nameOfError(enter(firstPassword))).to.equal("SignInFailed");
        });

        it("assumes no role without MFA, and enrols a device of their own name alone", async () => {
            withoutMfa = await enter(ownPassword);
            expect(withoutMfa.mustChangePassword).to.equal(false);
            expect(await assumedBy(withoutMfa)).to.deep.equal([]);
            expect(await nameOfError(enrol(withoutMfa, "PSKBen"))).to.equal("AccessDenied");
            app = await enrol(withoutMfa);
            const [one, two] = [app.nextCode(), app.nextCode()];
            const wrong = two === "000000" ? "000001" : "000000";
            for (const codes of [
                [one, one],
                [two, one],
                [wrong, two],
                [one, wrong],
            ]) {
                expect(await nameOfError(enable(withoutMfa, codes))).to.match(
                    /^InvalidAuthenticationCode/,
                );
            }
            expect(await nameOfError(enable(withoutMfa, [one, two], "PSKBen"))).to.equal(
                "AccessDenied",
            );
            await enable(withoutMfa, [one, two]);
            usedCode = two;
            const see = (UserName: string) =>
                nameOfError(client(withoutMfa).send(new GetUserCommand({ UserName })));
            expect([await see(ada), await see("PSKBen")]).to.deep.equal(["", "AccessDenied"]);
        });

        it("signs in with a code, each good for one use, and assumes what the proof says", async () => {
            expect(await nameOfError(enter(ownPassword))).to.equal("MfaRequired");
            expect(await nameOfError(enter(ownPassword, usedCode))).to.equal("MfaFailed");
            const code = app.nextCode();
            expect(await nameOfError(enter("another-Password-1", code))).to.equal("SignInFailed");
            // With a wrong password, the code is still unused.
            withMfa = await enter(ownPassword, code);
            expect(await nameOfError(enter(ownPassword, code))).to.equal("MfaFailed");
            const proved = provedFor(ada);
            expect(proved).to.have.length.above(20);
            expect(await assumedBy(withMfa)).to.have.members(proved);
            // Sessions that began before have no MFA.
            expect(await assumedBy(withoutMfa)).to.deep.equal([]);
        });

        it("hands no MFA on to a role's session, and takes no device away", async () => {
            const { endpoint } = sandbox;
            const sts = new STSClient({ endpoint, region: "us-east-1", credentials: withMfa });
            const [RoleArn = ""] = provedFor(ada);
            const { Credentials: role } = await sts.send(
                new AssumeRoleCommand({ RoleArn, RoleSessionName: "ada" }),
            );
            const session = {
                accessKeyId: role?.AccessKeyId ?? "",
                secretAccessKey: role?.SecretAccessKey ?? "",
                sessionToken: role?.SessionToken ?? "",
            };
            expect(await assumedBy(session)).to.deep.equal([]);
            const SerialNumber = `arn:aws:iam::${account}:mfa/${ada}`;
            const take = new DeactivateMFADeviceCommand({ UserName: ada, SerialNumber });
            expect(await nameOfError(client(withMfa).send(take))).to.equal("AccessDenied");
        });

        it("reset --mfa: password and device are others; the old ones are good for nothing", async () => {
            const reset = await platform("reset", "Ada", "--mfa");
            expect(reset.code, reset.stderr).to.equal(0);
            const password = /^ {4}(\S{24})$/m.exec(reset.stdout)?.[1] ?? expect.fail();
            printed.splice(printed.indexOf(reset.stdout), 1);
            secrets.push(password);
            expect(await nameOfError(enter(ownPassword, app.nextCode()))).to.equal("SignInFailed");
            const first = await enter(password);
            expect(first.mustChangePassword).to.equal(true);
            const next = `${ownPassword}-8`;
            await changePassword(sandbox.endpoint, "us-east-1", first, password, next);
            expect(await assumedBy(first)).to.deep.equal([]);
            const old = app;
            // The session goes on, as the console's.
            app = await enrol(first);
            const codes = [app.nextCode(), app.nextCode()];
            expect(await nameOfError(enable(first, [old.nextCode(), codes[1] ?? ""]))).to.match(
                /^InvalidAuthenticationCode/,
            );
            await enable(first, codes);
            expect(await nameOfError(enter(next, old.nextCode()))).to.equal("MfaFailed");
            withMfa = await enter(next, app.nextCode());
            expect(await assumedBy(withMfa)).to.have.members(provedFor(ada));
            secrets.push(next);
        });

        it("remove: no sign-in any more; a session that began ends by docs/runbooks.md", async () => {
            const planned = await platform("remove", "Ada");
            expect(planned.stdout).to.contain("nothing was changed");
            const removed = await platform("remove", "Ada", "--yes");
            expect(removed.code, removed.stderr).to.equal(0);
            expect(await nameOfError(enter(`${ownPassword}-8`, app.nextCode()))).to.equal(
                "SignInFailed",
            );
            const admin = stateIam(sandbox.endpoint, sandbox.project.stacks[0] ?? expect.fail());
            const { VirtualMFADevices } = await admin.send(
                new ListVirtualMFADevicesCommand({ AssignmentStatus: "Any" }),
            );
            expect(VirtualMFADevices).to.deep.equal([]);
            // As in AWS.
            expect(await assumedBy(withMfa)).to.have.members(provedFor(ada));
            const PolicyName = "AWSRevokeOlderSessions";
            await admin.send(
                new PutUserPolicyCommand({
                    ...{ UserName: ada, PolicyName },
                    PolicyDocument: await revocation(),
                }),
            );
            expect(await assumedBy(withMfa)).to.deep.equal([]);
            await admin.send(new DeleteUserPolicyCommand({ UserName: ada, PolicyName }));
        });

        it("leaves no password, seed or session in a file or a message", async () => {
            const files = await readdir(root, { recursive: true, withFileTypes: true });
            const texts = await Promise.all(
                files
                    .filter((file) => file.isFile())
                    .map((file) => readFile(path.join(file.parentPath, file.name), "latin1")),
            );
            expect(texts).to.have.length.above(10);
            expect(printed).to.have.length.above(5);
            expect(secrets).to.have.length.above(10);
            for (const text of [...texts, ...printed]) {
                expect(secrets.filter((secret) => text.includes(secret))).to.deep.equal([]);
            }
        });
    });
}
