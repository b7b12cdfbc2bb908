import type { Group, Policy } from "../organization/organization";
import type { Asker } from "../evaluation/question";
import type { AskerFacts } from "../evaluation/contextKeys";
import type { Document } from "../policy/document";
import { changedPolicies } from "./changes";
import type { Changes } from "./changes";
import { subjectOf } from "./world";
import type { Home, Node } from "./world";

/** Somebody the attacker controls, ready to be asked for. */
export interface Actor {
    readonly node: Node;
    /** Where it acts on IAM. Absent: nowhere in the registry. */
    readonly home?: Home;
    /** One for each choice of policies that exclude each other. */
    readonly askers: readonly Asker[];
    readonly facts: AskerFacts;
    /** The facts once it has been moved to another path or name. */
    readonly moved?: readonly AskerFacts[];
    /** Others of its account that the attacker controls, who may do a part of what several actions take. */
    readonly helpers?: readonly Actor[];
    readonly changes: Changes;
    /** Told when an answer depends on more of it than its policies and who trusts it. */
    readonly onContext?: () => void;
}

/** @param changes that the path has made; those of other accounts don't matter */
export function actorOf(node: Node, changes: Changes): Actor {
    switch (node.kind) {
        case "principal": {
            const { principal, home } = node;
            const { arn, accountId, name, id } = principal;
            const { askers, anyTags } = askersOf(principal, home, changes);
            const facts: AskerFacts = {
                kind: principal.kind,
                arn,
                accountId,
                ...(id === undefined ? {} : { id }),
                ...(anyTags ? {} : { tags: principal.tags }),
                sessionTagsPossible:
                    (principal.kind === "role" && mayTag(principal.trust)) ||
                    changes.has({ what: "tagsSessions", subject: arn }),
                ...organizationOf(home),
            };
            const moved = movedFrom(facts, changes);
            return { node, home, askers, changes, facts: { ...facts, name }, ...moved };
        }
        case "created": {
            const { home, type, arn, boundary } = node;
            const principal = {
                arn,
                kind: type,
                policies: [],
                ...(boundary === undefined ? {} : { boundary }),
                ...(type === "user" ? { groups: [] } : {}),
            };
            const facts: AskerFacts = {
                kind: type,
                arn,
                isPattern: true,
                accountId: home.account.id,
                sessionTagsPossible: true,
                ...organizationOf(home),
            };
            const subject = subjectOf(node);
            const { askers } = askersOf(principal, home, changes, subject);
            return { node, home, askers, changes, facts, ...movedFrom(facts, changes, subject) };
        }
        case "root": {
            const { arn, home } = node;
            const asker: Asker = {
                kind: "root",
                arn,
                accountId: home.account.id,
                policies: [],
                serviceControlPolicies: home.account.serviceControlPolicies,
            };
            return { node, home, askers: [asker], changes, facts: factsOf(asker, home) };
        }
        case "outsider": {
            // No account has the id of zeros.
            const { partition, accountId = "000000000000" } = node;
            const asker: Asker = {
                // Whoever is in an account that nobody registered may be allowed everything by it.
                kind: node.accountId === undefined ? "outside" : "root",
                arn: `arn:${partition}:iam::${accountId}:*`,
                isPattern: true,
                accountId,
                policies: [],
                serviceControlPolicies: [],
            };
            return { node, askers: [asker], changes, facts: factsOf(asker) };
        }
    }
}

/** A user keeps what it has and who trusts it, under another ARN and name. @param facts without a name */
function movedFrom(facts: AskerFacts, changes: Changes, subject = facts.arn): Pick<Actor, "moved"> {
    const moved = changes
        .placesOf(subject)
        .map((arn): AskerFacts => ({ ...facts, arn, isPattern: true }));
    return moved.length === 0 ? {} : { moved };
}

const factsOf = ({ kind, arn, isPattern, accountId }: Asker, home?: Home): AskerFacts => ({
    kind,
    arn,
    ...(isPattern === undefined ? {} : { isPattern }),
    accountId,
    sessionTagsPossible: true,
    ...(home === undefined ? {} : organizationOf(home)),
});

const organizationOf = ({ account: { organizationId } }: Home): { organizationId?: string } =>
    organizationId === undefined ? {} : { organizationId };

function askersOf(
    principal: {
        readonly arn: string;
        readonly kind: "user" | "role";
        readonly policies: readonly Policy[];
        readonly boundary?: Policy;
        readonly groups?: readonly Group[];
    },
    { account }: Home,
    changes: Changes,
    subject = principal.arn,
): { askers: readonly Asker[]; anyTags: boolean } {
    const { arn, kind } = principal;
    const { choices, boundaries, anyTags } = changedPolicies(
        { ...principal, arn: subject },
        account.groups,
        changes,
    );
    const isPattern = /[*?]/.test(arn);
    return {
        anyTags,
        askers: boundaries.flatMap((boundary) =>
            choices.map((policies) => ({
                kind,
                arn,
                ...(isPattern ? { isPattern } : {}),
                accountId: account.id,
                policies,
                ...(boundary === undefined ? {} : { boundary }),
                serviceControlPolicies: account.serviceControlPolicies,
            })),
        ),
    };
}

/** Whether a session of a role may carry tags that whoever assumes it chooses. */
const mayTag = (trust: Document): boolean =>
    trust.fault !== undefined ||
    trust.statements.some(
        ({ effect, actions, fault }) =>
            effect === "Allow" && (fault !== undefined || actions.has("sts:TagSession")),
    );

/** Whether any statement might allow an action, whatever its resources and conditions: a first look that costs little. */
export const mightDo = ({ askers }: Actor, action: string): boolean =>
    askers.some(
        ({ kind, policies }) =>
            kind === "root" ||
            kind === "outside" ||
            policies.some(
                ({ fault, statements }) =>
                    fault !== undefined ||
                    statements.some(
                        (statement) =>
                            statement.effect === "Allow" &&
                            (statement.fault !== undefined || statement.actions.has(action)),
                    ),
            ),
    );
