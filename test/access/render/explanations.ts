import type { Explanation, LockState } from "../../../access/report/explain/explanation";
import * as reports from "./reports";

const { ours, roleArn } = reports;
const nonprodUser = { ...reports.nonprodUser, kind: "user" as const };
const prodUser = { ...reports.prodUser, kind: "user" as const };

const group = {
    document: "arn:aws:iam::111111111111:group/PSKGroups/PSKNonprod inline policy assume-roles",
    statement: 0,
    sid: "AssumeRoles",
};
const trustOf = (role: string, statement = 0) => ({
    document: `${role} trust policy`,
    statement,
});
const role = (id: string, name: string) => ({ arn: roleArn(id, name), name, account: id });

const identityLock = (answer: LockState["answer"], allows: LockState["allows"]): LockState => ({
    lock: "identity policy",
    answer,
    allows,
    denies: [],
});

const vpcRole = role("222222222222", "PSKPlatformVPCRole");
const prodVpcRole = role("333333333333", "PSKPlatformVPCRole");
const crossplaneRole = role("222222222222", "PSKCrossplaneProviderRole");
const stateRole = role("111111111111", "PSKIamProfilesRole");
const pathTo = (arn: string, identity = nonprodUser.arn) =>
    ours.reach.find((entry) => entry.identity === identity && entry.role === arn);

const nobody: LockState = { lock: "resource policy", answer: "denied", allows: [], denies: [] };

/** What every explanation has; those that show it have their own. */
const rest: Pick<Explanation, "findings" | "trusts" | "covers"> = {
    findings: [],
    trusts: [],
    covers: [],
};

function withPath(explanation: Explanation): Explanation {
    const path = pathTo(explanation.role.arn, explanation.identity.arn);
    return path === undefined ? explanation : { ...explanation, path };
}

/** One of each kind, by what it shows. */
export const explanations: Readonly<Record<string, Explanation>> = {
    direct: withPath({
        answer: "allowed",
        identity: nonprodUser,
        role: vpcRole,
        direct: {
            answer: "allowed",
            locks: [
                identityLock("allowed", [group]),
                { ...nobody, answer: "allowed", allows: [trustOf(vpcRole.arn)] },
            ],
        },
        ...rest,
        limits: [],
    }),
    indirect: withPath({
        answer: "allowed",
        identity: nonprodUser,
        role: crossplaneRole,
        direct: { answer: "denied", locks: [identityLock("denied", []), nobody] },
        ...rest,
        limits: ["MFA devices aren't in such data; MFA is never counted as a lock."],
    }),
    notReached: {
        answer: "denied",
        identity: nonprodUser,
        role: prodVpcRole,
        direct: {
            answer: "denied",
            locks: [
                identityLock("allowed", [group]),
                {
                    ...nobody,
                    allows: [trustOf(prodVpcRole.arn)],
                    denies: [trustOf(prodVpcRole.arn, 1)],
                },
            ],
        },
        findings: [
            {
                code: "environment-boundary",
                text: "This is meant to be: a nonprod identity, and an account of environment prod.",
                next: `Use ${vpcRole.arn}.`,
                statements: [trustOf(prodVpcRole.arn, 1)],
            },
            {
                code: "policy-lacks-role",
                text: "No statement covers it.",
                next: "Add it.",
                statements: [],
            },
        ],
        trusts: [
            {
                effect: "Allow",
                principals: ["*", "444444444444", "111111111111", prodUser.arn],
                except: false,
                conditions: ["sts:ExternalId (StringEquals): x1"],
                statement: trustOf(prodVpcRole.arn),
            },
            {
                effect: "Deny",
                principals: [nonprodUser.arn],
                except: true,
                conditions: [],
                statement: trustOf(prodVpcRole.arn, 1),
            },
        ],
        covers: [
            {
                effect: "Allow",
                roles: [vpcRole.arn, "arn:aws:iam::222222222222:role/PSKRoles/*"],
                except: false,
                conditions: [],
                statement: group,
            },
        ],
        limits: [],
    },
    sameAccount: withPath({
        answer: "allowed",
        identity: prodUser,
        role: stateRole,
        direct: {
            answer: "allowed",
            locks: [
                identityLock("not needed", []),
                { ...nobody, answer: "allowed", allows: [trustOf(stateRole.arn)] },
            ],
        },
        ...rest,
        limits: [],
    }),
    unfinished: {
        answer: "unknown",
        reason: "the search limit was reached before a path was found or ruled out",
        identity: prodUser,
        role: prodVpcRole,
        direct: { answer: "denied", locks: [identityLock("denied", []), nobody] },
        ...rest,
        limits: [],
    },
    unknown: {
        answer: "unknown",
        reason: "a policy or condition on the path could not be evaluated",
        identity: nonprodUser,
        role: prodVpcRole,
        direct: {
            answer: "unknown",
            locks: [
                identityLock("allowed", [group]),
                { ...nobody, answer: "unknown", reason: "statement 0 has NotPrincipal" },
            ],
        },
        ...rest,
        limits: [],
    },
};
