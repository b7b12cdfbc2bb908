import { describeAccount, mayAssume } from "../environmentBoundary";
import { parseDocument } from "../parseDocument";
import type { ParsedDocument } from "../parseDocument";
import { entryKind } from "../entryRole";
import type { EntryKind } from "../entryRole";
import { judgePrincipal, judgeProvider } from "../principal";
import type { TrustedPrincipal } from "../principal";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule } from "../rule";
import { isGuardedBy, label } from "../statement";
import type { Statement } from "../statement";
import { show } from "../unknown";

const governs = oneOf("aws:iam/role:Role");
const url =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html";
const allowedActions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
/** Of entry roles: Buildkite's tokens come with session tags; an assertion may say who the person is. */
const entryActions: Readonly<Record<EntryKind, readonly string[]>> = {
    pipeline: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
    federatedGroup: ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"],
};

const trustOf = ({ props }: ResourceFacts): ParsedDocument =>
    parseDocument(props["assumeRolePolicy"], "trust");

/** Allow statements, each with its acceptable principals. */
const trusted = (
    resource: ResourceFacts,
    context: Context,
): { statement: Statement; value: string; principal: TrustedPrincipal }[] =>
    trustOf(resource)
        .statements.filter(({ effect }) => effect === "Allow")
        .flatMap((statement) =>
            statement.principals.flatMap((named) => {
                const principal = judgePrincipal(named, context);
                return principal.kind === "refused"
                    ? []
                    : [{ statement, value: named.value, principal }];
            }),
        );

/** The grammar of trust policies, so that the other rules read each policy correctly. */
export const trustIsWellFormed: Rule = {
    name: "iam-role-trust-is-well-formed",
    description:
        "A trust policy is known at preview, follows IAM's grammar and allows only to assume the role.",
    severity: "critical",
    remediationSteps:
        "Build the trust policy as an object from computed ARNs, with Principal and Action in each statement.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    governs,
    check: (resource, context) => {
        const { statements, faults } = trustOf(resource);
        const kind = entryKind(resource, context);
        const actions = kind === undefined ? allowedActions : entryActions[kind];
        return [
            ...faults.map(({ path, message }) => `Trust policy${path && ` ${path}`} ${message}.`),
            ...statements.flatMap((statement) =>
                statement.actions
                    .filter(
                        (action) =>
                            !actions.some(
                                (allowed) => allowed.toLowerCase() === action.toLowerCase(),
                            ),
                    )
                    .map(
                        (action) =>
                            `Trust policy ${label(statement)} has the action ${action}; a trust policy may have only ${actions.join(", ")}.`,
                    ),
            ),
        ];
    },
};

/** The principals that a trust policy may name in any account. A condition does not make a broad principal acceptable. */
export const trustNamesPrincipals: Rule = {
    name: "iam-role-trust-names-principals",
    description:
        "A trust policy names the exact ARNs of the platform's users and entry roles, or a service whose requests can be limited to this account; an entry role's names an identity provider of the state account.",
    severity: "critical",
    remediationSteps:
        "Name each user's or entry role's full ARN; never an account, a wildcard, a group or another role. Pipelines enter by identities/pipelines.ts, federated people by identities/federatedPeople.ts.",
    url,
    governs,
    check: (resource, context) =>
        trustOf(resource)
            .statements.filter(({ effect }) => effect === "Allow")
            .flatMap((statement) =>
                statement.principals.flatMap((named) => {
                    const kind = entryKind(resource, context);
                    const judged =
                        kind === undefined
                            ? judgePrincipal(named, context)
                            : judgeProvider(kind, named, context);
                    return judged.kind === "refused"
                        ? [`Trust policy ${label(statement)} trusts ${judged.reason}.`]
                        : [];
                }),
            ),
};

/** The environment boundary in the roles' trust policies. */
export const trustKeepsEnvironmentBoundary: Rule = {
    name: "iam-role-trust-keeps-environment-boundary",
    description:
        "A role in a production or state account trusts no nonprod identity; where nonprod shares the state account, none that writes identities does.",
    severity: "critical",
    remediationSteps:
        "Remove the nonprod identity from the trust policy, or create the role in a nonprod account.",
    url,
    governs,
    check: (resource, context) =>
        trusted(resource, context).flatMap(({ statement, value, principal }) =>
            principal.kind === "service" ||
            mayAssume(principal.trustClass, resource.props["name"], context)
                ? []
                : [
                      context.account.sharedWith === undefined
                          ? `Trust policy ${label(statement)} lets the nonprod identity ${value} into account ${describeAccount(context.account)}; only prod identities may be trusted there.`
                          : `Trust policy ${label(statement)} lets the nonprod identity ${value} assume ${show(resource.props["name"])} in account ${describeAccount(context.account)}; it writes identities, so that only prod identities may be trusted.`,
                  ],
        ),
};

/** Prevents other accounts from using the role through an AWS service (confused deputy). */
export const trustGuardsServices: Rule = {
    name: "iam-role-trust-guards-services",
    description: "A trust policy that names a service limits it to requests of this account.",
    severity: "high",
    remediationSteps:
        'Add Condition {"StringEquals": {"aws:SourceAccount": "<this account>"}} to the statement.',
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    governs,
    check: (resource, context) =>
        trusted(resource, context).flatMap(({ statement, value, principal }) =>
            principal.kind !== "service" ||
            isGuardedBy(statement, ["StringEquals"], "aws:SourceAccount", [context.account.id])
                ? []
                : [
                      `Trust policy ${label(statement)} trusts the service ${value} on behalf of any account; add Condition StringEquals aws:SourceAccount ${context.account.id}.`,
                  ],
        ),
};

/** People must assume roles with a second factor, not with a password alone. */
export const trustRequiresMfaOfPeople: Rule = {
    name: "iam-role-trust-requires-mfa-of-people",
    description: "A trust policy that names a person requires multi-factor authentication.",
    severity: "high",
    remediationSteps:
        'Put people in a statement with Condition {"Bool": {"aws:MultiFactorAuthPresent": "true"}}.',
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
    governs,
    check: (resource, context) =>
        trusted(resource, context).flatMap(({ statement, value, principal }) =>
            principal.kind !== "person" ||
            isGuardedBy(statement, ["Bool"], "aws:MultiFactorAuthPresent", ["true"])
                ? []
                : [
                      `Trust policy ${label(statement)} trusts the person ${value} without MFA; add Condition Bool aws:MultiFactorAuthPresent "true".`,
                  ],
        ),
};
