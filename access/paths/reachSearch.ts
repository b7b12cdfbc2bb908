import type { AccessGraph } from "./accessGraph";
import type { Change } from "./changes";
import { derive, given } from "./derivation";
import type { Derivation } from "./derivation";
import { GainedFacts } from "./gainedFacts";
import type { Reached } from "./gainedFacts";
import type {
    AccountMember,
    AccountNode,
    CreatedNode,
    ExistingNode,
    Node,
    PrincipalNode,
} from "./nodes";
import { Queue } from "./queue";
import type { SearchLimit } from "./searchLimit";
import type { Fact, Scope } from "./step";
import type { StepFinder } from "./stepFinder";
import { stepListOf } from "./stepList";
import type { StepList } from "./stepList";
import { supportedSteps } from "./supportedSteps";

/** What a search found. */
export interface SearchResult {
    readonly reached: Reached;
    /**
     * Whether the search ended by itself, so that a goal without a derivation can't be reached. False: it stopped at its
     * limit, and such a goal may be reachable.
     */
    readonly isFinished: boolean;
    /** What was created in accounts where that is a goal, and how. */
    readonly created: readonly (readonly [CreatedNode, Derivation])[];
}

type Task =
    | { readonly does: "gain"; readonly fact: Fact; readonly by: Derivation }
    /** Find what a node can change in the organization as it is. */
    | { readonly does: "find changes"; readonly node: AccountMember; readonly by: Derivation }
    /** Find what a node can do after the changes so far. */
    | { readonly does: "re-evaluate"; readonly node: Node; readonly by: Derivation }
    /** Find what members of an account can do only together, in the organization as it is. */
    | {
          readonly does: "evaluate jointly";
          readonly accountNode: AccountNode;
          readonly by: Derivation;
      };

/** The search of one identity: uniform-cost, over the facts that the attacker can gain. */
export class ReachSearch {
    private readonly queue = new Queue<Task>();
    private readonly gained: GainedFacts;
    /** Changes of role tags, if trust decisions read them; they matter to nodes of every account. */
    private readonly roleTags = new Map<Change, Derivation>();
    /** Nodes that wait to be re-evaluated, and accounts that wait to be evaluated jointly. */
    private readonly waiting = new Set<Node | AccountNode>();
    private goalsLeft: number;
    /** Whether the limit stopped this search, not only another one that shares it. */
    private wasRefused = false;
    /** Nodes that were gained and not expanded yet. */
    private readonly unexpanded: ExistingNode[] = [];

    constructor(
        private readonly graph: AccessGraph,
        private readonly finder: StepFinder,
        identity: PrincipalNode,
        private readonly goals: ReadonlySet<Node>,
        private readonly limit: SearchLimit,
        private readonly creationGoals: ReadonlySet<AccountNode> = new Set(),
    ) {
        this.goalsLeft = goals.size;
        this.gained = new GainedFacts(graph.nodes.length);
        this.enqueue({ does: "gain", fact: { controls: identity }, by: given });
        // Every attacker can have an AWS account of their own.
        const [ownAccount] = graph.outsiders;
        if (ownAccount !== undefined) {
            this.enqueue({ does: "gain", fact: { controls: ownAccount }, by: given });
        }
    }

    /** Runs until all goals are reached, nothing is left to do, or the limit stops it. */
    run(): SearchResult {
        for (let tasks = this.queue.shift(); tasks !== undefined; tasks = this.queue.shift()) {
            for (const task of tasks) this.perform(task);
            if (this.goalsLeft === 0 && !this.isAnyCreationOfUse()) break;
            // Expand nodes only after everything of the same cost has been recorded, to skip duplicates.
            for (const node of this.unexpanded.splice(0)) this.expand(node);
        }
        const isFinished = !this.wasRefused || (this.goalsLeft === 0 && !this.isAnyCreationOfUse());
        const created = [...this.creationGoals].flatMap((node) => this.gained.createdIn(node));
        return { reached: this.gained.reached, created, isFinished };
    }

    private perform(task: Task): void {
        switch (task.does) {
            case "gain":
                if (task.fact.controls === undefined) this.gainChange(task.fact.change, task.by);
                else this.gainControl(task.fact.controls, task.by);
                return;
            case "find changes":
                this.findChanges(task.node, task.by);
                return;
            case "re-evaluate":
                this.reevaluate(task.node);
                return;
            case "evaluate jointly":
                this.evaluateJointly(task.accountNode);
        }
    }

    /** Gains come before evaluations that could bring the same fact at the same cost, which are then skipped. */
    private enqueue(task: Task): void {
        const { cost } = task.by;
        this.queue.push(task.does === "gain" ? cost * 2 : (cost + 1) * 2 + 1, task);
    }

    private gainControl(node: Node, by: Derivation): void {
        if (this.gained.has({ controls: node })) return;
        if (node.kind === "created") {
            this.gained.addCreated(node, by);
            this.reevaluateMembers(node.accountNode, by);
            return;
        }
        this.gained.addNode(node, by);
        if (this.goals.has(node)) this.goalsLeft -= 1;
        this.unexpanded.push(node);
    }

    /** Enqueues what a node that was gained can do. */
    private expand(node: ExistingNode): void {
        const by = this.gained.derivationOf(node);
        if (by === undefined) return;
        this.push(this.finder.controlSteps(node), [by]);
        if (this.roleTags.size > 0) this.queueReevaluation(node, by);
        if (node.kind === "outsider") return;
        const { accountNode } = node;
        if (!this.isWorthChanging(accountNode)) return;
        this.enqueue({ does: "find changes", node, by });
        if (this.gained.isChanged(accountNode)) this.reevaluateMembers(accountNode, by);
        else if (this.gained.memberCount(accountNode) > 1 && !this.waiting.has(accountNode)) {
            this.waiting.add(accountNode);
            this.enqueue({ does: "evaluate jointly", accountNode, by });
        }
    }

    private gainChange(change: Change, by: Derivation): void {
        if (this.gained.has({ change })) return;
        // The fifth part of an ARN is the account id.
        const accountNode = this.graph.accountNodes.get(change.subject.split(":")[4] ?? "");
        this.gained.addChange(change, accountNode, by);
        if (accountNode === undefined) return;
        this.reevaluateMembers(accountNode, by);
        const isRoleTag = change.what === "tags" && change.subject.includes(":role/");
        if (!isRoleTag || !this.graph.tagsRead().ofAssumedRoles) return;
        this.roleTags.set(change, by);
        for (const node of this.graph.nodes) {
            const reached = this.gained.derivationOf(node);
            if (reached !== undefined) this.queueReevaluation(node, costlier(reached, by));
        }
    }

    /** After a change in an account, all of its members that are under control may be able to do more. */
    private reevaluateMembers(accountNode: AccountNode, because: Derivation): void {
        for (const [node, by] of this.gained.membersOf(accountNode)) {
            this.queueReevaluation(node, costlier(by, because));
        }
    }

    private queueReevaluation(node: Node, by: Derivation): void {
        if (this.waiting.has(node)) return;
        this.waiting.add(node);
        this.enqueue({ does: "re-evaluate", node, by });
    }

    private findChanges(node: AccountMember, by: Derivation): void {
        if (!this.isWorthChanging(node.accountNode)) return;
        this.push(this.finder.changeSteps(node), [by]);
    }

    private reevaluate(node: Node): void {
        this.waiting.delete(node);
        const by = this.gained.derivationOf(node);
        const accountNode = node.kind === "outsider" ? undefined : node.accountNode;
        const isOfUse = accountNode === undefined || this.isWorthChanging(accountNode);
        if (by === undefined || (!isOfUse && this.roleTags.size === 0)) return;
        if (!this.limit.take()) {
            this.wasRefused = true;
            return;
        }
        const support = this.supportFor(node, accountNode);
        const cheapestFirst = [...support.keys()].sort(
            (a, b) => costIn(support, a) - costIn(support, b),
        );
        for (const { step, needs } of supportedSteps(
            node,
            cheapestFirst,
            this.scopeIn(accountNode),
            this.finder.cheapest,
        )) {
            this.push(stepListOf([step]), [by, ...needs.map((fact) => support.get(fact) ?? given)]);
        }
    }

    /** What was gained that may help a node: changes of its account, role tags, and the other members. */
    private supportFor(node: Node, accountNode: AccountNode | undefined): Map<Fact, Derivation> {
        const changes = accountNode === undefined ? [] : this.gained.changesIn(accountNode);
        const members = accountNode === undefined ? [] : this.gained.membersOf(accountNode);
        const support = new Map<Fact, Derivation>();
        for (const [change, by] of new Map([...this.roleTags, ...changes]))
            support.set({ change }, by);
        for (const [controls, by] of members) if (controls !== node) support.set({ controls }, by);
        return support;
    }

    private scopeIn(accountNode: AccountNode | undefined): Scope {
        const created = accountNode === undefined ? [] : this.gained.createdIn(accountNode);
        const createdOf = (type: CreatedNode["type"]): CreatedNode[] =>
            created.map(([node]) => node).filter((node) => node.type === type);
        return {
            graph: this.graph,
            users: [...(accountNode?.users ?? []), ...createdOf("user")],
            roles: [...(accountNode?.changeableRoles ?? []), ...createdOf("role")],
            isStillNeeded: (fact) => !this.gained.has(fact),
        };
    }

    private evaluateJointly(accountNode: AccountNode): void {
        this.waiting.delete(accountNode);
        // Once something has changed, re-evaluation covers the help of the other members.
        if (!this.isWorthChanging(accountNode) || this.gained.isChanged(accountNode)) return;
        const members = new Map<Node, Derivation>(this.gained.membersOf(accountNode));
        const nodes = this.gained.membersOf(accountNode).map(([node]) => node);
        for (const { node, step, needs } of this.finder.jointSteps(nodes)) {
            const premises = [node, ...needs.flatMap(({ controls }) => controls ?? [])];
            this.push(
                stepListOf([step]),
                premises.map((member) => members.get(member) ?? given),
            );
        }
    }

    /** @param premises what the steps need, besides a created node that they act on */
    private push({ list, yieldedNodes, as }: StepList, premises: readonly Derivation[]): void {
        for (let position = 0; position < list.length; position += 1) {
            const index = yieldedNodes[position] ?? -1;
            if (this.gained.hasNode(index)) continue;
            const step = list[position];
            if (step === undefined || (index < 0 && this.gained.has(step.yields))) continue;
            const { yields, hop, on } = step;
            const creation = on === undefined ? undefined : this.gained.derivationOf(on);
            const by = derive(
                as === undefined ? hop : { ...hop, from: as },
                creation === undefined ? premises : [...premises, creation],
            );
            this.enqueue({ does: "gain", fact: yields, by });
        }
    }

    /** Whether changes in an account can still lead to a node that is not reached, in the account or outside it. */
    private isWorthChanging(accountNode: AccountNode): boolean {
        const { assumablePrincipals, reachableOutside } = accountNode;
        return (
            !this.gained.hasAllOf(assumablePrincipals) ||
            !this.gained.hasAllOf(reachableOutside) ||
            this.isCreationOfUse(accountNode)
        );
    }

    private isAnyCreationOfUse(): boolean {
        for (const accountNode of this.creationGoals) {
            if (this.isCreationOfUse(accountNode)) return true;
        }
        return false;
    }

    /** Whether a created principal would be the first goal that is reached in its account. */
    private isCreationOfUse(accountNode: AccountNode): boolean {
        return (
            this.creationGoals.has(accountNode) &&
            this.gained.memberCount(accountNode) > 0 &&
            this.gained.createdIn(accountNode).length === 0 &&
            !accountNode.assumablePrincipals.some(
                (node) => this.goals.has(node) && this.gained.has({ controls: node }),
            )
        );
    }
}

const costIn = (support: ReadonlyMap<Fact, Derivation>, fact: Fact): number =>
    support.get(fact)?.cost ?? 0;

const costlier = (a: Derivation, b: Derivation): Derivation => (a.cost >= b.cost ? a : b);
