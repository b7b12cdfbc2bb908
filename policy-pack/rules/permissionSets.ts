import { assumePolicyArn, parseAssumePolicy } from "../assumePolicy";
import type { TrustClass } from "../environmentBoundary";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule, StackRule, StackViolation } from "../rule";
import { label } from "../statement";
import { show } from "../unknown";
import { foreignGrants, reachOf } from "./groupPolicy";

const setType = "aws:ssoadmin/permissionSet:PermissionSet";
const inlineType = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy";
const boundaryType = "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment";
const attachmentType =
    "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment";
const assignmentType = "aws:ssoadmin/accountAssignment:AccountAssignment";
const contentTypes = [inlineType, boundaryType, attachmentType, assignmentType];
const url = "https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html";

/** Class in the name of a permission set, e.g. `PSKProd-Team`; `undefined`: it has none. */
function classOf(name: unknown, { prefix }: Context): TrustClass | undefined {
    if (typeof name !== "string") return undefined;
    const found = new RegExp(`^${prefix}(Prod|Nonprod)-[\\w+=,.@-]+$`).exec(name)?.[1];
    if (found === undefined) return undefined;
    return found === "Prod" ? "prod" : "nonprod";
}

type Check = (props: ResourceFacts["props"], context: Context) => readonly string[];

const checks: Readonly<Record<string, Check>> = {
    [setType]: ({ name, sessionDuration }, context) => [
        ...(classOf(name, context) === undefined
            ? [
                  `name is ${show(name)}; a permission set's must begin with its class: ${context.prefix}Prod- or ${context.prefix}Nonprod-.`,
              ]
            : []),
        ...(sessionDuration === "PT1H"
            ? []
            : [`sessionDuration is ${show(sessionDuration)}; must be PT1H.`]),
    ],
    [inlineType]: ({ inlinePolicy }, context) => {
        const { statements, faults } = parseAssumePolicy(inlinePolicy, context);
        return [
            ...faults.map(({ path, message }) => `Inline policy${path && ` ${path}`} ${message}.`),
            ...statements
                .filter(({ effect }) => effect === "Allow")
                .flatMap((statement) => foreignGrants(statement, context, "a permission set")),
        ];
    },
    [boundaryType]: ({ permissionsBoundary }, { prefix }) => {
        const expected = `{"customerManagedPolicyReference":{"name":"${prefix}PipelineBoundary","path":"/${prefix}Policies/"}}`;
        return canonical(permissionsBoundary) === canonical(JSON.parse(expected))
            ? []
            : [`permissionsBoundary is ${show(permissionsBoundary)}; must be ${expected}.`];
    },
    [attachmentType]: (props, context) =>
        attachedClass(props, context) === undefined
            ? [
                  `customerManagedPolicyReference is ${show(props["customerManagedPolicyReference"])}; a permission set gets policies below ${context.prefix}Policies/assume/ alone.`,
              ]
            : [],
    [assignmentType]: ({ targetType, targetId, principalType, principalId }, { stateAccount }) => [
        ...(targetType === "AWS_ACCOUNT" && targetId === stateAccount.id
            ? []
            : [
                  `It is assigned in ${show(targetType)} ${show(targetId)}; must be in AWS_ACCOUNT "${stateAccount.id}": people reach other accounts by its role.`,
              ]),
        ...(principalType === "GROUP" && typeof principalId === "string"
            ? []
            : [
                  `It is assigned to ${show(principalType)} ${show(principalId)}; must be a GROUP, by an id that is known at preview.`,
              ]),
    ],
};

/** The same text for objects that say the same: keys in order, without what is not set. */
const canonical = (value: unknown): string =>
    typeof value === "object" && value !== null
        ? `{${Object.entries(value)
              .filter(([, part]) => part !== undefined && part !== null && part !== "")
              .map(([key, part]) => `${key}:${canonical(part)}`)
              .sort()
              .join()}}`
        : String(value);

/** Class of the assume policy that a permission set gets; `undefined`: it is another policy. */
function attachedClass(
    { customerManagedPolicyReference }: ResourceFacts["props"],
    context: Context,
): TrustClass | undefined {
    const { partition, stateAccount } = context;
    const { name, path } = (customerManagedPolicyReference ?? {}) as Record<string, unknown>;
    if (typeof name !== "string" || typeof path !== "string") return undefined;
    const arn = `arn:${partition}:iam::${stateAccount.id}:policy${path}${name}`;
    return assumePolicyArn(arn, context)?.trustClass;
}

/** What people come by may do no more than a group of users: assume named roles. */
export const permissionSetAssumesOnly: Rule = {
    name: "sso-permission-set-assumes-only",
    description:
        "A permission set says its class, lasts an hour, may assume named roles within the boundary of entry roles and do nothing else, and is assigned to groups in the state account alone.",
    severity: "critical",
    remediationSteps:
        "Write the group in identities/federatedPeople.ts; the state stack makes its permission set.",
    url,
    governs: oneOf(setType, ...contentTypes),
    check: ({ type, props }, context) => {
        const { identityCenter } = context;
        const { instanceArn } = props;
        return [
            ...(instanceArn === identityCenter?.instanceArn
                ? []
                : [
                      `instanceArn is ${show(instanceArn)}; must be ${identityCenter?.instanceArn ?? "set as identityCenter in Pulumi.yaml"}.`,
                  ]),
            ...(checks[type]?.(props, context) ?? []),
        ];
    },
};

/** Which permission set a resource is of is known of all of a stack together. */
export const permissionSetKeepsClass: StackRule = {
    name: "sso-permission-set-keeps-class",
    description:
        "A permission set has one inline policy and its boundary, which are the stack's own; one of nonprod reaches roles of nonprod accounts alone.",
    severity: "critical",
    remediationSteps:
        "List only roles of nonprod accounts, or name the permission set <prefix>Prod-...; give each set its boundary.",
    url,
    governs: oneOf(setType, ...contentTypes),
    judgesInputs: true,
    checkStack: (resources, context) => {
        const sets = resources.filter(({ type }) => type === setType);
        const contents = resources
            .filter(({ type }) => contentTypes.includes(type))
            .map((resource) => ({ resource, set: setOf(resource, sets) }));
        return [
            ...contents
                .filter(({ set }) => set === undefined)
                .map(({ resource: { type, urn } }) => ({
                    urn,
                    message: `${type} is about a permission set that this stack does not make.`,
                })),
            ...sets.flatMap((set) =>
                setFaults(
                    set,
                    contents.filter((one) => one.set === set).map(({ resource }) => resource),
                    context,
                ),
            ),
        ];
    },
};

function setFaults(
    set: ResourceFacts,
    contents: readonly ResourceFacts[],
    context: Context,
): readonly StackViolation[] {
    const { name } = set.props;
    const of = (type: string): readonly ResourceFacts[] =>
        contents.filter((one) => one.type === type);
    const counted = [
        { type: inlineType, what: "inline policy" },
        { type: boundaryType, what: "boundary" },
    ].filter(({ type }) => of(type).length !== 1);
    const isNonprod = classOf(name, context) !== "prod";
    return [
        ...counted.map(({ type, what }) => ({
            urn: set.urn,
            message: `Permission set ${show(name)} has ${of(type).length} times ${what}; must have one.`,
        })),
        ...(!isNonprod ? [] : of(inlineType)).flatMap(({ urn, props }) =>
            parseAssumePolicy(props["inlinePolicy"], context)
                .statements.filter(({ effect }) => effect === "Allow")
                .flatMap((statement) =>
                    reachOf(statement, context).map((reason) => ({
                        urn,
                        message: `Inline policy ${label(statement)} lets the nonprod permission set ${show(name)} ${reason}.`,
                    })),
                ),
        ),
        ...(!isNonprod ? [] : of(attachmentType))
            .filter(({ props }) => attachedClass(props, context) === "prod")
            .map(({ urn, props }) => ({
                urn,
                message: `The nonprod permission set ${show(name)} gets ${show(props["customerManagedPolicyReference"])}, a policy of prod identities.`,
            })),
    ];
}

/** The permission set of the stack that a resource is about: by the source of its ARN, or by the ARN once it is known. */
function setOf(
    { props, sources }: ResourceFacts,
    sets: readonly ResourceFacts[],
): ResourceFacts | undefined {
    const arn = props["permissionSetArn"];
    const bySource = sources?.["permissionSetArn"] ?? [];
    return sets.find(
        ({ urn, props: its, outputs }) =>
            (bySource.length === 1 && bySource[0] === urn) ||
            (typeof arn === "string" && (outputs?.["arn"] === arn || its["arn"] === arn)),
    );
}
