import type { Actor } from "../actor";
import { askAll } from "../ask";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import type { CreatedNode, Home } from "../world";
import { hopBy } from "./hop";
import { inside, requestAnywhere } from "./target";
import { boundaryChoices } from "./unbound";

/** Users and roles that an actor can make, by the names it may give them and the boundary they must have. */
export function* createPrincipal(
    actor: Actor,
    primitive: Primitive,
    { wanted }: Scope,
): Iterable<Power> {
    const { effect, actions, anywhere = [] } = primitive;
    const { home } = actor;
    if (effect.does !== "creates" || home === undefined) return;
    for (const arn of newArns(actor, home, effect.target, actions)) {
        for (const boundary of [undefined, ...boundaryChoices(home)]) {
            const node = createdNode(home, effect.target, arn, boundary);
            const gives = { controls: node };
            // One without a cap makes all others superfluous.
            if (!wanted(gives)) break;
            const yes = askAll(actor, [
                ...actions.map((action) => ({
                    action,
                    resource: arn,
                    isPattern: true,
                    ...inside(home),
                    permissionsBoundary: boundary ?? null,
                })),
                ...anywhere.map((action) => requestAnywhere(action, home)),
            ]);
            if (yes === undefined) continue;
            yield { gives, hop: hopBy(actor, primitive, arn, yes) };
            if (node.boundary === undefined) break;
        }
    }
}

function createdNode(
    home: Home,
    type: CreatedNode["type"],
    arn: string,
    boundaryArn: string | undefined,
): CreatedNode {
    const policy = home.account.managedPolicies.find((known) => known.arn === boundaryArn);
    return {
        index: -1,
        kind: "created",
        type,
        arn,
        home,
        // A boundary that isn't of the account caps nothing that matters.
        ...(policy === undefined
            ? {}
            : { boundary: { document: policy.document, arn: policy.arn } }),
    };
}

/** ARNs of what may be made: those parts of the account's users or roles that the statements which allow it name. */
function newArns(
    { askers }: Actor,
    { account }: Home,
    type: CreatedNode["type"],
    actions: readonly string[],
): ReadonlySet<string> {
    const any = `arn:${account.partition}:iam::${account.id}:${type}/`;
    const [creates = ""] = actions;
    const patterns = askers.flatMap(({ kind, policies }) =>
        kind === "root"
            ? ["*"]
            : policies.flatMap(({ fault, statements }) =>
                  fault !== undefined
                      ? ["*"]
                      : statements
                            .filter(({ effect }) => effect === "Allow")
                            .filter((statement) => statement.actions.has(creates))
                            .flatMap(({ resources }) =>
                                resources === undefined || resources.except
                                    ? ["*"]
                                    : resources.patterns,
                            ),
              ),
    );
    return new Set(
        patterns.map((pattern) =>
            pattern.startsWith(any) && !pattern.includes("${") ? pattern : `${any}*`,
        ),
    );
}
