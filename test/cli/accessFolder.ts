import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

const stateId = "111111111111";
export const prodRole = "arn:aws:iam::333333333333:role/PSKRoles/PSKPlatformVPCRole";
export const nonprodRole = "arn:aws:iam::222222222222:role/PSKRoles/PSKPlatformVPCRole";

const document = (statement: object) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }],
});

const user = (name: string, trustClass: string, roles: readonly string[]) => ({
    Path: `/PSKServiceAccounts/${trustClass}/`,
    UserName: name,
    UserId: `AIDA${name.toUpperCase()}`,
    Arn: userArn(name, trustClass),
    CreateDate: "2026-01-01T00:00:00Z",
    GroupList: [],
    AttachedManagedPolicies: [],
    Tags: [],
    UserPolicyList: [{ PolicyName: "assume-roles", PolicyDocument: document({ Resource: roles }) }],
});

const role = (arn: string, assumableBy: readonly string[]) => ({
    Path: "/PSKRoles/",
    RoleName: "PSKPlatformVPCRole",
    RoleId: `AROA${arn.slice(13, 25)}`,
    Arn: arn,
    CreateDate: "2026-01-01T00:00:00Z",
    AssumeRolePolicyDocument: document({ Principal: { AWS: assumableBy } }),
    InstanceProfileList: [],
    RolePolicyList: [],
    AttachedManagedPolicies: [],
    Tags: [],
});

const userArn = (name: string, trustClass: string): string =>
    `arn:aws:iam::${stateId}:user/PSKServiceAccounts/${trustClass}/${name}`;

const details = (lists: object) => ({
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
    ...lists,
});

/**
 * A folder for `--source`: three accounts, a nonprod and a prod identity, a role in nonprod and in prod.
 *
 * @param crossed whether both locks of the prod role let the nonprod identity in
 */
export async function accessFolder({ crossed }: { readonly crossed: boolean }): Promise<string> {
    const both = [nonprodRole, prodRole];
    const users = [
        user("Tester", "nonprod", crossed ? both : [nonprodRole]),
        user("Deployer", "prod", both),
    ];
    const arns = users.map(({ Arn }) => Arn);
    const files = {
        accounts: {
            [stateId]: { name: "state", environment: "state", secrets: [] },
            222222222222: { name: "nonprod", environment: "nonprod" },
            333333333333: { name: "prod", environment: "prod" },
        },
        [stateId]: details({ UserDetailList: users }),
        222222222222: details({ RoleDetailList: [role(nonprodRole, arns)] }),
        333333333333: details({
            RoleDetailList: [role(prodRole, crossed ? arns : arns.slice(1))],
        }),
    };
    const folder = await mkdtemp(path.join(tmpdir(), "iam-profiles-access-"));
    for (const [name, content] of Object.entries(files)) {
        await writeFile(path.join(folder, `${name}.json`), JSON.stringify(content));
    }
    return folder;
}
