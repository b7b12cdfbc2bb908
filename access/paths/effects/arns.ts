import type { ControlledNode } from "../controlledNode";

/**
 * ARN patterns of the resources that a node may act on: the resources with the prefix in its Allow
 * statements.
 *
 * @param prefix e.g. `arn:aws:iam::222222222222:role/`
 */
export function arnsFor(
    controlled: ControlledNode,
    action: string,
    prefix: string,
): ReadonlySet<string> {
    const named = controlled.principals.flatMap(({ kind, policies }) =>
        kind === "root"
            ? ["*"]
            : policies.flatMap(({ fault, statements }) =>
                  fault !== undefined
                      ? ["*"]
                      : statements
                            .filter(
                                ({ effect, actions }) => effect === "Allow" && actions.has(action),
                            )
                            .flatMap(({ resources }) =>
                                resources === undefined || resources.except
                                    ? ["*"]
                                    : resources.patterns,
                            ),
              ),
    );
    // A pattern that does not start with the prefix, or has a policy variable, may match any ARN.
    return new Set(
        named.map((pattern) =>
            pattern.startsWith(prefix) && !pattern.includes("${") ? pattern : `${prefix}*`,
        ),
    );
}
