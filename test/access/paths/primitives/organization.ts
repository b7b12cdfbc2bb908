import { readOrganization } from "../../../../access/organization/readOrganization";
import type { Organization } from "../../../../access/organization/organization";

type Raw = Record<string, unknown>;
type Statements = readonly Raw[];

/** Lists of an account's authorization details, each entry laid over the one of the same name. */
type Details = Record<string, readonly Raw[]>;

/** A primitive, and how the small organization is open to it. */
export interface Case {
    /** Its id. */
    readonly primitive: string;
    /** Details by account id, beside the small organization's. */
    readonly with?: Record<string, Details>;
    /** Details of the repaired organization, beside those. */
    readonly repairedWith?: Record<string, Details>;
    /** Trust policy of role Runner. */
    readonly runnerTrust?: Statements;
    /** Trust policy of production's role Admin, instead of naming user deploy and role Runner. */
    readonly adminTrust?: Statements;
    /** What role Tool, and with it user dev, may do. */
    readonly vulnerable: Statements;
    readonly repaired: Statements;
    /** Kinds of the hops from user dev to role Admin. */
    readonly expectedHops: readonly string[];
}

const here = "arn:aws:iam::111111111111";
const admin = "arn:aws:iam::333333333333:role/Admin";

/**
 * The small organization: the nonprod account holds the identities too.
 *
 * User dev may assume role Tool. User deploy and role Runner may assume production's role Admin.
 */
export function organizationOf(
    { with: added = {}, repairedWith = {}, runnerTrust, adminTrust }: Case,
    toolMay: Statements,
    isRepaired: boolean,
): Organization {
    const details = new Map(
        Object.entries(
            base(toolMay, runnerTrust ?? [], adminTrust ?? [mayAssume(adminPrincipals)]),
        ).map(([id, lists]) => [
            id,
            overlay(
                overlay(lists, added[id] ?? {}),
                (isRepaired ? repairedWith[id] : undefined) ?? {},
            ),
        ]),
    );
    return readOrganization(accounts, details);
}

const accounts = {
    "111111111111": {
        name: "nonprod",
        environment: "nonprod",
        secrets: [
            {
                arn: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:x/prod/deploy-AbCdEf",
                holdsKeyOf: `${here}:user/x/prod/deploy`,
            },
        ],
    },
    "333333333333": { name: "prod", environment: "prod" },
};

const adminPrincipals = [`${here}:user/x/prod/deploy`, `${here}:role/x/Runner`];

const mayAssume = (principals: readonly string[]): Raw => ({
    Effect: "Allow",
    Principal: { AWS: principals },
    Action: "sts:AssumeRole",
});

const assumes = (role: string): Statements => [
    { Effect: "Allow", Action: "sts:AssumeRole", Resource: role },
];

const base = (
    toolMay: Statements,
    runnerTrust: Statements,
    adminTrust: Statements,
): Record<string, Details> => ({
    "111111111111": {
        UserDetailList: [user("nonprod", "dev", "Devs"), user("prod", "deploy", "Deployers")],
        GroupDetailList: [
            group("nonprod", "Devs", assumes(`${here}:role/x/Tool`)),
            group("prod", "Deployers", assumes(admin)),
        ],
        RoleDetailList: [
            role(`${here}:role/x/Tool`, [mayAssume([`${here}:user/x/nonprod/dev`])], toolMay),
            role(`${here}:role/x/Runner`, runnerTrust, assumes(admin)),
        ],
        Policies: [],
    },
    "333333333333": {
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: [role(admin, adminTrust, [])],
        Policies: [],
    },
});

const user = (trustClass: string, name: string, groupName: string): Raw => ({
    UserName: name,
    Arn: `${here}:user/x/${trustClass}/${name}`,
    GroupList: [groupName],
});

const group = (trustClass: string, name: string, statements: Statements): Raw => ({
    GroupName: name,
    Arn: `${here}:group/x/${trustClass}/${name}`,
    GroupPolicyList: [inline(statements)],
});

const role = (arn: string, trust: Statements, statements: Statements): Raw => ({
    RoleName: arn.slice(arn.lastIndexOf("/") + 1),
    Arn: arn,
    AssumeRolePolicyDocument: document(trust),
    RolePolicyList: statements.length === 0 ? [] : [inline(statements)],
    InstanceProfileList: [{ InstanceProfileName: arn.slice(arn.lastIndexOf("/") + 1) }],
});

const inline = (statements: Statements): Raw => ({
    PolicyName: "inline",
    PolicyDocument: document(statements),
});

const document = (statements: Statements): Raw => ({
    Version: "2012-10-17",
    Statement: statements,
});

/** One over the other: entries of the same name are merged, others added. */
function overlay(under: Details, over: Details): Details {
    const laid: Details = { ...under };
    for (const [list, entries] of Object.entries(over)) {
        const byName = new Map((laid[list] ?? []).map((entry) => [nameOf(entry), entry]));
        for (const entry of entries) {
            const name = nameOf(entry);
            byName.set(name, { ...byName.get(name), ...entry });
        }
        laid[list] = [...byName.values()];
    }
    return laid;
}

const nameOf = (entry: Raw): unknown =>
    ["UserName", "GroupName", "RoleName", "PolicyName"]
        .map((key) => entry[key])
        .find((name) => name !== undefined);
