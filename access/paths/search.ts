import type { Hop } from "./hop";
import { actorOf } from "./actor";
import type { Budget } from "./budget";
import type { Actor } from "./actor";
import { Changes } from "./changes";
import type { Change } from "./changes";
import { derive, given } from "./derivation";
import type { Derivation } from "./derivation";
import { kinOf } from "./kin";
import { factKey, wholeHome } from "./power";
import type { Fact, Power, Scope } from "./power";
import { changePowers, controlPowers } from "./powers";
import { assumes } from "./powers/assume";
import { Queue } from "./queue";
import { powersWithSupport } from "./support";
import type { SupportedPower } from "./support";
import type { CreatedNode, Home, Node, PrincipalNode, World } from "./world";

/** How each principal was reached, by its position among the world's nodes. */
export type Reached = readonly (Derivation | undefined)[];

/** What a search found. */
export interface SearchResult {
    readonly reached: Reached;
    /**
     * Whether the search ended by itself, so that a goal without a derivation can't be reached. False: it came to its
     * limit before, and such a goal may be reachable all the same.
     */
    readonly isFinished: boolean;
}

/**
 * Searches what one identity can become, cheapest paths first, in a world that doesn't change by it.
 *
 * What a principal can do as things are is found once, whoever becomes it. What it can do after a path has changed
 * policies depends on the path; such changes are looked at only where there is still something to gain by them: an
 * account that is taken whole, and that no other account trusts, is left at that.
 */
export class PathFinder {
    private readonly control = new Map<Node, Powers>();
    private readonly change = new Map<Node, Powers>();
    /** By what users have in common: see `kinOf`. */
    private readonly ofKin = new Map<string, Powers>();
    private readonly common = new Map<string, readonly CommonPower[]>();

    /** @param isLeftOut hops that no path may have */
    constructor(
        private readonly world: World,
        private readonly isLeftOut?: (hop: Hop) => boolean,
    ) {}

    /**
     * @param goals what is looked for: when all of it is found, the search ends
     * @param budget what the search may cost; several searches may share one
     */
    search(identity: PrincipalNode, goals: ReadonlySet<Node>, budget: Budget): SearchResult {
        return new Search(this.world, this, identity, goals, budget).run();
    }

    /** Whom somebody can become at once, as things are. */
    controlPowers(node: Node): Powers {
        return remember(this.control, node, () => this.controlPowersOfKin(node));
    }

    private controlPowersOfKin(node: Node): Powers {
        // A hop that is left out is one of theirs, not of all.
        const kin = this.isLeftOut === undefined ? kinOf(node, this.world) : undefined;
        const known = kin === undefined ? undefined : this.ofKin.get(kin);
        if (known !== undefined) return { ...known, as: node.arn };
        let conditions = 0;
        const actor: Actor = {
            ...actorOf(node, noChanges),
            onContext: () => {
                conditions += 1;
            },
        };
        const powers = powersOf(this.best(actor, controlPowers));
        const isShared = powers.list.every(({ hop }) => hop.kind === assumes);
        if (kin !== undefined && conditions === 0 && isShared) this.ofKin.set(kin, powers);
        return powers;
    }

    /** What somebody can change, as things are. */
    changePowers(node: Node): Powers {
        return remember(this.change, node, () =>
            powersOf(this.best(actorOf(node, noChanges), changePowers)),
        );
    }

    /** What some of an account can do only together, as things are. */
    commonPowers(members: readonly Actors[]): readonly CommonPower[] {
        const key = members.map(({ index }) => index).join(" ");
        let found = this.common.get(key);
        if (found === undefined) {
            found = members.flatMap((node) => {
                const others = members.filter((member) => member !== node);
                const support = others.map((controls) => ({ controls }));
                const alone = new Set(
                    [...this.controlPowers(node).list, ...this.changePowers(node).list]
                        .filter(({ hop }) => hop.unknown === undefined)
                        .map(({ gives }) => factKey(gives)),
                );
                const scope: Scope = {
                    ...this.scopeOf(node),
                    wanted: (fact) => !alone.has(factKey(fact)),
                };
                return powersWithSupport(node, support, scope, this.cheapest)
                    .filter(({ needs }) => needs.length > 0)
                    .map((power) => ({ node, ...power }));
            });
            this.common.set(key, found);
        }
        return found;
    }

    /** One power for each fact, a certain one if there is one, without the hops that are left out. */
    readonly cheapest = (powers: Iterable<Power>): readonly Power[] => {
        const byFact = new Map<string | number, Power>();
        for (const power of powers) this.keepBest(power, byFact);
        return [...byFact.values()];
    };

    private keepBest(power: Power, byFact: Map<string | number, Power>): void {
        const key = shortKey(power.gives);
        const known = byFact.get(key);
        const isBetter =
            known === undefined ||
            (known.hop.unknown !== undefined && power.hop.unknown === undefined);
        if (isBetter && this.isLeftOut?.(power.hop) !== true) byFact.set(key, power);
    }

    /** The same of what an actor can do as things are; what is certainly gained isn't looked for by other ways. */
    private best(
        actor: Actor,
        powersIn: (actor: Actor, scope: Scope) => Iterable<Power>,
    ): readonly Power[] {
        const byFact = new Map<string | number, Power>();
        const scope: Scope = {
            ...this.scopeOf(actor.node),
            wanted: (fact) => {
                const known = byFact.get(shortKey(fact));
                return known === undefined || known.hop.unknown !== undefined;
            },
        };
        for (const power of powersIn(actor, scope)) this.keepBest(power, byFact);
        return [...byFact.values()];
    }

    private scopeOf = (node: Node): Scope =>
        wholeHome(this.world, node.kind === "outsider" ? undefined : node.home);
}

const noChanges = new Changes();

/** As `factKey`, but for who is there a number, since there are many. */
const shortKey = (fact: Fact): string | number => {
    const { controls } = fact;
    return controls === undefined || controls.kind === "created" ? factKey(fact) : controls.index;
};

/** What somebody can do, and for a quick look, the positions of the nodes that it gains by it; -1: it gains no node. */
interface Powers {
    readonly list: readonly Power[];
    readonly gains: Int32Array;
    /** ARN of whose they are, if the hops are of somebody who can do the same. */
    readonly as?: string;
}

const powersOf = (list: readonly Power[]): Powers => ({
    list,
    gains: Int32Array.from(list, ({ gives }) => gives.controls?.index ?? -1),
});

function remember(known: Map<Node, Powers>, node: Node, find: () => Powers): Powers {
    const before = known.get(node);
    if (before !== undefined) return before;
    const found = find();
    known.set(node, found);
    return found;
}

type Step =
    | { readonly does: "gain"; readonly fact: Fact; readonly by: Derivation }
    /** What an actor can change as things are, or can do at all after the changes so far. */
    | { readonly does: "look at changes"; readonly node: Actors; readonly by: Derivation }
    | { readonly does: "look again"; readonly node: Node; readonly by: Derivation }
    /** What those of an account can do only together, as things are. */
    | { readonly does: "look together"; readonly home: Home; readonly by: Derivation };

/** Who acts in an account. */
type Actors = Exclude<Node, { kind: "outsider" }>;

/** A power that somebody has with the help of others. */
interface CommonPower extends SupportedPower {
    readonly node: Actors;
}

class Search {
    private readonly queue = new Queue<Step>();
    private readonly reached: (Derivation | undefined)[];
    /** 1 for each node that is reached: looked at far more often than how. */
    private readonly isReached: Uint8Array;
    private readonly changes = new Map<Home, Map<Change, Derivation>>();
    private readonly created = new Map<Home, Map<CreatedNode, Derivation>>();
    /** How many who are there are under control. */
    private readonly members = new Map<Home, number>();
    /** Keys of those changes, and of what was created. */
    private readonly known = new Set<string>();
    /** Of those changes, the tags of roles, if they decide who assumes them: wherever somebody is. */
    private readonly roleTags = new Map<Change, Derivation>();
    /** Actors that wait to be looked at again, and accounts whose actors are to be looked at together. */
    private readonly waiting = new Set<Node | Home>();
    private goalsLeft: number;
    /** Whether the budget refused this search, and not only another that shares it. */
    private wasRefused = false;
    /** Who was gained and not looked at yet. */
    private readonly gained: Exclude<Node, CreatedNode>[] = [];

    constructor(
        private readonly world: World,
        private readonly finder: PathFinder,
        identity: PrincipalNode,
        private readonly goals: ReadonlySet<Node>,
        private readonly budget: Budget,
    ) {
        this.goalsLeft = goals.size;
        this.reached = new Array<Derivation | undefined>(world.nodes.length).fill(undefined);
        this.isReached = new Uint8Array(world.nodes.length);
        this.enqueue({ does: "gain", fact: { controls: identity }, by: given });
        // Whoever has an identity can have an AWS account besides.
        const [anybody] = world.outsiders;
        if (anybody !== undefined) {
            this.enqueue({ does: "gain", fact: { controls: anybody }, by: given });
        }
    }

    run(): SearchResult {
        for (let steps = this.queue.shift(); steps !== undefined; steps = this.queue.shift()) {
            for (const step of steps) this.take(step);
            if (this.goalsLeft === 0) break;
            // Who was gained at the same cost is not looked for any more.
            for (const node of this.gained.splice(0)) this.use(node);
        }
        return { reached: this.reached, isFinished: !this.wasRefused || this.goalsLeft === 0 };
    }

    private take(step: Step): void {
        switch (step.does) {
            case "gain":
                if (step.fact.controls === undefined) this.gainChange(step.fact.change, step.by);
                else this.gainControl(step.fact.controls, step.by);
                return;
            case "look at changes":
                this.lookAtChanges(step.node, step.by);
                return;
            case "look again":
                this.lookAgain(step.node);
                return;
            case "look together":
                this.lookTogether(step.home);
        }
    }

    /** What is gained comes before looks that could bring the same at the same cost: then they needn't be taken. */
    private enqueue(step: Step): void {
        const { cost } = step.by;
        this.queue.push(step.does === "gain" ? cost * 2 : (cost + 1) * 2 + 1, step);
    }

    private gainControl(node: Node, by: Derivation): void {
        if (this.isGained({ controls: node })) return;
        if (node.kind === "created") {
            this.known.add(factKey({ controls: node }));
            mapIn(this.created, node.home).set(node, by);
            this.lookAgainIn(node.home, by);
            return;
        }
        this.reached[node.index] = by;
        this.isReached[node.index] = 1;
        if (this.goals.has(node)) this.goalsLeft -= 1;
        if (node.kind !== "outsider") {
            this.members.set(node.home, (this.members.get(node.home) ?? 0) + 1);
        }
        this.gained.push(node);
    }

    /** Looks at what somebody who was gained can do. */
    private use(node: Exclude<Node, CreatedNode>): void {
        const by = this.reached[node.index];
        if (by === undefined) return;
        this.push(this.finder.controlPowers(node), [by]);
        if (this.roleTags.size > 0) this.queueLook(node, by);
        if (node.kind === "outsider") return;
        const { home } = node;
        if (!this.isWorthChanging(home)) return;
        this.enqueue({ does: "look at changes", node, by });
        if (this.changes.has(home) || this.created.has(home)) this.lookAgainIn(home, by);
        else if ((this.members.get(home) ?? 0) > 1 && !this.waiting.has(home)) {
            this.waiting.add(home);
            this.enqueue({ does: "look together", home, by });
        }
    }

    private gainChange(change: Change, by: Derivation): void {
        const key = factKey({ change });
        if (this.known.has(key)) return;
        this.known.add(key);
        // The ARN of whatever can be changed tells its account.
        const home = this.world.homes.get(change.subject.split(":")[4] ?? "");
        if (home === undefined) return;
        mapIn(this.changes, home).set(change, by);
        this.lookAgainIn(home, by);
        const isRoleTag = change.what === "tags" && change.subject.includes(":role/");
        if (!isRoleTag || !this.world.tagsRead().ofAssumedRoles) return;
        this.roleTags.set(change, by);
        for (const node of this.world.nodes) {
            const reached = this.reached[node.index];
            if (reached !== undefined) this.queueLook(node, costlier(reached, by));
        }
    }

    /** Everybody of an account who is under control may be able to do more. */
    private lookAgainIn(home: Home, because: Derivation): void {
        for (const [node, by] of this.membersOf(home)) this.queueLook(node, costlier(by, because));
    }

    /** Who of an account is under control, and how. */
    private membersOf(home: Home): readonly (readonly [Actors, Derivation])[] {
        const there = [home.root, ...home.users, ...home.roles].flatMap((node) => {
            const by = this.reached[node.index];
            return by === undefined ? [] : [[node, by] as const];
        });
        return [...there, ...(this.created.get(home) ?? [])];
    }

    private queueLook(node: Node, by: Derivation): void {
        if (this.waiting.has(node)) return;
        this.waiting.add(node);
        this.enqueue({ does: "look again", node, by });
    }

    private lookAtChanges(node: Actors, by: Derivation): void {
        if (!this.isWorthChanging(node.home)) return;
        this.push(this.finder.changePowers(node), [by]);
    }

    private lookAgain(node: Node): void {
        this.waiting.delete(node);
        const by =
            node.kind === "created"
                ? this.created.get(node.home)?.get(node)
                : this.reached[node.index];
        const home = node.kind === "outsider" ? undefined : node.home;
        const isOfUse = home === undefined || this.isWorthChanging(home);
        if (by === undefined || (!isOfUse && this.roleTags.size === 0)) return;
        if (!this.budget.take()) {
            this.wasRefused = true;
            return;
        }
        const created = home === undefined ? [] : [...(this.created.get(home) ?? [])];
        const members = home === undefined ? [] : this.membersOf(home);
        const changes = home === undefined ? [] : [...(this.changes.get(home) ?? [])];
        const gained = new Map<Fact, Derivation>(
            [...new Map([...this.roleTags, ...changes]).entries()].map(
                ([change, how]) => [{ change }, how] as const,
            ),
        );
        for (const [controls, how] of members) if (controls !== node) gained.set({ controls }, how);
        const scope: Scope = {
            world: this.world,
            users: [...(home?.users ?? []), ...createdOf("user", created)],
            roles: [...(home?.roles ?? []), ...createdOf("role", created)],
            wanted: (fact) => !this.isGained(fact),
        };
        const support = [...gained.keys()].sort((a, b) => costIn(gained, a) - costIn(gained, b));
        for (const { power, needs } of powersWithSupport(
            node,
            support,
            scope,
            this.finder.cheapest,
        )) {
            this.push(powersOf([power]), [by, ...needs.map((fact) => gained.get(fact) ?? given)]);
        }
    }

    private lookTogether(home: Home): void {
        this.waiting.delete(home);
        // Once something has changed, each is looked at again with the help of the others.
        if (!this.isWorthChanging(home) || this.changes.has(home) || this.created.has(home)) return;
        const members = new Map<Node, Derivation>(this.membersOf(home));
        const nodes = this.membersOf(home).map(([node]) => node);
        for (const { node, power, needs } of this.finder.commonPowers(nodes)) {
            const premises = [node, ...needs.flatMap(({ controls }) => controls ?? [])];
            this.push(
                powersOf([power]),
                premises.map((member) => members.get(member) ?? given),
            );
        }
    }

    /** @param premises what the powers need, beside what they are used on */
    private push({ list, gains, as }: Powers, premises: readonly Derivation[]): void {
        for (let position = 0; position < list.length; position += 1) {
            const index = gains[position] ?? -1;
            if (this.isReached[index] === 1) continue;
            const power = list[position];
            if (power === undefined || (index < 0 && this.isGained(power.gives))) continue;
            const { gives, hop, on } = power;
            const creation = on === undefined ? undefined : this.created.get(on.home)?.get(on);
            const by = derive(
                as === undefined ? hop : { ...hop, from: as },
                creation === undefined ? premises : [...premises, creation],
            );
            this.enqueue({ does: "gain", fact: gives, by });
        }
    }

    private isGained(fact: Fact): boolean {
        const { controls } = fact;
        return controls === undefined || controls.kind === "created"
            ? this.known.has(factKey(fact))
            : this.isReached[controls.index] === 1;
    }

    /** Whether changes in an account can still lead to something: to somebody in it, or out of it. */
    private isWorthChanging({ takable, exits }: Home): boolean {
        return this.isAnyOutOfReach(takable) || this.isAnyOutOfReach(exits);
    }

    private isAnyOutOfReach(nodes: readonly Node[]): boolean {
        for (const { index } of nodes) if (this.isReached[index] !== 1) return true;
        return false;
    }
}

const createdOf = (
    type: CreatedNode["type"],
    created: readonly (readonly [CreatedNode, unknown])[],
): CreatedNode[] => created.map(([node]) => node).filter((node) => node.type === type);

const costIn = (gained: ReadonlyMap<Fact, Derivation>, fact: Fact): number =>
    gained.get(fact)?.cost ?? 0;

function mapIn<K, V>(maps: Map<Home, Map<K, V>>, home: Home): Map<K, V> {
    const map = maps.get(home) ?? new Map<K, V>();
    maps.set(home, map);
    return map;
}

const costlier = (a: Derivation, b: Derivation): Derivation => (a.cost >= b.cost ? a : b);
