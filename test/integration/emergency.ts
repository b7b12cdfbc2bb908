import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";

import type { Identity } from "../../identities/identity";
import type { Settings } from "../../platform/config";
import { program } from "../../program";
import type { Catalogues } from "../../program";
import { upStack } from "../../sandbox/deploy";
import type { SandboxFolders } from "../../sandbox/folders";
import { withPeoplesCredentials } from "../../sandbox/peoplesCredentials";
import { connect } from "../../sandbox/provider/aws/connect";
import { openSandbox } from "../../sandbox/up";
import { administratorKeys } from "./administratorKeys";
import { nameOf } from "./liveProof";
import { liveReport } from "./liveReport";
import { buildPackWith } from "./packWithPeople";
import { nameOfError } from "./personsTools";
import type { Credentials } from "./personsTools";

const RoleArn = "arn:aws:iam::111111111111:role/PSKBreakGlass/PSKBreakGlassRole";

/** Emergency access of Ada, who is in the catalogue. */
export const breakGlass = {
    people: ["Ada"],
    ticket: "INC-*",
    alarm: ["security@example.com"],
};

/**
 * Emergency access to the state account, given where the platform is deployed.
 *
 * @param source writes the folder of the settings of what is deployed, with `breakGlass`
 * @param people of the catalogues
 */
export function describeEmergency(
    folders: SandboxFolders,
    source: () => Promise<string>,
    catalogues: Catalogues,
    people: readonly Identity[],
): void {
    describe("emergency access to the state account", () => {
        it("is deployed, with its alarm, and the boundary holds", async () => {
            const sandbox = await openSandbox(
                folders,
                () => undefined,
                undefined,
                await source(),
                () => program(catalogues),
            );
            // The pack judges by the program beside it, which has her, too.
            await buildPackWith(folders, people);
            const [state] = sandbox.project.stacks;
            if (state === undefined) throw new Error("no stack");
            const { changes } = await upStack(sandbox.deployer, state);
            expect(Object.keys(changes).filter((change) => !["create", "update"].includes(change)))
                .to.be.empty;
            const report = await liveReport(sandbox);
            expect(report.boundary).to.equal("holds");
            const reached = report.reach
                // Who writes IAM can get it by more hops.
                .filter(({ role, hops }) => role.includes("BreakGlass") && hops.length === 1)
                .map(({ identity, role }) => [nameOf(identity), role]);
            expect(reached).to.deep.equal([["PSKAda", RoleArn]]);
            await expectEmergencyAccess(sandbox.endpoint, state);
            const { eventBridge, sns } = (
                await connect({ region: "us-east-1" }, administratorKeys(sandbox.endpoint))
            ).context;
            const rule = await (await eventBridge()).describeRule({ Name: "PSKBreakGlassAlarm" });
            expect(rule.State).to.equal("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
            const { Subscriptions } = await (
                await sns()
            ).listSubscriptionsByTopic({
                TopicArn: "arn:aws:sns:us-east-1:111111111111:PSKBreakGlassAlarm",
            });
            expect(Subscriptions?.map(({ Endpoint }) => Endpoint)).to.deep.equal(breakGlass.alarm);
        });
    });
}

/** Asks STS for emergency access to the state account, as Ada, in its own region and with all else that it wants, and then with each wrong. */
async function expectEmergencyAccess(endpoint: string, state: Settings): Promise<void> {
    await withPeoplesCredentials(endpoint, state, ["PSKAda"], async ({ withMfa, withoutMfa }) => {
        const session = withMfa.get("PSKAda") ?? expect.fail("no session");
        const key = withoutMfa.get("PSKAda") ?? expect.fail("no key");
        const stsOf = (credentials: Omit<Credentials, "sessionToken">, region = state.region) =>
            new STSClient({ endpoint, region, credentials });
        const assume = (sts: STSClient, SourceIdentity?: string) =>
            sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "ada", SourceIdentity }));
        const { Credentials: found, SourceIdentity } = await assume(stsOf(session), "INC-1234");
        expect(SourceIdentity).to.equal("INC-1234");
        const inside = stsOf({
            accessKeyId: found?.AccessKeyId ?? "",
            secretAccessKey: found?.SecretAccessKey ?? "",
            ...{ sessionToken: found?.SessionToken ?? "" },
        });
        for (const [what, call, error] of [
            ["no ticket", assume(stsOf(session)), "AccessDenied"],
            ["another ticket", assume(stsOf(session), "REQ-1234"), "AccessDenied"],
            ["no ticket of AWS's grammar", assume(stsOf(session), "INC-*"), "ValidationError"],
            ["no MFA", assume(stsOf(key), "INC-1234"), "AccessDenied"],
            ["another region", assume(stsOf(session, "eu-west-1"), "INC-1234"), "AccessDenied"],
            ["a session of the role", assume(inside, "INC-1234"), "AccessDenied"],
        ] as const) {
            expect(await nameOfError(call), what).to.equal(error);
        }
    });
}
