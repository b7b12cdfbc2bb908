import type { Document } from "../policy/document";
import type { AccessGraph } from "./accessGraph";
import { changeKey, Changes } from "./changes";
import type { Change } from "./changes";
import { controlledNode } from "./controlledNode";
import { controlSteps, changeSteps } from "./effects";
import { reservedNames } from "./effects/namesTaken";
import { rolesThatTrust } from "./effects/passRole";
import { primitives } from "./primitives";
import { isBeyond, subjectOf } from "./nodes";
import type { AccountMember, AccountNode, CreatedNode, Node } from "./nodes";
import { everyChangeOf } from "./ownership";
import { servicesIn } from "./review/actionChoice";
import { holdsCredentials } from "./review/harmless";
import { factKey, isSame, wholeAccount } from "./step";
import type { Fact, Scope, Step } from "./step";
import { supportedSteps } from "./supportedSteps";

/** How a principal of an account that the attacker owns takes control of a node that the owner doesn't get at. */
export interface OwnedStep {
    readonly member: AccountMember;
    readonly step: Step;
    /** Changes of the principal that it needs. */
    readonly needs: readonly Fact[];
}

type Cheapest = (steps: Iterable<Step>) => readonly Step[];

/**
 * What the owner of an account can make its principals do. An account that is owned is searched as one node: of all changes
 * that are possible in it, those alone are looked at that help a principal to a node which the owner does not control anyway.
 */
export class OwnedAccounts {
    private readonly ofOwner = new Map<AccountMember, Map<string, readonly OwnedStep[]>>();
    private readonly created = new Map<AccountNode, readonly CreatedNode[]>();
    private readonly ofAccount = new Map<AccountNode, readonly OwnedStep[]>();
    /** Steps of an owner to facts of its account, by its changes and the fact. */
    private readonly toFacts = new Map<AccountMember, Map<string, Step | undefined>>();

    constructor(
        private readonly graph: AccessGraph,
        private readonly cheapest: Cheapest,
    ) {}

    /** The best step to each node outside that some principal of the account can take. */
    stepsFrom(accountNode: AccountNode): readonly OwnedStep[] {
        let found = this.ofAccount.get(accountNode);
        if (found === undefined) {
            found = this.bestOf(this.membersOf(accountNode));
            this.ofAccount.set(accountNode, found);
        }
        return found;
    }

    /** The steps that the owner itself can take. @param changes that made it the owner */
    stepsBy(owner: AccountMember, changes: readonly Change[]): readonly OwnedStep[] {
        const key = changes.map(changeKey).join("\n");
        const known = this.ofOwner.get(owner) ?? new Map<string, readonly OwnedStep[]>();
        this.ofOwner.set(owner, known);
        let found = known.get(key);
        if (found === undefined) {
            found = this.bestOf([owner], changes);
            known.set(key, found);
        }
        return found;
    }

    /**
     * The step by which an owner comes by a fact of its account.
     *
     * @param changes that made it the owner
     * @param created a principal that the fact is about, if the owner has to create it
     */
    stepTo(
        fact: Fact,
        owner: AccountMember,
        changes: Changes,
        created?: CreatedNode,
    ): Step | undefined {
        const known = this.toFacts.get(owner) ?? new Map<string, Step | undefined>();
        this.toFacts.set(owner, known);
        const key = [...changes]
            .map(changeKey)
            .concat(factKey(fact), created?.arn ?? "")
            .join("\n");
        if (!known.has(key)) known.set(key, this.findStepTo(fact, owner, changes, created));
        return known.get(key);
    }

    private findStepTo(
        fact: Fact,
        owner: AccountMember,
        changes: Changes,
        created: CreatedNode | undefined,
    ): Step | undefined {
        const target = fact.controls?.arn ?? fact.change?.subject.replace(/ within .*$/, "");
        const whole = wholeAccount(this.graph, owner.accountNode);
        const isTarget = ({ arn }: Node): boolean => arn === target;
        const scope: Scope = {
            ...whole,
            users: created?.type === "user" ? [created] : whole.users.filter(isTarget),
            roles: created?.type === "role" ? [created] : whole.roles.filter(isTarget),
            isStillNeeded: (other) => isSame(other, fact) || isLikeNew(other, fact),
            isCovered: () => false,
            only: fact,
        };
        const controlled = controlledNode(owner, changes);
        const steps = fact.change === undefined ? [controlSteps, changeSteps] : [changeSteps];
        return this.cheapest(steps.flatMap((find) => [...find(controlled, scope)]))[0];
    }

    /** A role and a user of any name, without a boundary. */
    newPrincipals(accountNode: AccountNode): readonly CreatedNode[] {
        let made = this.created.get(accountNode);
        if (made === undefined) {
            made = (["role", "user"] as const).map((type) => {
                const { partition, id } = accountNode.account;
                const arn = `arn:${partition}:iam::${id}:${type}/*`;
                const isNot = reservedNames(type);
                return { index: -1, kind: "created", type, arn, accountNode, isNot };
            });
            this.created.set(accountNode, made);
        }
        return made;
    }

    /** The step by which an owner creates a role. @param changes that made it the owner */
    creates(owner: AccountMember, changes: Changes): Step | undefined {
        const [role] = this.newPrincipals(owner.accountNode);
        return role === undefined ? undefined : this.stepTo({ controls: role }, owner, changes);
    }

    /**
     * Principals that an owner can use: those that are there, and new ones. A new one may have any name, so it comes last: what
     * trusts a principal that is there is reached by that one.
     */
    private membersOf(accountNode: AccountNode): readonly AccountMember[] {
        const { users, changeableRoles } = accountNode;
        return [...changeableRoles, ...users, ...this.newPrincipals(accountNode)];
    }

    /** @param made changes that are made already */
    private bestOf(
        members: readonly AccountMember[],
        made: readonly Change[] = [],
    ): readonly OwnedStep[] {
        const best = new Map<Node, OwnedStep>();
        for (const member of members) {
            const isChosen = members.length === 1 || member.kind === "created";
            const named = isChosen ? namingChanges(member, this.graph) : [];
            const changes = [...made, ...everyChangeOf(member), ...named];
            const support = changes.map((change) => ({ change }));
            const isOpen = ({ controls }: Fact): boolean => {
                if (controls === undefined || !isBeyond(controls, member.accountNode)) return false;
                const known = best.get(controls);
                return known === undefined || known.step.hop.unknown !== undefined;
            };
            const scope: Scope = {
                graph: this.graph,
                users: [],
                roles: [],
                isStillNeeded: isOpen,
                isCovered: (fact) => !isOpen(fact),
                isWithoutChanges: true,
            };
            for (const { step, needs } of supportedSteps(member, support, scope, this.cheapest)) {
                const { controls } = step.yields;
                const known = controls === undefined ? undefined : best.get(controls);
                const isBetter = known === undefined || step.hop.unknown === undefined;
                if (controls !== undefined && isBetter) best.set(controls, { member, step, needs });
            }
        }
        return [...best.values()];
    }
}

/** Whether both create a principal of the same type without a boundary: which names are taken depends on who creates it. */
const isLikeNew = ({ controls: one }: Fact, { controls: other }: Fact): boolean =>
    one?.kind === "created" &&
    other?.kind === "created" &&
    one.type === other.type &&
    one.boundary === undefined &&
    other.boundary === undefined;

/**
 * Changes that give a principal what the policies of its account name: some actions count only where a policy names them, so
 * that a right to everything is not enough.
 */
function namingChanges(member: AccountMember, graph: AccessGraph): readonly Change[] {
    const { managedPolicies, groups } = member.accountNode.account;
    const isNaming = ({ document }: { readonly document: Document }): boolean =>
        namesSingleActions(document, graph);
    return typeOf(member) === "role"
        ? managedPolicies.filter(isNaming).map(({ arn, document }) => ({
              what: "attaches",
              subject: subjectOf(member),
              policy: { arn, document },
          }))
        : groups
              .filter(({ policies }) => policies.some(isNaming))
              .map(({ arn }) => ({ what: "joins", subject: arn }));
}

const typeOf = (member: AccountMember): "user" | "role" | undefined =>
    member.kind === "created"
        ? member.type
        : member.kind === "principal"
          ? member.principal.kind
          : undefined;

/** Whether a policy names actions that count only so, and could lead somewhere; see `namingOnly`. */
const namesSingleActions = ({ fault, statements }: Document, graph: AccessGraph): boolean =>
    fault !== undefined ||
    statements.some(
        ({ effect, actions, fault: inPart }) =>
            effect === "Allow" &&
            (inPart !== undefined ||
                (!actions.has("any:Action") &&
                    (actions.has("sts:AssumeRoot") ||
                        holdsCredentials.organization.some((service) =>
                            servicesIn(actions).has(service),
                        ) ||
                        actsEverywhere(graph).some((action) => actions.has(action))))),
    );

const everywhere = new WeakMap<AccessGraph, readonly string[]>();

/** Actions of techniques that reach roles of every account, if such roles are there. */
function actsEverywhere(graph: AccessGraph): readonly string[] {
    let found = everywhere.get(graph);
    if (found === undefined) {
        found = primitives.flatMap(({ effect, anywhere = [] }) =>
            effect.does === "enters" &&
            effect.inEveryAccount === true &&
            rolesThatTrust(effect.service, graph).length > 0
                ? anywhere
                : [],
        );
        everywhere.set(graph, found);
    }
    return found;
}
