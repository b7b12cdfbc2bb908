import type { Hop } from "../../../../access/paths/hop";
import type { StatementReference } from "../../../../access/policy/document";
import type {
    Reach,
    Report,
    ReportAccount,
    ReportIdentity,
    ReportRole,
} from "../../../../access/report/report";

/** Reports as the proof makes them, made up: what is asked of the page is only how it shows them. */

const roleNames = [
    "PSKIamProfilesRole",
    "PSKPlatformVPCRole",
    "PSKPlatformHostedZonesRole",
    "PSKControlPlaneBaseRole",
    "PSKPlatformObservabilityBaseRole",
    "PSKCrossplaneProviderRole",
];

const limits = [
    "Service control policies and resource control policies were not given; they could only take access away.",
    "Secrets of account 222222222222 (nonprod) were not listed.",
];

const state: ReportAccount = { id: "111111111111", name: "state", environment: "state" };
const threeAccounts: ReportAccount[] = [
    state,
    { id: "222222222222", name: "nonprod", environment: "nonprod" },
    { id: "333333333333", name: "prod", environment: "prod" },
];
const nonprodIdentity = identity("PSKNonprodServiceAccount", "nonprod");
const prodIdentity = identity("PSKProdServiceAccount", "prod");

/** Our own three stacks: the nonprod identity gets into nonprod alone. */
export const holds = (): Report => report(threeAccounts, [nonprodIdentity, prodIdentity]);

/** The nonprod identity makes itself an access key of the prod one. */
export function crossed(): Report {
    const base = holds();
    const iamRole = roleArn(state, "PSKIamProfilesRole");
    const escalation = [
        assume(nonprodIdentity, iamRole),
        createKey(iamRole, prodIdentity.arn),
    ] as const;
    return cross(base, nonprodIdentity, escalation);
}

/** The same, if a condition that can't be evaluated lets it. */
export function unknown(): Report {
    const base = holds();
    const iamRole = roleArn(state, "PSKIamProfilesRole");
    const escalation = [
        {
            ...assume(nonprodIdentity, iamRole),
            unknown: 'condition operator "StringMaybe" is not one of IAM\'s',
        },
        createKey(iamRole, prodIdentity.arn),
    ] as const;
    return {
        ...cross(base, nonprodIdentity, escalation),
        boundary: "unknown",
        verdict: { boundary: "unknown", reason: "13 paths could not be evaluated" },
    };
}

/** No path into production was found, and the search of the nonprod identity stopped at its limit. */
export const unfinished = (): Report => ({
    ...holds(),
    boundary: "unknown",
    verdict: { boundary: "unknown", reason: "the search limit was reached" },
    unfinishedSearches: [nonprodIdentity.arn],
});

/**
 * A report of any size: one state account, then nonprod and prod accounts in turn, and identities of both classes. In
 * prod-008 one role isn't trusted to anybody.
 */
export function many(accountCount: number, identityCount: number): Report {
    const accounts = Array.from({ length: accountCount }, (_, at): ReportAccount => {
        if (at === 0) return state;
        const environment = at % 2 === 1 ? "nonprod" : "prod";
        return {
            id: String(200_000_000_000 + at),
            name: `${environment}-${String(at).padStart(3, "0")}`,
            environment,
        };
    });
    const identities = Array.from({ length: identityCount }, (_, at) =>
        at % 2 === 0
            ? identity(`PSKNonprodPipeline${at}`, "nonprod")
            : identity(`PSKProdPipeline${at}`, "prod"),
    );
    const all = report(accounts, identities);
    const closed = accounts[8] === undefined ? "" : roleArn(accounts[8], "PSKPlatformVPCRole");
    return { ...all, reach: all.reach.filter(({ role }) => role !== closed) };
}

/** The same, where the first nonprod identity becomes the first prod one. */
export function manyCrossed(accountCount: number, identityCount: number): Report {
    const base = many(accountCount, identityCount);
    const [nonprod, prod] = base.identities as [ReportIdentity, ReportIdentity];
    const iamRole = roleArn(state, "PSKIamProfilesRole");
    return cross(base, nonprod, [assume(nonprod, iamRole), createKey(iamRole, prod.arn)]);
}

/** A report with emergency access to each account: the first of its roles, and the last identity, of class prod, may use it. */
export function withBreakGlass(base: Report): Report {
    const name = "PSKBreakGlassRole";
    const roles = base.accounts.map(({ id }): ReportRole => ({
        arn: `arn:aws:iam::${id}:role/PSKBreakGlass/${name}`,
        name,
        account: id,
        breakGlass: true,
    }));
    const who = base.identities.at(-1);
    if (who === undefined) throw new Error("no identity");
    const reach = roles.map(({ arn }) => ({
        identity: who.arn,
        role: arn,
        hops: [assume(who, arn)],
    }));
    return { ...base, roles: [...roles, ...base.roles], reach: [...base.reach, ...reach] };
}

/** A report whose every name tries to become markup, script or a command. */
export function hostile(): Report {
    const evil = `</script><script>alert(1)</script><!--"'\`<img src=x onerror=alert(2)>\u202etxt`;
    const account: ReportAccount = { ...state, name: evil };
    const who = { ...identity(evil, "nonprod"), account: account.id };
    const arn = `arn:aws:iam::111111111111:role/${evil}`;
    const hops: Hop[] = [
        {
            kind: evil,
            from: who.arn,
            to: arn,
            action: evil,
            because: [{ document: evil, statement: 0, sid: evil }],
            unknown: evil,
        },
    ];
    const path: Reach = { identity: who.arn, role: arn, hops };
    return {
        version: 2,
        boundary: "unknown",
        verdict: { boundary: "unknown", reason: evil },
        accounts: [account],
        identities: [who],
        roles: [{ arn, name: evil, account: account.id }],
        reach: [path],
        crossings: [path],
        takeovers: [{ identity: who.arn, becomes: evil, hops }],
        unfinishedSearches: [],
        limits: [evil],
    };
}

function report(accounts: readonly ReportAccount[], identities: ReportIdentity[]): Report {
    const roles = accounts.flatMap((account) =>
        roleNames.map((name): ReportRole => ({
            arn: roleArn(account, name),
            name,
            account: account.id,
        })),
    );
    const reach = identities.flatMap((who) =>
        accounts
            .filter(({ environment }) => who.trustClass === "prod" || environment === "nonprod")
            .flatMap((account) =>
                roleNames.map((name) => ({
                    identity: who.arn,
                    role: roleArn(account, name),
                    hops:
                        name === "PSKCrossplaneProviderRole"
                            ? podIdentity(who, account)
                            : [assume(who, roleArn(account, name))],
                })),
            ),
    );
    return {
        version: 2,
        boundary: "holds",
        verdict: { boundary: "holds" },
        accounts,
        identities,
        roles,
        reach,
        crossings: [],
        takeovers: [],
        unfinishedSearches: [],
        limits,
    };
}

/** Adds what an identity reaches after an escalation that makes it the first prod identity. */
function cross(base: Report, who: ReportIdentity, escalation: readonly [Hop, Hop]): Report {
    const [, { to: victim }] = escalation;
    const nonprod = new Set(
        base.accounts.filter(({ environment }) => environment === "nonprod").map(({ id }) => id),
    );
    const outside = base.roles.filter(({ account }) => !nonprod.has(account));
    const crossings = outside
        .flatMap(({ arn }): Reach[] => {
            if (arn === escalation[0].to) {
                return [{ identity: who.arn, role: arn, hops: [escalation[0]] }];
            }
            const own = base.reach.find(({ identity: by, role }) => by === victim && role === arn);
            if (own === undefined) return [];
            return [{ identity: who.arn, role: arn, hops: [...escalation, ...own.hops] }];
        })
        .sort((a, b) => a.hops.length - b.hops.length);
    return {
        ...base,
        boundary: "crossed",
        verdict: { boundary: "crossed" },
        reach: [...base.reach, ...crossings],
        crossings,
        takeovers: [{ identity: who.arn, becomes: victim, hops: escalation }],
    };
}

function identity(name: string, trustClass: "nonprod" | "prod"): ReportIdentity {
    const arn = `arn:aws:iam::111111111111:user/PSKServiceAccounts/${trustClass}/${name}`;
    return { arn, name, account: "111111111111", trustClass };
}

/** Made once for all who reach it, as in the proof's reports. */
const arns = new Map<string, string>();
const trustPolicies = new Map<string, StatementReference>();

function roleArn({ id }: ReportAccount, name: string): string {
    const key = id + name;
    const arn = arns.get(key) ?? `arn:aws:iam::${id}:role/PSKRoles/${name}`;
    arns.set(key, arn);
    return arn;
}

function trustPolicyOf(role: string): StatementReference {
    const known = trustPolicies.get(role) ?? { document: `${role} trust policy`, statement: 0 };
    trustPolicies.set(role, known);
    return known;
}

const groupPolicyOf = (group: string): StatementReference => ({
    document: `arn:aws:iam::111111111111:group/PSKGroups/${group} inline policy AssumeRoles`,
    statement: 0,
    sid: "AssumeRoles",
});
const groupPolicies = {
    prod: groupPolicyOf("PSKProdServiceAccountGroup"),
    nonprod: groupPolicyOf("PSKNonprodServiceAccountGroup"),
};

function assume({ arn, trustClass }: ReportIdentity, role: string): Hop {
    return {
        kind: "AssumeRole",
        from: arn,
        to: role,
        action: "sts:AssumeRole",
        because: [groupPolicies[trustClass], trustPolicyOf(role)],
    };
}

function createKey(role: string, user: string): Hop {
    return {
        kind: "CreateAccessKey",
        from: role,
        to: user,
        action: "iam:CreateAccessKey",
        because: [
            {
                document: "arn:aws:iam::111111111111:policy/PSKPolicies/PSKIamProfilesRolePolicy",
                statement: 2,
                sid: "WriteServiceAccounts",
            },
        ],
    };
}

/** The control plane's role hands the Crossplane role to a pod of the attacker's. */
function podIdentity(who: ReportIdentity, account: ReportAccount): Hop[] {
    const from = roleArn(account, "PSKControlPlaneBaseRole");
    return [
        assume(who, from),
        {
            kind: "PassRole-EKSPodIdentity",
            from,
            to: roleArn(account, "PSKCrossplaneProviderRole"),
            action: "iam:PassRole+eks:CreatePodIdentityAssociation",
            because: [
                {
                    document: `arn:aws:iam::${account.id}:policy/PSKPolicies/PSKControlPlaneBaseRolePolicy`,
                    statement: 3,
                    sid: "PassPodRoles",
                },
            ],
        },
    ];
}
