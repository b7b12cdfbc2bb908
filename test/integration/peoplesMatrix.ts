import {
    CreateRoleCommand,
    DeleteRoleCommand,
    DeleteUserPolicyCommand,
    ListAccessKeysCommand,
    ListVirtualMFADevicesCommand,
    PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";

import { assumeMatrix } from "../../sandbox/assumeMatrix";
import { differences } from "../../sandbox/matrix";
import type { Cell } from "../../sandbox/matrix";
import { withPeoplesCredentials } from "../../sandbox/peoplesCredentials";
import { stateIam } from "../../sandbox/temporaryKeys";
import type { Sandbox } from "../../sandbox/up";
import { people } from "./people";

/** People's rows of the matrix, on a deployed sandbox. */
export function describePeoplesMatrix(
    opened: () => { readonly sandbox: Sandbox; readonly matrix: readonly Cell[] },
): void {
    describe("people in the matrix", () => {
        it("shows people with MFA what their class may, and without it nothing", () => {
            const assumedBy = (name: string, mfa: Cell["mfa"]): readonly string[] =>
                opened()
                    .matrix.filter((cell) => cell.identity === name && cell.mfa === mfa)
                    .filter(({ actual }) => actual === "assumed")
                    .map(({ account, role }) => `${account} ${role}`);
            expect(assumedBy("PSKAda", "present")).to.have.length(4 * 6);
            expect(assumedBy("PSKBen", "present")).to.deep.equal([
                "development PSKPlatformVPCRole",
            ]);
            expect([...assumedBy("PSKAda", "absent"), ...assumedBy("PSKBen", "absent")]).to.be
                .empty;
        });

        it("finds a role that lets people in without MFA, with keys and devices that are gone afterwards", async () => {
            const { sandbox } = opened();
            const [state] = sandbox.project.stacks;
            const [ada] = people;
            if (state === undefined || ada === undefined)
                throw new Error("no state stack, or no Ada");
            const iam = stateIam(sandbox.endpoint, state);
            const UserName = "PSKAda";
            const PolicyName = "assume";
            const document = (statement: object): string =>
                JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }],
                });
            // The local AWS wants it within an account too.
            await iam.send(
                new PutUserPolicyCommand({
                    ...{ UserName, PolicyName },
                    PolicyDocument: document({ Resource: "*" }),
                }),
            );
            const Principal = { AWS: `arn:aws:iam::111111111111:user/PSKPeople/prod/${UserName}` };
            const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
            const fresh = { NumericLessThan: { "aws:MultiFactorAuthAge": "900" } };
            const old = { NumericGreaterThan: { "aws:MultiFactorAuthAge": "900" } };
            const trusts = {
                Open: {},
                WithMfa: { Condition: mfa },
                WithFreshMfa: { Condition: { ...mfa, ...fresh } },
                WithOldMfa: { Condition: { ...mfa, ...old } },
            };
            for (const [role, more] of Object.entries(trusts)) {
                await iam.send(
                    new CreateRoleCommand({
                        ...{ RoleName: `PSK${role}`, Path: "/PSKRoles/" },
                        AssumeRolePolicyDocument: document({ Principal, ...more }),
                    }),
                );
            }
            const roles = Object.keys(trusts).map((name) => ({
                ...{
                    name,
                    description: "",
                    assumableBy: "identities" as const,
                    permissions: () => [],
                },
            }));
            const cells = await withPeoplesCredentials(
                sandbox.endpoint,
                state,
                [UserName],
                async (by) => {
                    const ask = [sandbox.endpoint, state, [state.account], [ada], roles] as const;
                    return [
                        ...(await assumeMatrix(...ask, by.withMfa, "present")),
                        ...(await assumeMatrix(...ask, by.withoutMfa, "absent")),
                    ];
                },
            );
            expect(differences(cells).map(({ role, mfa: has }) => [role, has])).to.deep.equal([
                ["PSKWithOldMfa", "present"],
                ["PSKOpen", "absent"],
            ]);
            const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
            const { VirtualMFADevices } = await iam.send(
                new ListVirtualMFADevicesCommand({ AssignmentStatus: "Any" }),
            );
            expect([AccessKeyMetadata, VirtualMFADevices]).to.deep.equal([[], []]);
            await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
            for (const name of Object.keys(trusts)) {
                await iam.send(new DeleteRoleCommand({ RoleName: `PSK${name}` }));
            }
        });
    });
}
