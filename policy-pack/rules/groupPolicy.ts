import {
    assumePolicyArn,
    assumePolicyClass,
    isAssumePolicy,
    managedPolicyType,
    parseAssumePolicy,
} from "../assumePolicy";
import { breakGlassArn, isBreakGlassGrant, isBreakGlassGroup } from "../breakGlass";
import {
    describeAccount,
    groupClass,
    isOpenToNonprod,
    rolesOfProdAlone,
} from "../environmentBoundary";
import type { TrustClass } from "../environmentBoundary";
import { coversAction, patternsMeet } from "../glob";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule } from "../rule";
import { isSelfService } from "../selfService";
import { label } from "../statement";
import type { Statement } from "../statement";
import { show } from "../unknown";

const groupPolicyType = "aws:iam/groupPolicy:GroupPolicy";
const governs = oneOf(groupPolicyType, managedPolicyType);
const assumeActions = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];
// Every STS action that returns a session of a role.
const roleSessionActions = [
    "sts:AssumeRole",
    "sts:AssumeRoot",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
];

/** Whether it is a policy of a group's: inline, or one that groups are given. */
const isGroupPolicy = (resource: ResourceFacts, context: Context): boolean =>
    resource.type === groupPolicyType || isAssumePolicy(resource, context);

/** Name of the group, or of the managed policy, which begins with its group's. */
const nameOf = ({ type, props }: ResourceFacts): unknown =>
    type === groupPolicyType ? props["group"] : props["name"];

const classOf = (resource: ResourceFacts, context: Context): TrustClass =>
    resource.type === groupPolicyType
        ? groupClass(resource.props["group"], context)
        : assumePolicyClass(resource, context);

const allows = ({ props }: ResourceFacts, context: Context): readonly Statement[] =>
    parseAssumePolicy(props["policy"], context).statements.filter(
        ({ effect }) => effect === "Allow",
    );

/** The permissions that a group may grant. Deny statements only restrict; they count where they name what an Allow is of. */
export const groupIsAssumeOnly: Rule = {
    name: "iam-group-is-assume-only",
    description:
        "A group allows its members to assume named roles and, for people, to manage their own password and MFA devices.",
    severity: "critical",
    remediationSteps:
        "Name each role's ARN, with the actions sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession; give other permissions to a role.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
    governs,
    check: (resource, context) => {
        if (!isGroupPolicy(resource, context)) return [];
        const { statements, faults } = parseAssumePolicy(resource.props["policy"], context);
        return [
            ...faults.map(({ path, message }) => `Group policy${path && ` ${path}`} ${message}.`),
            ...statements
                .filter(({ effect }) => effect === "Allow")
                .filter(
                    (statement) => !isSelfService(statement, classOf(resource, context), context),
                )
                .filter(
                    (statement) =>
                        !isBreakGlassGroup(nameOf(resource), context) ||
                        !isBreakGlassGrant(statement, context),
                )
                .flatMap((statement) => foreignGrants(statement, context)),
        ];
    },
};

/** A group has its inline policies and what is under the rules on those; of another policy the pack doesn't know the content. */
export const groupHoldsAssumePolicies: Rule = {
    name: "iam-group-holds-assume-policies",
    description: "A group's managed policies are those of its class that assume roles.",
    severity: "critical",
    remediationSteps:
        "Write what a group may assume as its inline policy, or as a policy below <prefix>Policies/assume/<class>/, by its computed ARN.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html",
    governs: oneOf("aws:iam/groupPolicyAttachment:GroupPolicyAttachment"),
    check: ({ props }, context) => {
        const { group, policyArn } = props;
        const found = assumePolicyArn(policyArn, context);
        if (found === undefined) {
            return [
                `Group ${show(group)} gets ${show(policyArn)}; a group gets policies below ${context.prefix}Policies/assume/ of the state account alone.`,
            ];
        }
        return found.trustClass === "prod" && groupClass(group, context) === "nonprod"
            ? [`The nonprod group ${show(group)} gets ${found.arn}, a policy of prod identities.`]
            : [];
    },
};

/**
 * What a statement allows beside assuming named roles of the catalogue.
 *
 * @param holder whose policy it is, as a message names it
 */
export function foreignGrants(
    statement: Statement,
    context: Context,
    holder: "a group" | "an entry role" | "a permission set" = "a group",
): readonly string[] {
    const of = {
        "a group": "Group policy ",
        "an entry role": "",
        "a permission set": "Inline policy ",
    };
    const at = `${of[holder]}${label(statement)}`;
    const known = context.accounts.map(({ id }) => id).join("|");
    const roleArn = new RegExp(
        `^arn:${context.partition}:iam::(${known}):role/${context.prefix}Roles/[\\w+=,.@-]{1,64}$`,
    );
    return [
        ...(statement.notActions.length === 0
            ? []
            : [
                  `${at} allows every action except ${statement.notActions.join(", ")}; list the actions instead.`,
              ]),
        ...(statement.notResources.length === 0
            ? []
            : [
                  `${at} allows every resource except ${statement.notResources.join(", ")}; list the roles instead.`,
              ]),
        ...statement.actions
            .filter(
                (action) =>
                    !assumeActions.some(
                        (allowed) => allowed.toLowerCase() === action.toLowerCase(),
                    ),
            )
            .map(
                (action) =>
                    `${at} allows ${action}; ${holder} may allow only ${assumeActions.join(", ")}.`,
            ),
        ...statement.resources
            .filter((resource) => !roleArn.test(resource))
            .map(
                (resource) =>
                    `${at} allows ${resource}; name a role below /${context.prefix}Roles/ in an account of the registry.`,
            ),
    ];
}

/** The environment boundary in the groups' policies: checks what each resource pattern can match. */
export const groupReachesItsEnvironment: Rule = {
    name: "iam-group-reaches-its-environment",
    description:
        "A nonprod group reaches roles in nonprod accounts only, and none that writes identities where nonprod shares the state account.",
    severity: "critical",
    remediationSteps:
        "List only roles of nonprod accounts, or use a group whose name begins with <prefix>Prod.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
    governs,
    explainedBy: [groupIsAssumeOnly.name],
    check: (resource, context) => {
        if (!isGroupPolicy(resource, context) || classOf(resource, context) === "prod") return [];
        const { group, name } = resource.props;
        const whose =
            resource.type === groupPolicyType
                ? `the nonprod group ${show(group)}`
                : `groups and entry roles that get the nonprod policy ${show(name)}`;
        return allows(resource, context).flatMap((statement) =>
            grantsRoleSessions(statement)
                ? reachOf(statement, context).map(
                      (reason) => `Group policy ${label(statement)} lets ${whose} ${reason}.`,
                  )
                : [],
        );
    },
};

const grantsRoleSessions = ({ actions, notActions }: Statement): boolean =>
    notActions.length > 0 ||
    actions.some((pattern) => roleSessionActions.some((action) => coversAction(pattern, action)));

/** What a statement reaches beyond nonprod accounts, as the end of a sentence. */
export function reachOf(statement: Statement, context: Context): readonly string[] {
    const { accounts, partition, prefix } = context;
    if (statement.notResources.length > 0) {
        return [
            "assume every role that NotResource does not match; list the roles in Resource instead",
        ];
    }
    return statement.resources.flatMap((pattern) => {
        const shared = accounts.filter(({ sharedWith }) => sharedWith !== undefined);
        const [writer] = shared.flatMap((account) =>
            [
                ...rolesOfProdAlone(context).map(
                    (name) => `arn:${partition}:iam::${account.id}:role/${prefix}Roles/${name}`,
                ),
                breakGlassArn(context, account),
            ]
                .filter((arn) => patternsMeet(pattern.toLowerCase(), arn.toLowerCase()))
                .map((arn) => `${arn} of account ${describeAccount(account)}`),
        );
        if (writer !== undefined) {
            return [
                `assume ${pattern}, which matches ${writer}, which prod identities alone may assume there`,
            ];
        }
        const closed = accounts.filter(
            (account) =>
                !shared.includes(account) &&
                !isOpenToNonprod(account) &&
                patternsMeet(pattern, `arn:${partition}:iam::${account.id}:role/*`),
        );
        if (closed.length > 0) {
            return [
                `assume ${pattern}, which matches roles of account ${closed.map(describeAccount).join(", ")}`,
            ];
        }
        const named = accounts.some(({ id }) => pattern.startsWith(`arn:${partition}:iam::${id}:`));
        return named
            ? []
            : [`assume ${pattern}, which is not limited to an account of the registry`];
    });
}
