import {
    entryRootPaths,
    groupPath,
    iamArn,
    policyPath,
    rolePath,
    secretPath,
    userRootPath,
} from "../platform/naming";
import type { AccountScope } from "../platform/naming";
import type { PolicyStatement } from "../platform/policyDocument";

/** What reads IAM and the metadata of secrets. Any other action on an identity counts as a write, the value of its secret too. */
const harmless =
    /^(iam:(Get|List|Simulate|Generate)[A-Za-z*?]*|iam:PassRole|secretsmanager:(Describe|List)[A-Za-z*?]*|secretsmanager:(Get|Validate)ResourcePolicy)$/i;
const services = ["iam", "secretsmanager"];
/** Any will do. */
const anyRegion = "us-east-1";

/**
 * What a statement may do to identities, groups, trust policies, the platform's policies, identity providers or identities'
 * secrets: `action on resource` of each.
 *
 * Conditions don't count: who meets them isn't known.
 */
export function identityWrites(
    {
        Effect,
        Action = ["everything that NotAction leaves"],
        Resource = ["what NotResource leaves"],
        NotAction,
        NotResource,
    }: PolicyStatement,
    scope: AccountScope,
): readonly string[] {
    if (Effect === "Deny") return [];
    const actions =
        NotAction === undefined ? [...Action].filter((action) => isIdentityWrite(action)) : Action;
    const resources =
        NotResource === undefined
            ? [...Resource].filter((resource) => isIdentity(resource, scope))
            : Resource;
    return actions.flatMap((action) => resources.map((resource) => `${action} on ${resource}`));
}

const isIdentityWrite = (action: string): boolean =>
    services.some((service) => meetsPrefix(action.toLowerCase(), `${service}:`)) &&
    !harmless.test(action);

function isIdentity(pattern: string, scope: AccountScope): boolean {
    const { partition, prefix, accountId } = scope;
    const read = pattern
        .replace(/\$\{[^}]*\}/g, "*")
        // A secret's name has no colon, so that this star is the region alone.
        .replace(/^(arn:[^:*]*:secretsmanager:)\*(:\d{12}:secret:)/, `$1${anyRegion}$2`);
    // A pattern of one region is about the secrets there.
    const region = /^arn:[^:]*:secretsmanager:([a-z0-9-]+):/.exec(read)?.[1] ?? anyRegion;
    return [
        iamArn(scope, `user${userRootPath(prefix, "serviceAccount")}`),
        iamArn(scope, `user${userRootPath(prefix, "person")}`),
        iamArn(scope, `group${groupPath(prefix)}`),
        iamArn(scope, `role${rolePath(prefix)}`),
        ...entryRootPaths(prefix).map((path) => iamArn(scope, `role${path}`)),
        iamArn(scope, `policy${policyPath(prefix)}`),
        `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${secretPath(prefix)}`,
        // A cluster's provider admits its pods only.
        ...(pattern.includes(":oidc-provider/oidc.eks.")
            ? []
            : [iamArn(scope, "oidc-provider/"), iamArn(scope, "saml-provider/")]),
    ].some((start) => meetsPrefix(read, start));
}

/** Whether a text that begins with the prefix may match a pattern, where `*` is any text and `?` one character. */
function meetsPrefix(pattern: string, prefix: string): boolean {
    const wildcard = pattern.search(/[*?]/);
    const literal = wildcard === -1 ? pattern : pattern.slice(0, wildcard);
    if (wildcard === -1 || literal.length >= prefix.length) return literal.startsWith(prefix);
    if (!prefix.startsWith(literal)) return false;
    // Positions in the pattern that a beginning of the prefix leads to.
    let positions = reachable(pattern, [0]);
    for (const char of prefix) {
        positions = reachable(
            pattern,
            positions.flatMap((at) => {
                const found = pattern[at];
                if (found === "*") return [at];
                return found === char || found === "?" ? [at + 1] : [];
            }),
        );
    }
    return positions.length > 0;
}

/** Positions, and those after a `*` that stands for nothing. */
function reachable(pattern: string, from: readonly number[]): readonly number[] {
    const found = new Set(from);
    for (const at of found) if (pattern[at] === "*") found.add(at + 1);
    return [...found];
}
