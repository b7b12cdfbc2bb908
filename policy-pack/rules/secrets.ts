import type { TrustClass } from "../environmentBoundary";
import { coversAction } from "../glob";
import { parseDocument } from "../parseDocument";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule } from "../rule";
import { isGuardedBy, label } from "../statement";
import type { Statement } from "../statement";
import { show, unknown } from "../unknown";

const secretPolicy = "aws:secretsmanager/secretPolicy:SecretPolicy";
const secret = "aws:secretsmanager/secret:Secret";
const url =
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html";
const readActions = ["secretsmanager:GetSecretValue", "secretsmanager:ReplicateSecretToRegions"];

/** The trust class of a policy's readers. Once it is known, the secret's ARN contains the class too. */
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

/** A principal that reads an identity's key can act as the identity, so readers of prod keys count as prod. */
export const secretRefusesOthers: Rule = {
    name: "secretsmanager-secret-policy-refuses-others",
    description:
        "A secret's policy allows the configured readers of one class and denies all other principals.",
    severity: "critical",
    remediationSteps:
        "Allow only the configured readers (secretReaders), and deny read access to all others with ArnNotEquals aws:PrincipalArn.",
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
                    `Secret policy does not deny ${action} to others; add a Deny for all but the configured readers.`,
            ),
        ];
    },
};

const foreignReaders = (statement: Statement, readers: readonly string[]): readonly string[] => [
    ...statement.principals
        .filter(({ type, value }) => type !== "AWS" || !readers.includes(value))
        .map(
            ({ value }) =>
                `Secret policy ${label(statement)} allows ${value}, which is not a configured reader of its class; add it to secretReaders or remove it.`,
        ),
    ...statement.actions
        .filter((action) => action.toLowerCase() !== "secretsmanager:getsecretvalue")
        .map(
            (action) =>
                `Secret policy ${label(statement)} allows ${action}; readers may have only secretsmanager:GetSecretValue.`,
        ),
];

/** Whether a statement denies an action on the secret to all but the readers. */
const refuses = (statement: Statement, action: string, readers: readonly string[]): boolean =>
    statement.effect === "Deny" &&
    statement.principals.some(({ type, value }) => type === "AWS" && value === "*") &&
    statement.resources.includes("*") &&
    statement.actions.some((pattern) => coversAction(pattern, action)) &&
    // A second condition would have to match too, and so narrow the Deny.
    (statement.conditions.length === 0 ||
        (statement.conditions.length === 1 &&
            isGuardedBy(statement, ["ArnNotEquals"], "aws:PrincipalArn", readers)));

/** Everyone who can read Pulumi's state can read the values in it. */
export const secretVersionIsNotInState: Rule = {
    name: "secretsmanager-secret-value-is-not-in-state",
    description:
        "Pulumi's state contains no secret value, and a secret's policy is a resource of its own.",
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

/** The permissions boundary keeps roles from the secrets on this path alone. */
export const secretHasPath: Rule = {
    name: "secretsmanager-secret-is-on-path",
    description:
        "A secret's name begins with the service accounts' path and a trust class. One that a preview doesn't know is judged before the secret is made.",
    severity: "critical",
    remediationSteps: "Name it <prefix>ServiceAccounts/<class>/<user>-<suffix>.",
    url,
    governs: oneOf(secret),
    check: ({ props }, { prefix }) => {
        const name = props["name"];
        // Where the path isn't known, the name isn't either: a prefix would be another property.
        const path = new RegExp(`^${prefix}ServiceAccounts/(nonprod|prod)/`);
        return name === unknown || (typeof name === "string" && path.test(name))
            ? []
            : [
                  `name is ${show(name)}; must begin with ${prefix}ServiceAccounts/nonprod/ or ${prefix}ServiceAccounts/prod/.`,
              ];
    },
};

/** A replica does not have the secret's policy. */
const secretFaults = (props: ResourceFacts["props"]): readonly string[] => [
    ...(props["policy"] === undefined || props["policy"] === ""
        ? []
        : ["policy is set on the secret; use a SecretPolicy, which the pack checks."]),
    ...(props["replicas"] === undefined ||
    (Array.isArray(props["replicas"]) && props["replicas"].length === 0)
        ? []
        : [
              `replicas is ${show(props["replicas"])}; a replica is not protected by the secret's policy: remove it.`,
          ]),
];
