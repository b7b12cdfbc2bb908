import {
    describeAccount,
    groupClass,
    isOpenToNonprod,
    rolesOfProdAlone,
} from "../environmentBoundary";
import { coversAction, patternsMeet } from "../glob";
import { parseDocument } from "../parseDocument";
import type { ParsedDocument } from "../parseDocument";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule } from "../rule";
import { isSelfService } from "../selfService";
import { label } from "../statement";
import type { Statement } from "../statement";
import { show } from "../unknown";

const governs = oneOf("aws:iam/groupPolicy:GroupPolicy");
const assumeActions = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];
// Every STS action that returns a session of a role.
const roleSessionActions = [
    "sts:AssumeRole",
    "sts:AssumeRoot",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
];

const documentOf = ({ props }: ResourceFacts): ParsedDocument =>
    parseDocument(props["policy"], "identity");
const allows = (resource: ResourceFacts): readonly Statement[] =>
    documentOf(resource).statements.filter(({ effect }) => effect === "Allow");

/** The permissions that a group may grant. Deny statements only restrict, so they are not checked. */
export const groupIsAssumeOnly: Rule = {
    name: "iam-group-is-assume-only",
    description:
        "A group allows its members to assume named roles and, for people, to manage their own password and MFA devices.",
    severity: "critical",
    remediationSteps:
        "Name each role's ARN, with the actions sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession; give other permissions to a role.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
    governs,
    check: (resource, context) => [
        ...documentOf(resource).faults.map(
            ({ path, message }) => `Group policy${path && ` ${path}`} ${message}.`,
        ),
        ...allows(resource)
            .filter(
                (statement) =>
                    !isSelfService(
                        statement,
                        groupClass(resource.props["group"], context),
                        context,
                    ),
            )
            .flatMap((statement) => foreignGrants(statement, context)),
    ],
};

/**
 * What a statement allows beside assuming named roles of the catalogue.
 *
 * @param holder whose policy it is, as a message names it
 */
export function foreignGrants(
    statement: Statement,
    context: Context,
    holder: "a group" | "an entry role" = "a group",
): readonly string[] {
    const at = `${holder === "a group" ? "Group policy " : ""}${label(statement)}`;
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
        const group = resource.props["group"];
        if (groupClass(group, context) === "prod") return [];
        return allows(resource).flatMap((statement) =>
            grantsRoleSessions(statement)
                ? reachOf(statement, context).map(
                      (reason) =>
                          `Group policy ${label(statement)} lets the nonprod group ${show(group)} ${reason}.`,
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
            rolesOfProdAlone(context)
                .map((name) => `arn:${partition}:iam::${account.id}:role/${prefix}Roles/${name}`)
                .filter((arn) => patternsMeet(pattern.toLowerCase(), arn.toLowerCase()))
                .map((arn) => `${arn} of account ${describeAccount(account)}`),
        );
        if (writer !== undefined) {
            return [
                `assume ${pattern}, which matches ${writer}: it writes identities, so that prod identities alone may assume it there`,
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
