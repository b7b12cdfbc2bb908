import { controlledNode } from "./controlledNode";
import type { ControlledNode } from "./controlledNode";
import { Changes } from "./changes";
import type { Change } from "./changes";
import { isSame } from "./step";
import type { Fact, Step, Scope } from "./step";
import { changeSteps, jointSteps, controlSteps } from "./effects";
import { minimalSubset } from "./minimalSubset";
import { subjectOf } from "./nodes";
import type { Node } from "./nodes";

/** The best step for each fact. */
type Cheapest = (steps: Iterable<Step>) => readonly Step[];

/** A step, and the facts it needs besides control of its node. */
export interface SupportedStep {
    readonly step: Step;
    readonly needs: readonly Fact[];
}

/**
 * The steps that a node can take with what the path has gained so far.
 *
 * @param support changes made and other controlled nodes that may help, cheapest first
 * @param isOfUse whether what a step needs is to be found
 */
export function supportedSteps(
    node: Node,
    support: readonly Fact[],
    scope: Scope,
    cheapest: Cheapest,
    isOfUse: (step: Step) => boolean = () => true,
): readonly SupportedStep[] {
    const targetsOf = indexed(scope);
    return stepsOf(node, support, scope, cheapest)
        .filter(isOfUse)
        .map((step) => {
            const { yields, hop, helpers = [] } = step;
            const only: Scope = {
                ...scope,
                ...targetsOf(hop.to),
                kind: hop.kind,
                only: yields,
                isWithoutChanges: false,
                isStillNeeded: (fact) => isSame(fact, yields),
                isCovered: () => false,
            };
            const proofBy = (some: readonly Fact[]): Step | undefined => {
                const [found] = stepsOf(node, some, only, cheapest);
                return found?.hop.unknown === undefined || hop.unknown !== undefined
                    ? found
                    : undefined;
            };
            // Most steps need only changes that concern those who act or the target, and the helpers that were found.
            const actors = [node, ...helpers];
            const concerned = withRelated(support, ({ change, controls }) =>
                change === undefined
                    ? helpers.includes(controls)
                    : actors.some((actor) => concerns(change, actor, step)),
            );
            return (
                proofByFew(concerned, proofBy) ??
                minimalProof(concerned, proofBy) ??
                minimalProof(support, proofBy) ?? { step, needs: support }
            );
        });
}

type ProofBy = (some: readonly Fact[]) => Step | undefined;

/** By none of them, or by the first that is enough by itself. */
function proofByFew(all: readonly Fact[], proofBy: ProofBy): SupportedStep | undefined {
    for (const needs of [[], ...all.map((fact) => [fact])]) {
        const step = proofBy(needs);
        if (step !== undefined) return { step, needs };
    }
    return undefined;
}

function minimalProof(all: readonly Fact[], proofBy: ProofBy): SupportedStep | undefined {
    const needs = minimalSubset(all, proofBy);
    const step = needs === undefined ? undefined : proofBy(needs);
    return needs === undefined || step === undefined ? undefined : { step, needs };
}

/** The users and roles of a scope by ARN; all of them for an ARN that none of them has. */
function indexed({ users, roles }: Scope): (arn: string) => Pick<Scope, "users" | "roles"> {
    const byArn = new Map<
        string,
        { users: Scope["users"][number][]; roles: Scope["roles"][number][] }
    >();
    const at = (
        arn: string,
    ): { users: Scope["users"][number][]; roles: Scope["roles"][number][] } => {
        const known = byArn.get(arn) ?? { users: [], roles: [] };
        byArn.set(arn, known);
        return known;
    };
    for (const user of users) at(user.arn).users.push(user);
    for (const role of roles) at(role.arn).roles.push(role);
    return (arn) => byArn.get(arn) ?? { users, roles };
}

/** The facts that are concerned, and the changes of the groups and policies that their changes name, e.g. the group joined. */
function withRelated(
    support: readonly Fact[],
    isConcerned: (fact: Fact) => boolean,
): readonly Fact[] {
    const concerned = new Set(support.filter(isConcerned));
    const named = new Set<string>();
    // A set's iteration comes to what was added meanwhile.
    for (const { change } of concerned) {
        if (change === undefined) continue;
        const { subject, policy } = change;
        for (const arn of policy === undefined ? [subject] : [subject, policy.arn]) {
            if (arn === undefined || named.has(arn)) continue;
            named.add(arn);
            for (const fact of support) if (fact.change?.subject === arn) concerned.add(fact);
        }
    }
    return support.filter((fact) => concerned.has(fact));
}

/** Whether a change concerns the policies of the node, or the target of its step. */
function concerns({ what, subject }: Change, node: Node, { hop }: Step): boolean {
    if (subject === subjectOf(node) || subject === hop.to) return true;
    if (node.kind === "created") return what === "joins" || subject === node.boundary?.arn;
    if (node.kind !== "principal") return false;
    if (node.principal.kind === "user" && what === "joins") return true;
    const { policies, boundary } = node.principal;
    const groups = node.principal.kind === "user" ? node.accountNode.account.groups : [];
    return (
        subject === boundary?.arn ||
        policies.some(({ arn }) => arn === subject) ||
        groups.some(
            (group) => group.arn === subject || group.policies.some(({ arn }) => arn === subject),
        )
    );
}

function stepsOf(
    node: Node,
    support: readonly Fact[],
    scope: Scope,
    cheapest: Cheapest,
): readonly Step[] {
    const changes = new Changes(support.flatMap(({ change }) => change ?? []));
    const controlled = controlledNode(node, changes);
    const helpers = support.flatMap(({ controls }): ControlledNode[] =>
        controls === undefined ? [] : [controlledNode(controls, changes)],
    );
    const alone =
        scope.joint === undefined
            ? [...controlSteps(controlled, scope), ...changeSteps(controlled, scope)]
            : [];
    return cheapest([...alone, ...jointSteps({ ...controlled, helpers }, scope)]);
}
