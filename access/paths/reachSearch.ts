import type { AccessGraph } from "./accessGraph";
import { AccountsTaken } from "./accountsTaken";
import { Agenda } from "./agenda";
import { Changes } from "./changes";
import { controlledNode } from "./controlledNode";
import { isOwner } from "./ownership";
import { nothing, scopesFor } from "./affected";
import type { Change } from "./changes";
import { costOfHop, given, leastJointCost } from "./derivation";
import type { Derivation } from "./derivation";
import { GainedFacts } from "./gainedFacts";
import type { AccountMember, AccountNode, ExistingNode, Node, PrincipalNode } from "./nodes";
import { Prospects } from "./prospects";
import { Reevaluations } from "./reevaluations";
import type { SearchLimit } from "./searchLimit";
import type { SearchResult } from "./searchResult";
import { leaveForLater, searchScope, supportFor } from "./searchScope";
import type { Fact, Scope } from "./step";
import type { StepFinder } from "./stepFinder";
import { stepListOf } from "./stepList";
import { supportedSteps } from "./supportedSteps";
import type { Task } from "./task";
import type { Turns } from "./turns";

/** The search of one identity: uniform-cost, over the facts that the attacker can gain. */
export class ReachSearch {
    private readonly gained: GainedFacts;
    private readonly agenda: Agenda;
    private readonly prospects: Prospects;
    /** Changes of role tags, if trust decisions read them; they matter to nodes of every account. */
    private readonly roleTags = new Map<Change, Derivation>();
    private readonly reevaluations: Reevaluations;
    /** Accounts that wait to be evaluated jointly. */
    private readonly waitingJointly = new Set<AccountNode>();
    private goalsLeft: number;
    /** Whether the limit stopped this search, not only another one that shares it. */
    private wasRefused = false;
    /** Nodes that were gained and not expanded yet. */
    private readonly unexpanded: ExistingNode[] = [];
    private readonly owned: AccountsTaken;

    constructor(
        private readonly graph: AccessGraph,
        private readonly finder: StepFinder,
        private readonly identity: PrincipalNode,
        private readonly goals: ReadonlySet<Node>,
        private readonly limit: SearchLimit,
        private readonly creationGoals: ReadonlySet<AccountNode> = new Set(),
    ) {
        this.goalsLeft = goals.size;
        this.gained = new GainedFacts(graph.nodes.length);
        this.agenda = new Agenda(this.gained, graph.nodes.length);
        this.prospects = new Prospects(this.gained, this.agenda.pending, goals, creationGoals);
        this.owned = new AccountsTaken(
            finder,
            this.gained,
            goals,
            creationGoals,
            ({ node, premises, cost }) => {
                this.agenda.add({ does: "own", node, by: { premises, cost } });
            },
        );
        this.reevaluations = new Reevaluations(this.gained, (node, by) => {
            this.agenda.add({ does: "re-evaluate", node, by });
        });
        this.agenda.add({ does: "gain", fact: { controls: identity }, by: given });
        // Every attacker can have an AWS account of their own.
        const [ownAccount] = graph.outsiders;
        if (ownAccount !== undefined) {
            this.agenda.add({ does: "gain", fact: { controls: ownAccount }, by: given });
        }
    }

    /** Runs until all goals are reached, nothing is left to do, or the limit stops it. */
    *run(): Turns<SearchResult> {
        let isOutOfTime = false;
        for (let task = this.agenda.next(); task !== undefined; task = this.agenda.next()) {
            const { cost } = task.by;
            this.perform(task);
            // Expand nodes only after everything of the same cost has been recorded, to skip duplicates.
            if (task.does === "gain" && this.agenda.hasGainAt(cost)) continue;
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
            isOfAllAlike: !isOutOfTime && this.isOfAllAlike(),
        };
    }

    /**
     * Whether an interchangeable identity reaches the same: all that this one does itself is to assume the same roles, and nothing
     * has been done to it or to others of its account that changes what it may do; or what was done is not evaluated, so that its search is unfinished anyway.
     */
    private isOfAllAlike(): boolean {
        const { accountNode } = this.identity;
        return (
            this.finder.onlyAssumes(this.identity) &&
            this.roleTags.size === 0 &&
            ((this.limit.isNone && this.wasRefused) || !this.gained.isChanged(accountNode))
        );
    }

    /** @param cost what waits at no more counts as reached */
    private isWorthChanging(accountNode: AccountNode, cost?: number): boolean {
        return !this.owned.has(accountNode) && this.prospects.isWorthChanging(accountNode, cost);
    }

    /** Takes an account whole, if one of some members owns it. @param cost of what is evaluated now */
    private own(members: Iterable<AccountMember>, accountNode: AccountNode, cost: number): boolean {
        const scopeAt = (least: number): Scope => this.scopeFor(accountNode, least);
        const takings = this.owned.take(members, accountNode, cost, scopeAt);
        for (const { steps, premises } of takings ?? [])
            this.agenda.addSteps(stepListOf(steps), premises);
        return takings !== undefined;
    }

    /** Takes the account of an owner; if that fails, its members are looked at in detail after all. */
    private takeWhole(owner: AccountMember, cost: number): void {
        const { accountNode } = owner;
        if (this.owned.has(accountNode) || this.own([owner], accountNode, cost)) return;
        if (!this.owned.giveUp(accountNode)) return;
        for (const [node, by] of this.gained.membersOf(accountNode)) {
            this.agenda.add({ does: "find changes", node, by });
            this.reevaluations.add(node, by, given, { ...nothing(), isWhole: true });
        }
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
            case "own":
                this.takeWhole(task.node, task.by.cost);
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

    private gainControl(node: Node, by: Derivation): void {
        if (this.gained.has({ controls: node })) return;
        if (node.kind === "created") {
            this.gained.addCreated(node, by);
            if (!this.owned.has(node.accountNode))
                this.reevaluations.addMembers(node.accountNode, { controls: node }, by);
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
        // Of an account that is reached as a whole, only what leads out of it is of use.
        const isInside =
            node.kind !== "outsider" &&
            this.prospects.isWholeReached(node.accountNode, by.cost + 1);
        this.agenda.addSteps(
            isInside ? this.finder.stepsBeyond(node) : this.finder.controlSteps(node),
            [by],
        );
        if (this.roleTags.size > 0)
            this.reevaluations.add(node, by, given, { ...nothing(), isWhole: true });
        if (node.kind === "outsider") return;
        const { accountNode } = node;
        if (!this.isWorthChanging(accountNode)) return;
        if (isOwner(controlledNode(node, noChanges))) this.agenda.add({ does: "own", node, by });
        this.agenda.add({ does: "find changes", node, by });
        if (this.gained.isChanged(accountNode))
            this.reevaluations.addMembers(accountNode, { controls: node }, by);
        if (this.gained.memberCount(accountNode) > 1 && !this.waitingJointly.has(accountNode)) {
            this.waitingJointly.add(accountNode);
            this.agenda.add({ does: "evaluate jointly", accountNode, by });
        }
    }

    private gainChange(change: Change, by: Derivation): void {
        if (this.gained.has({ change })) return;
        // The fifth part of an ARN is the account id.
        const accountNode = this.graph.accountNodes.get(change.subject.split(":")[4] ?? "");
        this.gained.addChange(change, accountNode, by);
        if (accountNode === undefined || this.owned.has(accountNode)) return;
        this.reevaluations.addMembers(accountNode, { change }, by);
        const isRoleTag = change.what === "tags" && change.subject.includes(":role/");
        if (!isRoleTag || !this.graph.tagsRead().ofAssumedRoles) return;
        this.roleTags.set(change, by);
        for (const node of this.graph.nodes) {
            const reached = this.gained.derivationOf(node);
            if (reached !== undefined)
                this.reevaluations.add(node, reached, by, {
                    ...nothing(),
                    isWhole: true,
                });
        }
    }

    private findChanges(node: AccountMember, by: Derivation): void {
        if (!this.isWorthChanging(node.accountNode, by.cost + 2)) return;
        if (this.owned.isTakenBy(node.accountNode, by.cost + 1)) return;
        this.agenda.addSteps(this.finder.changeSteps(node), [by]);
    }

    /** @param cost of what is new and the node; nothing that it makes possible costs less than one hop more */
    private reevaluate(node: Node, cost: number): void {
        const again = this.reevaluations.take(node);
        if (again === undefined) return;
        const by = this.gained.derivationOf(node);
        const accountNode = node.kind === "outsider" ? undefined : node.accountNode;
        const isOfUse = accountNode === undefined || this.isWorthChanging(accountNode, cost + 1);
        if (by === undefined || (!isOfUse && this.roleTags.size === 0)) return;
        const members =
            isOfUse && node.kind !== "outsider" ? [...this.reevaluations.alike(node, cost)] : [];
        const isOwned =
            !this.limit.isUsedUp &&
            accountNode !== undefined &&
            this.own(members, accountNode, cost);
        if (isOwned) return;
        if (!this.limit.take()) {
            this.wasRefused = true;
            return;
        }
        const support = supportFor(node, this.gained, this.roleTags);
        if (accountNode !== undefined && this.owned.isTakenLater(members, accountNode, cost)) {
            const next = leaveForLater(support, by, cost);
            if (next !== undefined) this.reevaluations.add(node, by, next, again);
        }
        const cheapestFirst = [...support.keys()].sort(
            (a, b) => costIn(support, a) - costIn(support, b),
        );
        for (const scope of scopesFor(again, this.scopeFor(accountNode, cost + 1))) {
            for (const { step, needs } of supportedSteps(
                node,
                cheapestFirst,
                scope,
                this.finder.cheapest,
                (step) => !this.agenda.pending.has(step.yields, cost + costOfHop(step.hop)),
            )) {
                this.agenda.addSteps(stepListOf([step]), [
                    by,
                    ...needs.map((fact) => support.get(fact) ?? given),
                ]);
            }
        }
    }

    /** @param cost the least that a step costs; facts that wait at that cost are not looked for again */
    private scopeFor(accountNode: AccountNode | undefined, cost: number): Scope {
        const isCovered = (fact: Fact): boolean =>
            this.gained.has(fact) || this.agenda.pending.has(fact, cost);
        return {
            ...searchScope(this.graph, this.gained, accountNode),
            isStillNeeded: (fact) => !isCovered(fact),
            isCovered,
            isWithoutChanges:
                accountNode !== undefined &&
                (!this.isWorthChanging(accountNode, cost + 1) ||
                    this.owned.isTakenBy(accountNode, cost)),
        };
    }

    private evaluateJointly(accountNode: AccountNode, cost: number): void {
        this.waitingJointly.delete(accountNode);
        const members = new Map<Node, Derivation>(this.gained.membersOf(accountNode));
        if (!this.isWorthChanging(accountNode, leastJointCost(members.values(), cost))) return;
        // Created ones are allowed nothing before a change.
        const nodes = this.gained
            .membersOf(accountNode)
            .map(([node]) => node)
            .filter(({ kind }) => kind !== "created");
        for (const { node, step, needs } of this.finder.jointSteps(nodes)) {
            const premises = [node, ...needs.flatMap(({ controls }) => controls ?? [])];
            this.agenda.addSteps(
                stepListOf([step]),
                premises.map((member) => members.get(member) ?? given),
            );
        }
    }
}

const noChanges = new Changes();

const costIn = (support: ReadonlyMap<Fact, Derivation>, fact: Fact): number =>
    support.get(fact)?.cost ?? 0;
