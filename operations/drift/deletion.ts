import { nameOf, resourceOf } from "../accountDetails";
import type { LiveAccount } from "../liveAccount";
import { emptyRole } from "../removal/emptyRole";
import { emptyUser } from "../removal/emptyUser";
import type { Step, StepKind } from "../step";
import type { FactKind } from "./fact";
import type { Finding } from "./finding";

/**
 * The steps that delete extras which were named, and nothing else.
 *
 * @param named ids of findings, or ARNs of users, groups, roles, policies and providers
 * @throws Error naming what is no extra that can be deleted: what is declared is never deleted here
 */
export function deletionSteps(
    named: readonly string[],
    findings: readonly Finding[],
    live: readonly LiveAccount[],
): Step[] {
    const extras = findings.filter(({ remedy }) => remedy === "delete");
    const unknown = named.filter((id) => !extras.some((one) => one.id === id));
    if (unknown.length > 0) {
        const known = extras.map(({ id }) => `  - ${id}`);
        throw new Error(
            [
                `--delete ${unknown.join(" ")}: not an extra that can be deleted; ${known.length === 0 ? "there is none" : "choose from:"}`,
                ...known,
            ].join("\n"),
        );
    }
    return extras
        .filter(({ id }) => named.includes(id))
        .flatMap((finding) => {
            const account = live.find((one) => one.account.name === finding.account);
            return account === undefined ? [] : stepsOf(finding, account);
        });
}

function stepsOf({ kind, subject, name }: Finding, live: LiveAccount): Step[] {
    const [type = ""] = resourceOf(subject).split("/");
    const steps = (...kinds: readonly StepKind[]): Step[] =>
        kinds.map((one) => ({
            do: one,
            account: live.account.id,
            of: nameOf(subject),
            what: name,
        }));
    switch (kind) {
        case "user":
            return [...userContents(subject, live), ...steps("deleteUser")];
        case "group":
            return [...groupContents(subject, live), ...steps("deleteGroup")];
        case "role":
            return [...roleContents(subject, live), ...steps("deleteRole")];
        case "policy":
            return policySteps(subject, live);
        case "provider":
            return steps(
                type === "saml-provider" ? "deleteSamlProvider" : "deleteOidcProvider",
            ).map((step) => ({ ...step, of: subject }));
        case "attached":
            return steps(...kindFor(type, detaching));
        case "inline":
            return steps(...kindFor(type, deletingInline));
        default:
            return steps(...(ofUsers[kind] ?? []));
    }
}

const detaching = {
    user: "detachUserPolicy",
    group: "detachGroupPolicy",
    role: "detachRolePolicy",
} as const satisfies Record<string, StepKind>;
const deletingInline = {
    user: "deleteUserPolicy",
    group: "deleteGroupPolicy",
    role: "deleteRolePolicy",
} as const satisfies Record<string, StepKind>;

const kindFor = (type: string, kinds: Readonly<Record<string, StepKind>>): StepKind[] =>
    [kinds[type]].filter((kind) => kind !== undefined);

/** Steps for what a user, or a role, has. */
const ofUsers: Readonly<Partial<Record<FactKind, readonly StepKind[]>>> = {
    instanceProfile: ["leaveInstanceProfile"],
    accessKey: ["deactivateKey", "deleteKey"],
    password: ["deletePassword"],
    mfa: ["deactivateMfa", "deleteMfa"],
    sshKey: ["deleteSshKey"],
    certificate: ["deleteCertificate"],
    serviceCredential: ["deleteServiceCredential"],
};

function userContents(arn: string, live: LiveAccount): Step[] {
    const user = live.details.UserDetailList.find(({ Arn }) => Arn === arn);
    return user === undefined ? [] : emptyUser(live, user, user.GroupList);
}

function roleContents(arn: string, live: LiveAccount): Step[] {
    const role = live.details.RoleDetailList.find(({ Arn }) => Arn === arn);
    // Its policies are others', or findings of their own.
    return role === undefined ? [] : emptyRole(live, role, { resources: [], pending: 0 });
}

function groupContents(arn: string, { account, details }: LiveAccount): Step[] {
    const group = details.GroupDetailList.find(({ Arn }) => Arn === arn);
    if (group === undefined) return [];
    const { GroupName, GroupPolicyList = [], AttachedManagedPolicies = [] } = group;
    const step = (kind: StepKind, of: string, what: string): Step => ({
        do: kind,
        account: account.id,
        of,
        what,
    });
    return [
        ...details.UserDetailList.filter(({ GroupList = [] }) => GroupList.includes(GroupName)).map(
            ({ UserName }) => step("leaveGroup", UserName, GroupName),
        ),
        ...GroupPolicyList.map(({ PolicyName }) =>
            step("deleteGroupPolicy", GroupName, PolicyName),
        ),
        ...AttachedManagedPolicies.map(({ PolicyArn }) =>
            step("detachGroupPolicy", GroupName, PolicyArn),
        ),
    ];
}

/** A policy is taken from everything that holds it, since AWS deletes none that is attached. */
function policySteps(arn: string, { account, details }: LiveAccount): Step[] {
    const holders = [
        ...details.UserDetailList,
        ...details.GroupDetailList,
        ...details.RoleDetailList,
    ].filter(({ AttachedManagedPolicies = [] }) =>
        AttachedManagedPolicies.some(({ PolicyArn }) => PolicyArn === arn),
    );
    const versions = details.Policies.find(({ Arn }) => Arn === arn)?.PolicyVersionList ?? [];
    const step = (kind: StepKind, of: string, what: string): Step => ({
        do: kind,
        account: account.id,
        of,
        what,
    });
    return [
        ...holders.flatMap((holder) =>
            kindFor(resourceOf(holder.Arn).split("/")[0] ?? "", detaching).map((kind) =>
                step(kind, nameOf(holder.Arn), arn),
            ),
        ),
        ...versions
            .filter(({ IsDefaultVersion }) => !IsDefaultVersion)
            .map(({ VersionId }) => step("deletePolicyVersion", arn, VersionId)),
        step("deletePolicy", arn, ""),
    ];
}
