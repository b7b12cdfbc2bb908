import { entryClass, entryKind, entryPaths, issuerAddress, trustAllows } from "../entryRole";
import { demanded, distrust, formOf, readSubject, subjectOperators } from "../pipelineSubject";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule } from "../rule";
import { label } from "../statement";
import type { Condition, Statement } from "../statement";
import { show } from "../unknown";
import { trustIsWellFormed, trustNamesPrincipals } from "./roleTrust";

const governs = oneOf("aws:iam/role:Role");
const url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html";

/** Providers that a statement of an entry role names, each with its issuer's address. */
const issuersOf = (statement: Statement, context: Context): readonly string[] =>
    statement.principals.flatMap(({ type, value }) =>
        type === "Federated" ? (issuerAddress(value, context) ?? []) : [],
    );

/** Each statement of an entry role with each issuer that it names. */
const admissions = (
    resource: ResourceFacts,
    context: Context,
): readonly { readonly statement: Statement; readonly address: string }[] =>
    entryKind(resource, context) !== "pipeline"
        ? []
        : trustAllows(resource).flatMap((statement) =>
              issuersOf(statement, context).map((address) => ({ statement, address })),
          );

/** Trust policies and the proof know an identity by its path, and providers live where identities do. */
export const entryRoleHasItsPlace: Rule = {
    name: "iam-pipeline-path-tells-class",
    description:
        "An entry role is in the state account, on the path of its class, with sessions of an hour.",
    severity: "critical",
    remediationSteps:
        "Write the pipeline in identities/pipelines.ts, the group in identities/federatedPeople.ts; the state stack makes its entry role.",
    url,
    governs,
    check: (resource, context) => {
        const kind = entryKind(resource, context);
        if (kind === undefined) return [];
        const { account, stateAccount } = context;
        const { path, maxSessionDuration } = resource.props;
        return [
            ...(account.id === stateAccount.id
                ? []
                : [
                      `The entry role is in account ${account.id} (${account.name}); identities must be in the state account ${stateAccount.id}.`,
                  ]),
            ...(entryClass(resource, context) === undefined
                ? [`path is ${show(path)}; an entry role's must be ${entryPaths(kind, context)}.`]
                : []),
            ...(maxSessionDuration === undefined || maxSessionDuration === 3600
                ? []
                : [
                      `maxSessionDuration is ${show(maxSessionDuration)}; an entry role's must be 3600.`,
                  ]),
        ];
    },
};

/** What a statement's conditions may be: each only narrows, and fails where the claim is missing. */
export const pipelineIsNamedExactly: Rule = {
    name: "iam-pipeline-trust-is-exact",
    description:
        "An entry role takes whole subjects of pipelines and one audience, by operators that fail where the claim is missing.",
    severity: "critical",
    remediationSteps:
        "Demand the whole subject and the audience with StringEquals, in one statement.",
    url,
    governs,
    explainedBy: [trustIsWellFormed.name, trustNamesPrincipals.name],
    check: (resource, context) =>
        admissions(resource, context).flatMap(({ statement, address }) => {
            const at = `Trust policy ${label(statement)}`;
            return [
                ...statement.conditions.flatMap((condition) =>
                    wrongOperator(condition).map((reason) => `${at} ${reason}`),
                ),
                ...subjectFaults(statement, address).map((reason) => `${at} ${reason}`),
                ...audienceFaults(statement, address).map((reason) => `${at} ${reason}`),
            ];
        }),
};

function wrongOperator({ operator, key }: Condition): readonly string[] {
    if (subjectOperators.includes(operator)) return [];
    return [
        /^ForAllValues:/.test(operator)
            ? `tests ${key} by ${operator}, which holds where the claim is missing; use StringEquals.`
            : `tests ${key} by ${operator}; an entry role's conditions are StringEquals, and StringLike for a ref or a user id.`,
    ];
}

function subjectFaults(statement: Statement, address: string): readonly string[] {
    const key = `${address}:sub`;
    if (formOf(address) === undefined) {
        return [`trusts the issuer ${address}, whose subjects this pack doesn't know.`];
    }
    const subjects = demanded(statement, key, subjectOperators);
    if (subjects.length === 0) {
        return [`demands no subject of ${address}; name it with StringEquals ${key}.`];
    }
    return subjects
        .filter((subject) => readSubject(address, subject, statement) === undefined)
        .map(
            (subject) =>
                `takes the subject ${show(subject)} of ${address}, which is no whole subject of one pipeline.`,
        );
}

function audienceFaults(statement: Statement, address: string): readonly string[] {
    const key = `${address}:aud`;
    const like = demanded(statement, key, ["StringLike"]);
    const equal = demanded(statement, key, ["StringEquals"]);
    const wild = [...equal, ...like].filter((audience) => /[*?$]/.test(audience));
    if (equal.length === 0 || like.length > 0 || wild.length > 0) {
        return [
            `demands the audience ${show([...equal, ...like])} of ${address}; name one with StringEquals ${key}.`,
        ];
    }
    return equal.length === 1
        ? []
        : [`takes ${equal.length} audiences of ${address}: ${equal.join(", ")}; name one.`];
}

/** Any customer of a shared issuer gets tokens there. */
export const pipelineOwnerIsTrusted: Rule = {
    name: "iam-pipeline-owner-is-trusted",
    description:
        "The owner of a pipeline is one of trustedOwners, or its issuer one of issuers, in Pulumi.yaml, and of the entry role's class.",
    severity: "critical",
    remediationSteps:
        "Add the owner to trustedOwners, or the issuer to issuers, in Pulumi.yaml; or trust a pipeline of your own.",
    url,
    governs,
    explainedBy: [trustIsWellFormed.name, trustNamesPrincipals.name, entryRoleHasItsPlace.name],
    check: (resource, context) =>
        admissions(resource, context).flatMap(({ statement, address }) => {
            const trustClass = entryClass(resource, context) ?? "prod";
            const reasons = demanded(statement, `${address}:sub`, subjectOperators).flatMap(
                (subject) => {
                    const read = readSubject(address, subject, statement);
                    return read === undefined
                        ? []
                        : (distrust(address, read, trustClass, context) ?? []);
                },
            );
            return [...new Set(reasons)].map(
                (reason) => `Trust policy ${label(statement)} lets in ${reason}.`,
            );
        }),
};
