import type { ControlledNode } from "../controlledNode";

/**
 * ARNs of what an controlled may act on: those parts of all ARNs with a prefix that the statements which allow it name.
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
    // What isn't plainly a part may be any: a wildcard in the account's place, or a policy variable.
    return new Set(
        named.map((pattern) =>
            pattern.startsWith(prefix) && !pattern.includes("${") ? pattern : `${prefix}*`,
        ),
    );
}
