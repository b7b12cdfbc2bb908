import type { PolicyStatement } from "../platform/policyDocument";

/** Actions that return a credential or a secret, whatever their names begin with. */
const showsSecrets: readonly RegExp[] = [
    /^secretsmanager:.*SecretValue$/,
    /^ssm:GetParameter/,
    /^sts:/,
    /:Get\w*(?:Token|Credential|Password|Key)s?$/,
];

const reads = /^[a-z0-9-]+:(?:Get|List|Describe)\w+$/;

/** What a statement allows that may change something or show a secret; an action with a wildcard may. */
export const actionsThatWrite = ({
    Effect,
    Action = [],
    NotAction = [],
}: PolicyStatement): readonly string[] =>
    Effect === "Deny"
        ? []
        : [
              ...Action.filter(
                  (action) =>
                      !reads.test(action) || showsSecrets.some((pattern) => pattern.test(action)),
              ),
              ...NotAction.map((action) => `everything but ${action}`),
          ];
