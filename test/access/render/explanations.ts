import type { Explanation, LockState } from "../../../access/report/explanation";
import { nonprodUser, ours, prodUser, roleArn } from "./reports";

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
        limits: [],
    }),
    indirect: withPath({
        answer: "allowed",
        identity: nonprodUser,
        role: crossplaneRole,
        direct: { answer: "denied", locks: [identityLock("denied", []), nobody] },
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
        limits: [],
    }),
    unfinished: {
        answer: "unknown",
        reason: "the search limit was reached before a path was found or ruled out",
        identity: prodUser,
        role: prodVpcRole,
        direct: { answer: "denied", locks: [identityLock("denied", []), nobody] },
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
        limits: [],
    },
};
