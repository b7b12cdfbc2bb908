import { mayDo, outsider } from "./closureAsk";
import type { ClosureRequest } from "./closureAsk";
import {
    accountOf,
    administratorAccess,
    detailsIn,
    documentsOfHolder,
    everything,
    kindOf,
    managedDocument,
    nameOf,
} from "./closureWorld";
import type {
    ClosureWorld,
    RawDetails,
    RawDocument,
    RawHolder,
    RawPrincipal,
} from "./closureWorld";

/** Something that the attacker can do in a world. */
export interface Step {
    /** As reports name such a hop. */
    readonly kind: string;
    /** Whether what was allowed before is allowed still: then it is never wrong to do it at once. */
    readonly isSafe: boolean;
    /** Does it to a copy of the world. */
    readonly do: (world: ClosureWorld) => void;
}

/** What can be done, by what documentation calls the actions. Only what changes something. */
export const stepsIn = (world: ClosureWorld): readonly Step[] => [
    ...roleAssumptions(world),
    ...Object.keys(world.details).flatMap((accountId) => stepsInAccount(world, accountId)),
];

const control = (kind: string, arn: string): Step => ({
    kind,
    isSafe: true,
    do: ({ controlled }) => void controlled.push(arn),
});

function roleAssumptions(world: ClosureWorld): readonly Step[] {
    return uncontrolled(world, allRoles(world)).flatMap((role) => {
        const request = { ...on("sts:AssumeRole", role), ...trustOf(role) };
        const isOpen = [outsider, ...world.controlled].some((who) => mayDo(world, who, request));
        return isOpen ? [control("AssumeRole", role.Arn)] : [];
    });
}

function stepsInAccount(world: ClosureWorld, accountId: string): readonly Step[] {
    const details = detailsIn(world, accountId);
    const actors = world.controlled.filter((arn) => accountOf(arn) === accountId);
    const somebodyMay = (request: ClosureRequest): boolean =>
        actors.some((who) => mayDo(world, who, request));
    const { UserDetailList: users, RoleDetailList: roles, GroupDetailList: groups } = details;

    const steps: Step[] = [];
    for (const user of uncontrolled(world, users)) {
        if (somebodyMay(on("iam:CreateAccessKey", user)))
            steps.push(control("CreateAccessKey", user.Arn));
    }
    for (const [list, action] of [
        [users, "iam:PutUserPolicy"],
        [roles, "iam:PutRolePolicy"],
        [groups, "iam:PutGroupPolicy"],
    ] as const) {
        for (const holder of list) {
            if (!hasEverything(world, holder) && somebodyMay(on(action, holder))) {
                steps.push(onHolder(action.replace("iam:", ""), holder.Arn, true, write));
            }
        }
    }
    for (const role of roles) {
        const isOpen = JSON.stringify(role.AssumeRolePolicyDocument) === JSON.stringify(open);
        if (!isOpen && somebodyMay(on("iam:UpdateAssumeRolePolicy", role))) {
            steps.push(
                onHolder("UpdateAssumeRolePolicy", role.Arn, true, (found) => {
                    found.AssumeRolePolicyDocument = open;
                }),
            );
        }
        if (role.PermissionsBoundary !== undefined) {
            if (somebodyMay(on("iam:DeleteRolePermissionsBoundary", role))) {
                const isSafe = !JSON.stringify(details).includes("iam:PermissionsBoundary");
                steps.push(
                    onHolder("DeleteRolePermissionsBoundary", role.Arn, isSafe, (found) => {
                        delete found.PermissionsBoundary;
                    }),
                );
            }
        }
        steps.push(...attachments(world, details, role, somebodyMay));
    }
    for (const policy of details.Policies) {
        const document = managedDocument(world, accountId, policy.Arn);
        if (document !== undefined && !isEverything(document)) {
            if (somebodyMay({ action: "iam:CreatePolicyVersion", resource: policy.Arn })) {
                steps.push({
                    kind: "CreatePolicyVersion",
                    isSafe: true,
                    do: (copy) => {
                        rewrite(copy, policy.Arn);
                    },
                });
            }
        }
    }
    steps.push(...joins(world, details, actors, somebodyMay));
    steps.push(...creations(world, accountId, details, somebodyMay));
    steps.push(...passing(world, roles, actors));
    return steps;
}

function attachments(
    world: ClosureWorld,
    details: RawDetails,
    role: RawPrincipal,
    somebodyMay: (request: ClosureRequest) => boolean,
): readonly Step[] {
    if (hasEverything(world, role)) return [];
    return [administratorAccess, ...details.Policies.map(({ Arn }) => Arn)].flatMap((PolicyArn) => {
        const document = managedDocument(world, accountOf(role.Arn), PolicyArn);
        const isThere = role.AttachedManagedPolicies.some((one) => one.PolicyArn === PolicyArn);
        const request = on("iam:AttachRolePolicy", role, { "iam:policyarn": PolicyArn });
        if (document === undefined || isThere || !somebodyMay(request)) return [];
        return [
            onHolder("AttachRolePolicy", role.Arn, !refuses([document]), (found) => {
                found.AttachedManagedPolicies.push({ PolicyArn });
            }),
        ];
    });
}

function joins(
    world: ClosureWorld,
    { UserDetailList, GroupDetailList }: RawDetails,
    actors: readonly string[],
    somebodyMay: (request: ClosureRequest) => boolean,
): readonly Step[] {
    const users = UserDetailList.filter(({ Arn }) => actors.includes(Arn));
    return users.flatMap(({ Arn, GroupList = [] }) =>
        GroupDetailList.filter((group) => !GroupList.includes(nameOf(group.Arn))).flatMap(
            (group) => {
                if (!somebodyMay({ action: "iam:AddUserToGroup", resource: group.Arn })) return [];
                const isSafe = !refuses(documentsOfHolder(world, group));
                return [
                    onHolder(
                        "AddUserToGroup",
                        Arn,
                        isSafe,
                        (found) => void found.GroupList?.push(nameOf(group.Arn)),
                    ),
                ];
            },
        ),
    );
}

/** Policies that allow everything, and roles that anybody may assume, a role for each boundary. */
function creations(
    world: ClosureWorld,
    accountId: string,
    details: RawDetails,
    somebodyMay: (request: ClosureRequest) => boolean,
): readonly Step[] {
    const steps: Step[] = [];
    for (const path of ["", "x/"]) {
        const Arn = `arn:aws:iam::${accountId}:policy/${path}New${path.length}`;
        const isThere = managedDocument(world, accountId, Arn) !== undefined;
        if (!isThere && somebodyMay({ action: "iam:CreatePolicy", resource: Arn })) {
            const version = { IsDefaultVersion: true, Document: everything };
            const policy = { Arn, PolicyVersionList: [version] };
            steps.push({
                kind: "CreatePolicy",
                isSafe: true,
                do: (copy) => void detailsIn(copy, accountId).Policies.push(policy),
            });
        }
    }
    const boundaries = [undefined, administratorAccess, ...details.Policies.map(({ Arn }) => Arn)];
    for (const path of ["", "x/"]) {
        for (const boundary of boundaries) {
            const name = `New${path.length}${nameOf(boundary ?? "")}`;
            const role: RawPrincipal = {
                Arn: `arn:aws:iam::${accountId}:role/${path}${name}`,
                RolePolicyList: [],
                AttachedManagedPolicies: [],
                AssumeRolePolicyDocument: open,
                ...(boundary === undefined
                    ? {}
                    : { PermissionsBoundary: { PermissionsBoundaryArn: boundary } }),
            };
            const isThere = details.RoleDetailList.some(({ Arn }) => Arn === role.Arn);
            if (!isThere && somebodyMay(on("iam:CreateRole", role))) {
                steps.push({
                    kind: "CreateRole",
                    isSafe: true,
                    do: (copy) => void detailsIn(copy, accountId).RoleDetailList.push(role),
                });
            }
        }
    }
    return steps;
}

/** Roles that a function of the attacker's can have. */
function passing(
    world: ClosureWorld,
    roles: readonly RawPrincipal[],
    actors: readonly string[],
): readonly Step[] {
    const service = "lambda.amazonaws.com";
    return uncontrolled(world, roles).flatMap((role) => {
        const resource = `arn:aws:lambda:us-east-1:${accountOf(role.Arn)}:function:f`;
        const may = (who: string, request: ClosureRequest): boolean => mayDo(world, who, request);
        const pass = on("iam:PassRole", role, { "iam:passedtoservice": service });
        const isTrusted = role.AssumeRolePolicyDocument?.Statement.some(
            ({ Effect, Principal }) =>
                Effect === "Allow" &&
                (Principal === "*" || JSON.stringify(Principal).includes(service)),
        );
        const makes = actors.some(
            (who) => may(who, pass) && may(who, { action: "lambda:CreateFunction", resource }),
        );
        return isTrusted === true && makes ? [control("PassRole-Lambda", role.Arn)] : [];
    });
}

/** A request about a user, role or group, with the boundary that it has. */
const on = (
    action: string,
    { Arn, PermissionsBoundary }: RawHolder & RawPrincipal,
    context: Readonly<Record<string, string>> = {},
): ClosureRequest => ({
    action,
    resource: Arn,
    context: {
        ...context,
        ...(PermissionsBoundary === undefined || !carriesBoundary.has(action)
            ? {}
            : { "iam:permissionsboundary": PermissionsBoundary.PermissionsBoundaryArn }),
    },
});

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
const carriesBoundary: ReadonlySet<string> = new Set([
    "iam:AttachRolePolicy",
    "iam:CreateRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:UpdateAssumeRolePolicy",
]);

const trustOf = ({ AssumeRolePolicyDocument: trust }: RawPrincipal): { trust?: RawDocument } =>
    trust === undefined ? {} : { trust };

/** The trust policy of a role that the attacker has made its own. */
const open: RawDocument = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
};

const allRoles = ({ details }: ClosureWorld): readonly RawPrincipal[] =>
    Object.values(details).flatMap(({ RoleDetailList }) => RoleDetailList);

const uncontrolled = (
    { controlled }: ClosureWorld,
    principals: readonly RawPrincipal[],
): readonly RawPrincipal[] => principals.filter(({ Arn }) => !controlled.includes(Arn));

const isEverything = (document: RawDocument): boolean =>
    JSON.stringify(document) === JSON.stringify(everything);

const hasEverything = (world: ClosureWorld, holder: RawHolder): boolean =>
    documentsOfHolder(world, holder).some(isEverything);

const refuses = (documents: readonly RawDocument[]): boolean =>
    documents.some(({ Statement }) => Statement.some(({ Effect }) => Effect === "Deny"));

/** Does something to a user, role or group of a copy. */
const onHolder = (
    kind: string,
    arn: string,
    isSafe: boolean,
    change: (found: RawPrincipal) => void,
): Step => ({
    kind,
    isSafe,
    do: (copy) => {
        const { UserDetailList, RoleDetailList, GroupDetailList } = detailsIn(copy, accountOf(arn));
        for (const found of [...UserDetailList, ...RoleDetailList, ...GroupDetailList]) {
            if (found.Arn === arn) change(found);
        }
    },
});

function write(holder: RawHolder): void {
    const written = { PolicyName: "written", PolicyDocument: everything };
    const kind = holder.Arn.includes(":group/") ? "group" : kindOf(holder.Arn);
    const lists = {
        user: "UserPolicyList",
        role: "RolePolicyList",
        group: "GroupPolicyList",
    } as const;
    holder[lists[kind]]?.push(written);
}

function rewrite(world: ClosureWorld, arn: string): void {
    for (const policy of detailsIn(world, accountOf(arn)).Policies) {
        if (policy.Arn !== arn) continue;
        for (const version of policy.PolicyVersionList) version.Document = everything;
    }
}
