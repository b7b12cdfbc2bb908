import { isAllowed } from "../reference/evaluate";
import type { RawQuestion } from "../reference/rawQuestion";
import { accountOf, copyOf, documentAt } from "./documents";
import type { Documents, Group, PolicyDocument, Role, Secret, User } from "./documents";

/**
 * Somebody who holds a user's key and tries whatever may help, on a copy of the documents, until nothing more is gained.
 *
 * Naive, and independent of the product: its answers are the reference evaluator's, and its few moves (AssumeRole, access
 * keys, policies, groups, trust policies, boundaries, secrets) only ever widen what the copy allows. What it gains is real;
 * what it doesn't gain may still be possible.
 */
export class Attacker {
    private readonly documents: Documents;
    private readonly held = new Set<string>();
    private gains = 0;

    constructor(documents: Documents, user: string) {
        this.documents = copyOf(documents);
        this.held.add(user);
    }

    /** ARNs of the users and roles that it has in the end, its own among them. */
    spread(): ReadonlySet<string> {
        let before;
        do {
            before = this.gains;
            for (const role of this.roles()) {
                if (this.trustsTheWorld(role)) this.hold(role.Arn);
            }
            for (const arn of [...this.held]) this.act(arn);
        } while (this.gains > before);
        return this.held;
    }

    private act(actor: string): void {
        for (const role of this.roles()) {
            if (this.held.has(role.Arn)) continue;
            const trust = role.AssumeRolePolicyDocument;
            if (this.may(actor, "sts:AssumeRole", role.Arn, { trust })) this.hold(role.Arn);
        }
        for (const { secrets } of Object.values(this.documents.accounts)) {
            for (const secret of secrets) this.read(actor, secret);
        }
        const own = this.documents.detailsOf.get(accountOf(actor));
        for (const user of own?.UserDetailList ?? []) this.write(actor, user);
        for (const group of own?.GroupDetailList ?? []) this.writeGroup(actor, group);
        for (const role of own?.RoleDetailList ?? []) this.writeRole(actor, role);
        for (const { Arn } of own?.Policies ?? []) {
            const document = documentAt(this.documents, Arn);
            if (isEverything(document.Statement)) continue;
            if (this.may(actor, "iam:CreatePolicyVersion", Arn)) {
                document.Statement = [everything];
                this.gains++;
            }
        }
    }

    private read(actor: string, { arn, policy, holdsKeyOf }: Secret): void {
        if (holdsKeyOf === undefined || this.held.has(holdsKeyOf)) return;
        const resource = policy === undefined ? {} : { policy };
        if (this.may(actor, "secretsmanager:GetSecretValue", arn, resource)) this.hold(holdsKeyOf);
    }

    private write(actor: string, user: User): void {
        if (!this.held.has(user.Arn) && this.may(actor, "iam:CreateAccessKey", user.Arn)) {
            this.hold(user.Arn);
        }
        this.grant(actor, user.Arn, user.UserPolicyList, [
            "iam:PutUserPolicy",
            "iam:AttachUserPolicy",
        ]);
    }

    private writeGroup(actor: string, group: Group): void {
        this.grant(actor, group.Arn, group.GroupPolicyList, [
            "iam:PutGroupPolicy",
            "iam:AttachGroupPolicy",
        ]);
        for (const user of this.documents.detailsOf.get(accountOf(actor))?.UserDetailList ?? []) {
            if (!this.held.has(user.Arn) || user.GroupList.includes(group.GroupName)) continue;
            if (this.may(actor, "iam:AddUserToGroup", group.Arn)) {
                user.GroupList.push(group.GroupName);
                this.gains++;
            }
        }
    }

    private writeRole(actor: string, role: Role): void {
        const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
        const context = boundary === undefined ? {} : { "iam:permissionsboundary": boundary };
        this.grant(
            actor,
            role.Arn,
            role.RolePolicyList,
            ["iam:PutRolePolicy", "iam:AttachRolePolicy"],
            context,
        );
        const { Statement } = role.AssumeRolePolicyDocument;
        if (
            !Statement.includes(trustsEverybody) &&
            this.may(actor, "iam:UpdateAssumeRolePolicy", role.Arn, { context })
        ) {
            Statement.push(trustsEverybody);
            this.gains++;
        }
        if (
            boundary !== undefined &&
            this.may(actor, "iam:DeleteRolePermissionsBoundary", role.Arn, { context })
        ) {
            delete role.PermissionsBoundary;
            this.gains++;
        }
    }

    /** Writes a policy that allows everything, if any of the actions is allowed. */
    private grant(
        actor: string,
        target: string,
        policies: User["UserPolicyList"],
        actions: readonly string[],
        context: Readonly<Record<string, string>> = {},
    ): void {
        if (policies.some((policy) => isEverything(policy.PolicyDocument.Statement))) return;
        if (!actions.some((action) => this.may(actor, action, target, { context }))) return;
        policies.push({
            PolicyName: "Everything",
            PolicyDocument: { Version: "2012-10-17", Statement: [everything] },
        });
        this.gains++;
    }

    private hold(arn: string): void {
        if (this.held.has(arn)) return;
        this.held.add(arn);
        this.gains++;
    }

    /** Whether a stranger, from an account of the attacker's own, may assume a role. */
    private trustsTheWorld({ Arn, AssumeRolePolicyDocument }: Role): boolean {
        return allows({
            kind: "outside",
            actor: "arn:aws:iam::000000000000:user/stranger",
            action: "sts:AssumeRole",
            resource: Arn,
            identity: [],
            trust: AssumeRolePolicyDocument,
        });
    }

    private may(
        actor: string,
        action: string,
        resource: string,
        more: Pick<Ask, "trust" | "policy" | "context"> = {},
    ): boolean {
        const isUser = actor.includes(":user/");
        const { documents } = this;
        const details = documents.detailsOf.get(accountOf(actor));
        const principal = isUser
            ? details?.UserDetailList.find(({ Arn }) => Arn === actor)
            : details?.RoleDetailList.find(({ Arn }) => Arn === actor);
        if (principal === undefined) throw new Error(`there is no ${actor}`);
        const boundary = principal.PermissionsBoundary?.PermissionsBoundaryArn;
        return allows({
            kind: isUser ? "user" : "role",
            actor,
            action,
            resource,
            identity: this.policiesOf(principal),
            ...(boundary === undefined ? {} : { boundary: documentAt(documents, boundary) }),
            ...more,
        });
    }

    private policiesOf(principal: User | Role): readonly PolicyDocument[] {
        const managed = ({ AttachedManagedPolicies }: User | Role | Group): PolicyDocument[] =>
            AttachedManagedPolicies.map(({ PolicyArn }) => documentAt(this.documents, PolicyArn));
        const inline = (policies: User["UserPolicyList"]): PolicyDocument[] =>
            policies.map(({ PolicyDocument }) => PolicyDocument);
        if ("RolePolicyList" in principal) {
            return [...inline(principal.RolePolicyList), ...managed(principal)];
        }
        const { GroupDetailList = [] } =
            this.documents.detailsOf.get(accountOf(principal.Arn)) ?? {};
        const groups = GroupDetailList.filter(({ GroupName }) =>
            principal.GroupList.includes(GroupName),
        );
        return [
            ...inline(principal.UserPolicyList),
            ...managed(principal),
            ...groups.flatMap((group) => [...inline(group.GroupPolicyList), ...managed(group)]),
        ];
    }

    private roles(): readonly Role[] {
        return [...this.documents.detailsOf.values()].flatMap(
            ({ RoleDetailList }) => RoleDetailList,
        );
    }
}

const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const trustsEverybody = {
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
};

const isEverything = (statements: readonly object[]): boolean => statements.includes(everything);

interface Ask {
    readonly kind: "user" | "role" | "outside";
    readonly actor: string;
    readonly action: string;
    readonly resource: string;
    readonly identity: readonly PolicyDocument[];
    readonly boundary?: PolicyDocument;
    readonly trust?: PolicyDocument;
    readonly policy?: PolicyDocument;
    /** Beside what is known of the actor. */
    readonly context?: Readonly<Record<string, string>>;
}

function allows({ kind, actor, action, resource, context = {}, ...documents }: Ask): boolean {
    const accountId = accountOf(actor);
    const asker = { kind, arn: actor, accountId };
    const resourceAccountId = accountOf(resource);
    const question: RawQuestion = {
        asker,
        action,
        resource,
        resourceAccountId,
        scps: [],
        rcps: [],
        context: {},
        ...documents,
    };
    const known = {
        "aws:principalarn": actor,
        "aws:principalaccount": accountId,
        "aws:principaltype": kind === "role" ? "AssumedRole" : "User",
        "aws:resourceaccount": resourceAccountId,
        ...context,
    };
    const name = actor.split("/").at(-1) ?? "";
    return isAllowed(
        question,
        {
            asker,
            ...(kind === "role"
                ? { sessionArn: `arn:aws:sts::${accountId}:assumed-role/${name}/session` }
                : {}),
            action,
            resource,
            resourceAccountId,
            context: new Map(Object.entries(known).map(([key, value]) => [key, [value]])),
        },
        false,
    );
}
