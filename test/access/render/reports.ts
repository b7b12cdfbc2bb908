import type { Environment } from "../../../access/organization/environments";
import type { TrustClass } from "../../../access/organization/organization";
import type { Hop } from "../../../access/paths/hop";
import type {
    Reach,
    Report,
    ReportAccount,
    ReportIdentity,
    ReportRole,
    Takeover,
} from "../../../access/report/report";
import type { Verdict } from "../../../access/report/verdict";

/** Reports written by hand: what renderers are given, without what computes it. */

const stateId = "111111111111";
const roleNames = [
    "PSKControlPlaneBaseRole",
    "PSKCrossplaneProviderRole",
    "PSKIamProfilesRole",
    "PSKPlatformHostedZonesRole",
    "PSKPlatformObservabilityBaseRole",
    "PSKPlatformVPCRole",
];
const crossplane = "PSKCrossplaneProviderRole";

const account = (id: string, name: string, environment: Environment): ReportAccount => ({
    id,
    name,
    environment,
});

export const userArn = (name: string, trustClass: TrustClass): string =>
    `arn:aws:iam::${stateId}:user/PSKServiceAccounts/${trustClass}/${name}`;

export const roleArn = (id: string, name: string): string =>
    `arn:aws:iam::${id}:role/PSKRoles/${name}`;

export const identity = (name: string, trustClass: TrustClass): ReportIdentity => ({
    arn: userArn(name, trustClass),
    name,
    account: stateId,
    trustClass,
});

const rolesOf = ({ id }: ReportAccount): ReportRole[] =>
    roleNames.map((name) => ({ arn: roleArn(id, name), name, account: id }));

const assume = (from: ReportIdentity, to: string): Hop => ({
    kind: "AssumeRole",
    from: from.arn,
    to,
    action: "sts:AssumeRole",
    because: [
        {
            document: `arn:aws:iam::${stateId}:group/PSKGroups/PSK${from.trustClass}Group inline policy assume-roles`,
            statement: 0,
            sid: "AssumeRoles",
        },
        { document: `${to} trust policy`, statement: 0 },
    ],
});

export const direct = (from: ReportIdentity, role: string): Reach => ({
    identity: from.arn,
    role,
    hops: [assume(from, role)],
});

/** By the role that runs the platform's clusters, which may hand the Crossplane role to a pod. */
const viaControlPlane = (from: ReportIdentity, id: string): Reach => {
    const base = roleArn(id, "PSKControlPlaneBaseRole");
    return {
        identity: from.arn,
        role: roleArn(id, crossplane),
        hops: [
            assume(from, base),
            {
                kind: "PassRole-EksPodIdentity",
                from: base,
                to: roleArn(id, crossplane),
                action: "iam:PassRole+eks:CreatePodIdentityAssociation",
                because: [
                    {
                        document: `${base} inline policy permissions`,
                        statement: 3,
                        sid: "PassToPods",
                    },
                    { document: `${roleArn(id, crossplane)} trust policy`, statement: 0 },
                ],
            },
        ],
    };
};

const reachOf = (from: ReportIdentity, accounts: readonly ReportAccount[]): Reach[] =>
    accounts
        .filter(({ environment }) => from.trustClass === "prod" || environment === "nonprod")
        .flatMap(({ id }) =>
            roleNames.map((name) =>
                name === crossplane ? viaControlPlane(from, id) : direct(from, roleArn(id, name)),
            ),
        );

export const nonprodUser = identity("PSKNonprodServiceAccount", "nonprod");
export const prodUser = identity("PSKProdServiceAccount", "prod");
const threeAccounts = [
    account(stateId, "state", "state"),
    account("222222222222", "nonprod", "nonprod"),
    account("333333333333", "prod", "prod"),
];

/** Our own three stacks: the boundary holds. */
export const ours: Report = {
    version: 2,
    boundary: "holds",
    verdict: { boundary: "holds" },
    accounts: threeAccounts,
    identities: [nonprodUser, prodUser],
    roles: threeAccounts.flatMap(rolesOf),
    reach: [nonprodUser, prodUser].flatMap((user) => reachOf(user, threeAccounts)),
    crossings: [],
    takeovers: [],
    unfinishedSearches: [],
    limits: ["MFA devices aren't in such data; MFA is never counted as a lock."],
};

/** A report with another verdict. */
export const withVerdict = (report: Report, verdict: Verdict): Report => ({
    ...report,
    boundary: verdict.boundary,
    verdict,
});

/** The nonprod identity makes itself a key of the prod one. */
const keyHops = (unknown?: string): Hop[] => {
    const role = roleArn(stateId, "PSKIamProfilesRole");
    return [
        assume(nonprodUser, role),
        {
            kind: "CreateAccessKey",
            from: role,
            to: prodUser.arn,
            action: "iam:CreateAccessKey",
            because: [{ document: `${role} inline policy permissions`, statement: 1, sid: "Keys" }],
            ...(unknown === undefined ? {} : { unknown }),
        },
    ];
};

function crossedBy(hops: readonly Hop[], verdict: Verdict): Report {
    const [first] = hops;
    const crossings: Reach[] = [
        ...(first === undefined || verdict.boundary === "unknown"
            ? []
            : [{ identity: nonprodUser.arn, role: first.to, hops: [first] }]),
        {
            identity: nonprodUser.arn,
            role: roleArn("333333333333", "PSKPlatformVPCRole"),
            hops: [...hops, assume(prodUser, roleArn("333333333333", "PSKPlatformVPCRole"))],
        },
    ];
    const takeovers: Takeover[] = [{ identity: nonprodUser.arn, becomes: prodUser.arn, hops }];
    return {
        ...withVerdict(ours, verdict),
        reach: [...ours.reach, ...crossings],
        crossings,
        takeovers,
    };
}

/** As the ancestor has it. */
export const crossed = crossedBy(keyHops(), { boundary: "crossed" });

/** The same, but one hop hangs on a document that can't be read. */
export const unknown = crossedBy(keyHops("a statement of it isn't understood"), {
    boundary: "unknown",
    reason: "2 paths depend on policies or conditions that could not be evaluated",
});

/** No path into production was found, and the searches of both identities stopped at their limit. */
export const unfinished: Report = {
    ...withVerdict(ours, {
        boundary: "unknown",
        reason: "the search limit was reached before all paths of 1 nonprod identity were found or ruled out",
    }),
    // The prod identity's last role isn't found.
    reach: ours.reach.slice(0, -1),
    unfinishedSearches: [nonprodUser.arn, prodUser.arn],
};

/**
 * Many accounts, two thirds of them nonprod.
 *
 * @param users as many nonprod identities, and one prod identity
 */
export function many(accountCount: number, users: number): Report {
    const accounts = [
        account(stateId, "state", "state"),
        ...Array.from({ length: accountCount - 1 }, (_, i) => {
            const environment = i % 3 === 2 ? "prod" : "nonprod";
            return account(String(400000000000 + i), `team-${i}-${environment}`, environment);
        }),
    ];
    const identities = [
        ...Array.from({ length: users }, (_, i) =>
            identity(`PSKTeam${i}ServiceAccount`, "nonprod"),
        ),
        prodUser,
    ];
    return {
        ...ours,
        accounts,
        identities,
        roles: accounts.flatMap(rolesOf),
        reach: identities.flatMap((user) => reachOf(user, accounts)),
    };
}
