import type { AccessGraph } from "./accessGraph";
import { affectedBy, nothing, scopesFor } from "./affected";
import type { Reevaluation } from "./affected";
import type { Change } from "./changes";
import { costOfHop, derive, given } from "./derivation";
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
import { PendingFacts } from "./pendingFacts";
import { Prospects } from "./prospects";
import { Queue } from "./queue";
import type { SearchLimit } from "./searchLimit";
import type { Fact, Scope } from "./step";
import type { StepFinder } from "./stepFinder";
import { stepListOf } from "./stepList";
import type { StepList } from "./stepList";
import { supportedSteps } from "./supportedSteps";
import { gainKey } from "./task";
import type { Task } from "./task";
import type { Turns } from "./turns";

/** What a search found. */
export interface SearchResult {
    readonly reached: Reached;
    /**
     * Whether the search ended by itself, so that a goal without a derivation can't be reached. False: it stopped at its
     * limit, and such a goal may be reachable.
     */
    readonly isFinished: boolean;
    /** Whether it was stopped because the time was up. */
    readonly isOutOfTime: boolean;
    /** What was created in accounts where that is a goal, and how. */
    readonly created: readonly (readonly [CreatedNode, Derivation])[];
}

/** The search of one identity: uniform-cost, over the facts that the attacker can gain. */
export class ReachSearch {
    private readonly queue = new Queue<Task>();
    private readonly gained: GainedFacts;
    /** Facts in the queue. */
    private readonly pending: PendingFacts;
    private readonly prospects: Prospects;
    /** Changes of role tags, if trust decisions read them; they matter to nodes of every account. */
    private readonly roleTags = new Map<Change, Derivation>();
    /** Nodes that wait to be re-evaluated. */
    private readonly waiting = new Map<Node, Reevaluation>();
    /** Accounts that wait to be evaluated jointly. */
    private readonly waitingJointly = new Set<AccountNode>();
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
        this.pending = new PendingFacts(graph.nodes.length);
        this.prospects = new Prospects(this.gained, this.pending, goals, creationGoals);
        this.enqueue({ does: "gain", fact: { controls: identity }, by: given });
        // Every attacker can have an AWS account of their own.
        const [ownAccount] = graph.outsiders;
        if (ownAccount !== undefined) {
            this.enqueue({ does: "gain", fact: { controls: ownAccount }, by: given });
        }
    }

    /** Runs until all goals are reached, nothing is left to do, or the limit stops it. */
    *run(): Turns<SearchResult> {
        let isOutOfTime = false;
        for (let task = this.queue.shift(); task !== undefined; task = this.queue.shift()) {
            const { cost } = task.by;
            this.perform(task);
            // Expand nodes only after everything of the same cost has been recorded, to skip duplicates.
            if (task.does === "gain" && this.queue.lowest === gainKey(cost)) continue;
            if (this.isDone()) break;
            yield;
            for (const node of this.unexpanded.splice(0)) {
                isOutOfTime = this.limit.isTimeUp();
                if (isOutOfTime) break;
                this.expand(node);
                yield;
            }
            isOutOfTime ||= this.limit.isTimeUp();
            if (isOutOfTime) break;
        }
        const isDone = this.isDone();
        const created = [...this.creationGoals].flatMap((node) => this.gained.createdIn(node));
        return {
            reached: this.gained.reached,
            created,
            isFinished: isDone || !(this.wasRefused || isOutOfTime),
            isOutOfTime: isOutOfTime && !isDone,
        };
    }

    /** Whether all that was asked for is reached. */
    private isDone(): boolean {
        return this.goalsLeft === 0 && !this.prospects.isAnyCreationOfUse();
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
                this.reevaluate(task.node, task.by.cost);
                return;
            case "evaluate jointly":
                this.evaluateJointly(task.accountNode, task.by.cost);
        }
    }

    /** Gains come before evaluations that could bring the same fact at the same cost, which are then skipped. */
    private enqueue(task: Task): void {
        const { cost } = task.by;
        if (task.does === "gain") this.pending.add(task.fact, cost);
        this.queue.push(task.does === "gain" ? gainKey(cost) : gainKey(cost + 1) + 1, task);
    }

    private gainControl(node: Node, by: Derivation): void {
        if (this.gained.has({ controls: node })) return;
        if (node.kind === "created") {
            this.gained.addCreated(node, by);
            this.reevaluateMembers(node.accountNode, { controls: node }, by);
            return;
        }
        const goal = node.kind === "principal" ? (node.session?.role ?? node) : node;
        if (this.goals.has(goal) && !this.gained.hasAnyOf(goal)) this.goalsLeft -= 1;
        this.gained.addNode(node, by);
        this.unexpanded.push(node);
    }

    /** Enqueues what a node that was gained can do. */
    private expand(node: ExistingNode): void {
        const by = this.gained.derivationOf(node);
        if (by === undefined) return;
        this.push(this.finder.controlSteps(node), [by]);
        if (this.roleTags.size > 0)
            this.queueReevaluation(node, by, { ...nothing(), isWhole: true });
        if (node.kind === "outsider") return;
        const { accountNode } = node;
        if (!this.prospects.isWorthChanging(accountNode)) return;
        this.enqueue({ does: "find changes", node, by });
        if (this.gained.isChanged(accountNode))
            this.reevaluateMembers(accountNode, { controls: node }, by);
        if (this.gained.memberCount(accountNode) > 1 && !this.waitingJointly.has(accountNode)) {
            this.waitingJointly.add(accountNode);
            this.enqueue({ does: "evaluate jointly", accountNode, by });
        }
    }

    private gainChange(change: Change, by: Derivation): void {
        if (this.gained.has({ change })) return;
        // The fifth part of an ARN is the account id.
        const accountNode = this.graph.accountNodes.get(change.subject.split(":")[4] ?? "");
        this.gained.addChange(change, accountNode, by);
        if (accountNode === undefined) return;
        this.reevaluateMembers(accountNode, { change }, by);
        const isRoleTag = change.what === "tags" && change.subject.includes(":role/");
        if (!isRoleTag || !this.graph.tagsRead().ofAssumedRoles) return;
        this.roleTags.set(change, by);
        for (const node of this.graph.nodes) {
            const reached = this.gained.derivationOf(node);
            if (reached !== undefined)
                this.queueReevaluation(node, costlier(reached, by), {
                    ...nothing(),
                    isWhole: true,
                });
        }
    }

    /** After a gain in an account, members of it that are under control may be able to do more. */
    private reevaluateMembers(accountNode: AccountNode, fact: Fact, because: Derivation): void {
        const members = new Map(this.gained.membersOf(accountNode));
        const changes = this.gained.changesIn(accountNode).map(([change]) => change);
        for (const [node, again] of affectedBy(fact, [...members.keys()], changes)) {
            this.queueReevaluation(node, costlier(members.get(node) ?? given, because), again);
        }
    }

    private queueReevaluation(node: Node, by: Derivation, again: Reevaluation): void {
        const before = this.waiting.get(node);
        if (before === undefined) {
            this.waiting.set(node, again);
            this.enqueue({ does: "re-evaluate", node, by });
            return;
        }
        before.isWhole ||= again.isWhole;
        before.byHelpers ||= again.byHelpers;
        for (const target of again.targets) before.targets.add(target);
    }

    private findChanges(node: AccountMember, by: Derivation): void {
        if (!this.prospects.isWorthChanging(node.accountNode, by.cost + 2)) return;
        this.push(this.finder.changeSteps(node), [by]);
    }

    /** @param cost of the change or the node that is new; nothing that it makes possible costs less than one hop more */
    private reevaluate(node: Node, cost: number): void {
        const again = this.waiting.get(node) ?? nothing();
        this.waiting.delete(node);
        const by = this.gained.derivationOf(node);
        const accountNode = node.kind === "outsider" ? undefined : node.accountNode;
        const isOfUse =
            accountNode === undefined || this.prospects.isWorthChanging(accountNode, cost + 1);
        if (by === undefined || (!isOfUse && this.roleTags.size === 0)) return;
        if (!this.limit.take()) {
            this.wasRefused = true;
            return;
        }
        const support = this.supportFor(node, accountNode);
        const cheapestFirst = [...support.keys()].sort(
            (a, b) => costIn(support, a) - costIn(support, b),
        );
        for (const scope of scopesFor(again, this.scopeIn(accountNode, cost + 1))) {
            for (const { step, needs } of supportedSteps(
                node,
                cheapestFirst,
                scope,
                this.finder.cheapest,
                (step) => !this.pending.has(step.yields, cost + costOfHop(step.hop)),
            )) {
                this.push(stepListOf([step]), [
                    by,
                    ...needs.map((fact) => support.get(fact) ?? given),
                ]);
            }
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

    /** @param cost the least that a step costs; facts that wait at that cost are not looked for again */
    private scopeIn(accountNode: AccountNode | undefined, cost: number): Scope {
        const created = accountNode === undefined ? [] : this.gained.createdIn(accountNode);
        const isCovered = (fact: Fact): boolean =>
            this.gained.has(fact) || this.pending.has(fact, cost);
        const createdOf = (type: CreatedNode["type"]): CreatedNode[] =>
            created.map(([node]) => node).filter((node) => node.type === type);
        return {
            graph: this.graph,
            users: [...(accountNode?.users ?? []), ...createdOf("user")],
            roles: [...(accountNode?.changeableRoles ?? []), ...createdOf("role")],
            isStillNeeded: (fact) => !isCovered(fact),
            isCovered,
            isWithoutChanges:
                accountNode !== undefined && !this.prospects.isWorthChanging(accountNode, cost + 1),
        };
    }

    private evaluateJointly(accountNode: AccountNode, cost: number): void {
        this.waitingJointly.delete(accountNode);
        if (!this.prospects.isWorthChanging(accountNode, cost + 1)) return;
        const members = new Map<Node, Derivation>(this.gained.membersOf(accountNode));
        // Created ones are allowed nothing before a change.
        const nodes = this.gained
            .membersOf(accountNode)
            .map(([node]) => node)
            .filter(({ kind }) => kind !== "created");
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
        const least = Math.max(...premises.map(({ cost }) => cost));
        for (let position = 0; position < list.length; position += 1) {
            const index = yieldedNodes[position] ?? -1;
            if (this.gained.hasNode(index)) continue;
            const step = list[position];
            if (step === undefined || (index < 0 && this.gained.has(step.yields))) continue;
            const { yields, hop, on } = step;
            if (this.pending.has(yields, least + 1)) continue;
            const creation = on === undefined ? undefined : this.gained.derivationOf(on);
            const by = derive(
                as === undefined ? hop : { ...hop, from: as },
                creation === undefined ? premises : [...premises, creation],
            );
            this.enqueue({ does: "gain", fact: yields, by });
        }
    }
}

const costIn = (support: ReadonlyMap<Fact, Derivation>, fact: Fact): number =>
    support.get(fact)?.cost ?? 0;

const costlier = (a: Derivation, b: Derivation): Derivation => (a.cost >= b.cost ? a : b);
