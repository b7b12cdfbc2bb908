import {
    assumePolicyArn,
    isAssumePolicy,
    managedPolicyType,
    parseAssumePolicy,
} from "../assumePolicy";
import { entryClass, isEntryRole, issuerAddress, trustAllows } from "../entryRole";
import type { TrustClass } from "../environmentBoundary";
import { coversAction } from "../glob";
import { parseDocument } from "../parseDocument";
import { demanded, readSubject, subjectOperators } from "../pipelineSubject";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule, StackRule, StackViolation } from "../rule";
import type { Statement } from "../statement";
import { show } from "../unknown";
import { foreignGrants, reachOf } from "./groupPolicy";

const roleType = "aws:iam/role:Role";
const inlineType = "aws:iam/rolePolicy:RolePolicy";
const attachmentType = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
/** Ways to give a role a policy, or to take the one that it has. */
const attaching: readonly string[] = [
    attachmentType,
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
];
const url =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html";

/**
 * Roles that change nothing and show no secret, without the prefix, in the pack's own words: what was not reviewed may run with
 * them.
 */
export const readingRoles: readonly string[] = ["AccessAuditRole"];

/** The boundary caps what an entry role may do, whatever its policies say, so it must say so itself. */
export const pipelineBoundaryAssumesOnly: Rule = {
    name: "iam-pipeline-boundary-assumes-only",
    description: "The permissions boundary of entry roles allows to assume catalogue roles alone.",
    severity: "critical",
    remediationSteps:
        "Allow sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession on roles below the catalogue's path.",
    url,
    governs: oneOf(managedPolicyType),
    check: ({ props }, { partition, prefix }) => {
        if (props["name"] !== `${prefix}PipelineBoundary`) return [];
        const { statements, faults } = parseDocument(props["policy"], "identity");
        const catalogue = new RegExp(
            `^arn:${partition}:iam::(?:\\*|\\d{12}):role/${prefix}Roles/[\\w+=,.@*-]+$`,
        );
        return [
            ...faults.map(
                ({ path, message }) => `Permissions boundary${path && ` ${path}`} ${message}.`,
            ),
            ...statements
                .filter(({ effect }) => effect === "Allow")
                .flatMap((statement) => wider(statement, catalogue))
                .map((what) => `The permissions boundary of entry roles allows ${what}.`),
        ];
    },
};

const assumeActions = ["sts:assumerole", "sts:setsourceidentity", "sts:tagsession"];

const wider = (
    { actions, notActions, resources, notResources }: Statement,
    catalogue: RegExp,
): readonly string[] => [
    ...actions.filter((action) => !assumeActions.includes(action.toLowerCase())),
    ...notActions.map((action) => `every action except ${action}`),
    ...resources.filter((resource) => !catalogue.test(resource)),
    ...notResources.map((resource) => `every resource except ${resource}`),
];

/** An entry role is to a pipeline what a group is to a user: it names the roles that may be assumed, and nothing else. */
export const pipelineAssumesOnly: StackRule = {
    name: "iam-pipeline-assumes-only",
    description:
        "An entry role may assume named roles of accounts that its class reaches, by policies of its own, and do nothing else.",
    severity: "critical",
    remediationSteps:
        "Name each role's ARN in the entry role's inline policy, with the actions sts:AssumeRole, sts:SetSourceIdentity and sts:TagSession.",
    url,
    governs: oneOf(roleType, inlineType, managedPolicyType, ...attaching),
    judgesInputs: true,
    checkStack: (resources, context) => {
        const entries = entryRolesOf(resources, context);
        return [...entries].flatMap(([role, { resource, policies, others }]) => [
            ...["inlinePolicies", "managedPolicyArns"]
                .filter((key) => {
                    const list = resource.props[key];
                    return list !== undefined && !(Array.isArray(list) && list.length === 0);
                })
                .map((key) => ({
                    urn: resource.urn,
                    message: `Entry role ${show(role)} has ${key}; it must have inline policies of their own (rolePolicy) alone.`,
                })),
            ...others.map(({ urn, type }) => ({
                urn,
                message: `${type} gives entry role ${show(role)} managed policies; write what it may assume as its inline policy (rolePolicy).`,
            })),
            ...policies.flatMap((policy) =>
                policyFaults(policy, entryClass(resource, context), context).map((reason) => ({
                    urn: policy.urn,
                    message: `Policy of entry role ${show(role)} ${reason}`,
                })),
            ),
        ]);
    },
};

function policyFaults(
    { props }: ResourceFacts,
    trustClass: TrustClass | undefined,
    context: Context,
): readonly string[] {
    const { statements, faults } = parseAssumePolicy(props["policy"], context);
    const allows = statements.filter(({ effect }) => effect === "Allow");
    return [
        ...faults.map(({ path, message }) => `${path} ${message}.`.trimStart()),
        ...allows.flatMap((statement) => foreignGrants(statement, context, "an entry role")),
        ...(trustClass !== "nonprod"
            ? []
            : allows.flatMap((statement) =>
                  reachOf(statement, context).map(
                      (reason) => `lets a nonprod entry role ${reason}.`,
                  ),
              )),
    ];
}

/** A change that was not reviewed runs as its author wants, so it may read and no more. */
export const proposalsReadOnly: StackRule = {
    name: "iam-pipeline-proposals-read-only",
    description:
        "An entry role that pull requests, any branch or plans come by may assume roles that read, and no others.",
    severity: "critical",
    remediationSteps:
        "Limit the pipeline's roles to those that read, and make another pipeline for a protected branch, tag or environment.",
    url: "https://docs.github.com/en/actions/reference/security/oidc",
    governs: oneOf(roleType, inlineType, managedPolicyType, ...attaching),
    judgesInputs: true,
    checkStack: (resources, context) => {
        const reads = new RegExp(
            `^arn:${context.partition}:iam::\\d{12}:role/${context.prefix}Roles/${context.prefix}(?:${readingRoles.join("|")})$`,
        );
        const entries = [...entryRolesOf(resources, context)].filter(([, { resource }]) =>
            isOfProposals(resource, context),
        );
        const granted = entries.flatMap(([role, { policies }]) =>
            policies.flatMap(({ urn, props }) =>
                parseAssumePolicy(props["policy"], context)
                    .statements.filter((statement) => assumes(statement))
                    .flatMap(({ resources: arns, notResources }) => [
                        ...arns.filter((arn) => !reads.test(arn)),
                        ...notResources.map((arn) => `every role except ${arn}`),
                    ])
                    .map((what): StackViolation => ({ urn, message: proposalText(role, what) })),
            ),
        );
        // In its own account a role's trust policy alone lets an entry role in.
        const trusted = resources
            .filter((resource) => resource.type === roleType)
            .flatMap((resource) => {
                const named = entries.filter(([role, entry]) =>
                    namesEntry(resource, role, entry.resource, context),
                );
                const isReading = reads.test(arnOf(resource, context));
                return isReading
                    ? []
                    : named.map(([role]): StackViolation => ({
                          urn: resource.urn,
                          message: proposalText(role, arnOf(resource, context)),
                      }));
            });
        return [...granted, ...trusted];
    },
};

const proposalText = (role: string, what: string): string =>
    `Entry role ${show(role)} takes pull requests, any branch or plans, and may assume ${what}; it may assume ${readingRoles.join(", ")} alone.`;

const assumes = ({ effect, actions, notActions }: Statement): boolean =>
    effect === "Allow" &&
    (notActions.length > 0 || actions.some((pattern) => coversAction(pattern, "sts:AssumeRole")));

const policyArnOf = ({ props }: ResourceFacts, { partition, account }: Context): string =>
    `arn:${partition}:iam::${account.id}:policy${String(props["path"])}${String(props["name"])}`;

const arnOf = ({ props }: ResourceFacts, { partition, account }: Context): string =>
    `arn:${partition}:iam::${account.id}:role${String(props["path"])}${String(props["name"])}`;

const namesEntry = (
    resource: ResourceFacts,
    role: string,
    entry: ResourceFacts,
    context: Context,
): boolean => {
    const arn = arnOf({ ...entry, props: { ...entry.props, name: role } }, context);
    return trustAllows(resource).some(({ principals }) =>
        principals.some(({ value }) => value === arn),
    );
};

/**
 * Whether one of an entry role's subjects is of changes that were not reviewed. The subject of a GitHub environment names no branch, and
 * an environment that isn't restricted to branches takes each: of class prod, it must name its ref besides.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
const isOfProposals = (resource: ResourceFacts, context: Context): boolean =>
    trustAllows(resource).some((statement) =>
        statement.principals.some(({ type, value }) => {
            const address = type === "Federated" ? issuerAddress(value, context) : undefined;
            if (address === undefined) return false;
            const subjects = demanded(statement, `${address}:sub`, subjectOperators);
            const isProd = entryClass(resource, context) !== "nonprod";
            return subjects.some((subject) => {
                const read = readSubject(address, subject, statement);
                return read?.isOfProposals === true || (isProd && read?.isOfAnyRef === true);
            });
        }),
    );

interface Entry {
    readonly resource: ResourceFacts;
    /** Its inline policies, and those of the stack that it assumes roles by. */
    readonly policies: readonly ResourceFacts[];
    /** What gives it others. */
    readonly others: readonly ResourceFacts[];
}

/** Entry roles by name, each with what gives it policies; a name that isn't known yet is that of the role it comes from. */
function entryRolesOf(
    resources: readonly ResourceFacts[],
    context: Context,
): ReadonlyMap<string, Entry> {
    const roles = resources.filter(
        (resource) => resource.type === roleType && isEntryRole(resource, context),
    );
    const assumePolicies = new Map(
        resources
            .filter((resource) => isAssumePolicy(resource, context))
            .map((resource) => [policyArnOf(resource, context), resource]),
    );
    const attached = ({ type, props }: ResourceFacts): ResourceFacts | undefined =>
        type === attachmentType
            ? assumePolicies.get(assumePolicyArn(props["policyArn"], context)?.arn ?? "")
            : undefined;
    return new Map(
        roles.map((resource) => {
            const name = resource.props["name"];
            const own = resources.filter(
                ({ props, sources }) =>
                    (typeof name === "string" && props["role"] === name) ||
                    sources?.["role"]?.includes(resource.urn) === true,
            );
            return [
                typeof name === "string" ? name : resource.urn,
                {
                    resource,
                    policies: [
                        ...own.filter(({ type }) => type === inlineType),
                        ...own.map(attached).filter((policy) => policy !== undefined),
                    ],
                    others: own.filter(
                        (its) => attaching.includes(its.type) && attached(its) === undefined,
                    ),
                },
            ];
        }),
    );
}
