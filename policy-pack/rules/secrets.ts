import type { TrustClass } from "../environmentBoundary";
import { coversAction } from "../glob";
import { parseDocument } from "../parseDocument";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule } from "../rule";
import { isGuardedBy, label } from "../statement";
import type { Statement } from "../statement";
import { show } from "../unknown";

const secretPolicy = "aws:secretsmanager/secretPolicy:SecretPolicy";
const secret = "aws:secretsmanager/secret:Secret";
const url =
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html";
const readActions = ["secretsmanager:GetSecretValue", "secretsmanager:ReplicateSecretToRegions"];

/** Whose readers a policy names. The secret's own ARN tells its class too, once it is known. */
function readersOf(
    document: readonly Statement[],
    secretArn: unknown,
    { prefix, secretReaders }: Context,
): readonly string[] {
    const named = document.flatMap((statement) => [
        ...(statement.effect === "Allow" ? statement.principals.map(({ value }) => value) : []),
        ...statement.conditions.flatMap(({ key, values }) =>
            key === "aws:principalarn" ? values : [],
        ),
    ]);
    const path = new RegExp(`:secret:${prefix}ServiceAccounts/(nonprod|prod)/`);
    const told = typeof secretArn === "string" ? path.exec(secretArn)?.[1] : undefined;
    const trustClass =
        (told as TrustClass | undefined) ??
        (named.some((arn) => secretReaders.prod.includes(arn)) ? "prod" : "nonprod");
    return secretReaders[trustClass];
}

/** A credential is as good as the identity: who reads a prod key is prod. */
export const secretRefusesOthers: Rule = {
    name: "secretsmanager-secret-policy-refuses-others",
    description:
        "A secret's policy lets in the configured readers of one class and refuses everybody else.",
    severity: "critical",
    remediationSteps:
        "Allow configured readers (secretReaders) alone, and deny reading to everybody else with ArnNotEquals aws:PrincipalArn.",
    url,
    governs: oneOf(secretPolicy),
    check: ({ props }, context) => {
        const { statements, faults } = parseDocument(props["policy"], "resource");
        if (faults.length > 0) {
            return faults.map(
                ({ path, message }) => `Secret policy${path && ` ${path}`} ${message}.`,
            );
        }
        const readers = readersOf(statements, props["secretArn"], context);
        const open = readActions.filter(
            (action) => !statements.some((statement) => refuses(statement, action, readers)),
        );
        return [
            ...statements
                .filter(({ effect }) => effect === "Allow")
                .flatMap((statement) => foreignReaders(statement, readers)),
            ...open.map(
                (action) =>
                    `Secret policy leaves ${action} open; add a Deny of it to everybody but the configured readers.`,
            ),
        ];
    },
};

const foreignReaders = (statement: Statement, readers: readonly string[]): readonly string[] => [
    ...statement.principals
        .filter(({ type, value }) => type !== "AWS" || !readers.includes(value))
        .map(
            ({ value }) =>
                `Secret policy ${label(statement)} lets in ${value}, no configured reader of its class; add it to secretReaders or remove it.`,
        ),
    ...statement.actions
        .filter((action) => action.toLowerCase() !== "secretsmanager:getsecretvalue")
        .map(
            (action) =>
                `Secret policy ${label(statement)} allows ${action}; readers get secretsmanager:GetSecretValue alone.`,
        ),
];

/** Whether a statement denies an action on the secret to everybody but readers. */
const refuses = (statement: Statement, action: string, readers: readonly string[]): boolean =>
    statement.effect === "Deny" &&
    statement.principals.some(({ type, value }) => type === "AWS" && value === "*") &&
    statement.resources.includes("*") &&
    statement.actions.some((pattern) => coversAction(pattern, action)) &&
    // A second condition would have to hold too, and so would narrow the refusal.
    (statement.conditions.length === 0 ||
        (statement.conditions.length === 1 &&
            isGuardedBy(statement, ["ArnNotEquals"], "aws:PrincipalArn", readers)));

/** What is in Pulumi's state is read by whoever reads the state. */
export const secretVersionIsNotInState: Rule = {
    name: "secretsmanager-secret-value-is-not-in-state",
    description:
        "No secret's value is in Pulumi's state, and no secret's policy is hidden in the secret.",
    severity: "critical",
    remediationSteps:
        "Write values with `iam-profiles credentials rotate`; write the policy as a SecretPolicy.",
    url,
    governs: (type) => type === secret || type === "aws:secretsmanager/secretVersion:SecretVersion",
    check: ({ type, props }) =>
        type === secret
            ? secretFaults(props)
            : [
                  `${type} is refused; its value would be in Pulumi's state: write it with \`iam-profiles credentials rotate\`.`,
              ],
};

/** A replica doesn't take the secret's policy along. */
const secretFaults = (props: ResourceFacts["props"]): readonly string[] => [
    ...(props["policy"] === undefined || props["policy"] === ""
        ? []
        : ["policy is set on the secret; write it as a SecretPolicy, which is judged."]),
    ...(props["replicas"] === undefined ||
    (Array.isArray(props["replicas"]) && props["replicas"].length === 0)
        ? []
        : [
              `replicas is ${show(props["replicas"])}; a replica has no policy that refuses readers: remove it.`,
          ]),
];
