import type { Reported } from "./reported";
import type { Context, ResourceFacts } from "./rule";

/**
 * ARNs of the users, groups, roles and policies that have a report, or one of whose policies or memberships has.
 *
 * @param rules names of those that count
 */
export function reportedArns(
    resources: readonly ResourceFacts[],
    context: Context,
    reported: Reported,
    rules: readonly string[],
): ReadonlySet<string> {
    const named = new Map(
        resources.flatMap((resource) => {
            const found = nameOf(resource);
            return found === undefined ? [] : [[`${found.kind} ${found.name}`, found] as const];
        }),
    );
    const ofHolder = ({ props }: ResourceFacts) =>
        (["user", "group", "role"] as const).map((kind) =>
            named.get(`${kind} ${String(props[kind])}`),
        );
    return new Set(
        resources
            .filter(({ urn }) => reported.has(urn, rules))
            .flatMap((resource) => [nameOf(resource), ...ofHolder(resource)])
            .filter((found) => found !== undefined)
            .map(
                ({ kind, path, name }) =>
                    `arn:${context.partition}:iam::${context.account.id}:${kind}${path}${name}`,
            ),
    );
}

/** What IAM calls a user, group, role or policy. */
function nameOf({ type, props }: ResourceFacts) {
    const kind = /^aws:iam\/(user|group|role|policy):/.exec(type)?.[1];
    const { name, path = "/" } = props;
    return kind === undefined || typeof name !== "string" || typeof path !== "string"
        ? undefined
        : { kind, name, path };
}
