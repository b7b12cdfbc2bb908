import type { Hop } from "../report/report";
import { actorOf } from "./actor";
import { Changes } from "./changes";
import type { Change } from "./changes";
import { derive, given } from "./derivation";
import type { Derivation } from "./derivation";
import { factKey, wholeHome } from "./power";
import type { Fact, Power, Scope } from "./power";
import { changePowers, controlPowers } from "./powers";
import { Queue } from "./queue";
import type { CreatedNode, Home, Node, PrincipalNode, World } from "./world";

/** How each principal was reached, by its position among the world's nodes. */
export type Reached = readonly (Derivation | undefined)[];

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

    /** @param isLeftOut hops that no path may have */
    constructor(
        private readonly world: World,
        readonly isLeftOut: (hop: Hop) => boolean = () => false,
    ) {}

    /** @param goals what is looked for: when all of it is found, the search ends */
    search(identity: PrincipalNode, goals: ReadonlySet<Node>): Reached {
        return new Search(this.world, this, identity, goals).run();
    }

    /** Whom somebody can become at once, as things are. */
    controlPowers(node: Node): Powers {
        return remember(this.control, node, () =>
            this.cheapest(controlPowers(actorOf(node, noChanges), this.scopeOf(node))),
        );
    }

    /** What somebody can change, as things are. */
    changePowers(node: Node): Powers {
        return remember(this.change, node, () =>
            this.cheapest(changePowers(actorOf(node, noChanges), this.scopeOf(node))),
        );
    }

    /** One power for each fact, a certain one if there is one, without the hops that are left out. */
    cheapest(powers: Iterable<Power>): readonly Power[] {
        const byFact = new Map<string, Power>();
        for (const power of powers) {
            const key = factKey(power.gives);
            const known = byFact.get(key);
            const isBetter =
                known === undefined ||
                (known.hop.unknown !== undefined && power.hop.unknown === undefined);
            if (isBetter && !this.isLeftOut(power.hop)) byFact.set(key, power);
        }
        return [...byFact.values()];
    }

    private scopeOf = (node: Node): Scope =>
        wholeHome(this.world, node.kind === "outsider" ? undefined : node.home);
}

const noChanges = new Changes();

/** What somebody can do, and for a quick look, the positions of the nodes that it gains by it; -1: it gains no node. */
interface Powers {
    readonly list: readonly Power[];
    readonly gains: Int32Array;
}

const powersOf = (list: readonly Power[]): Powers => ({
    list,
    gains: Int32Array.from(list, ({ gives }) => gives.controls?.index ?? -1),
});

function remember(known: Map<Node, Powers>, node: Node, find: () => readonly Power[]): Powers {
    const before = known.get(node);
    if (before !== undefined) return before;
    const found = powersOf(find());
    known.set(node, found);
    return found;
}

type Step =
    | { readonly does: "gain"; readonly fact: Fact; readonly by: Derivation }
    /** What an actor can change as things are, or can do at all after the changes so far. */
    | {
          readonly does: "look at changes" | "look again";
          readonly node: Actors;
          readonly by: Derivation;
      };

/** Who acts in an account. */
type Actors = Exclude<Node, { kind: "outsider" }>;

class Search {
    private readonly queue = new Queue<Step>();
    private readonly reached: (Derivation | undefined)[];
    /** 1 for each node that is reached: looked at far more often than how. */
    private readonly isReached: Uint8Array;
    private readonly changes = new Map<Home, Map<Change, Derivation>>();
    private readonly created = new Map<Home, Map<CreatedNode, Derivation>>();
    /** Keys of those changes, and of what was created. */
    private readonly known = new Set<string>();
    /** Actors that wait to be looked at again. */
    private readonly waiting = new Set<Node>();
    private goalsLeft: number;
    /** Who was gained and not looked at yet. */
    private readonly gained: Exclude<Node, CreatedNode>[] = [];

    constructor(
        private readonly world: World,
        private readonly finder: PathFinder,
        identity: PrincipalNode,
        private readonly goals: ReadonlySet<Node>,
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

    run(): Reached {
        for (let steps = this.queue.shift(); steps !== undefined; steps = this.queue.shift()) {
            for (const step of steps) this.take(step);
            if (this.goalsLeft === 0) break;
            // Who was gained at the same cost is not looked for any more.
            for (const node of this.gained.splice(0)) this.use(node);
        }
        return this.reached;
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
        this.gained.push(node);
    }

    /** Looks at what somebody who was gained can do. */
    private use(node: Exclude<Node, CreatedNode>): void {
        const by = this.reached[node.index];
        if (by === undefined) return;
        this.push(this.finder.controlPowers(node), [by]);
        if (node.kind === "outsider") return;
        this.enqueue({ does: "look at changes", node, by });
        if (this.changes.has(node.home) || this.created.has(node.home)) {
            this.queueLook(node, by);
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
    }

    /** Everybody of an account who is under control may be able to do more. */
    private lookAgainIn(home: Home, because: Derivation): void {
        for (const node of [home.root, ...home.users, ...home.roles]) {
            const by = this.reached[node.index];
            if (by !== undefined) this.queueLook(node, costlier(by, because));
        }
        for (const [node, by] of this.created.get(home) ?? []) {
            this.queueLook(node, costlier(by, because));
        }
    }

    private queueLook(node: Actors, by: Derivation): void {
        if (this.waiting.has(node)) return;
        this.waiting.add(node);
        this.enqueue({ does: "look again", node, by });
    }

    private lookAtChanges(node: Actors, by: Derivation): void {
        if (!this.isWorthChanging(node.home)) return;
        this.push(this.finder.changePowers(node), [by]);
    }

    private lookAgain(node: Actors): void {
        this.waiting.delete(node);
        const { home } = node;
        const created = this.created.get(home) ?? new Map<CreatedNode, Derivation>();
        const changes = this.changes.get(home) ?? new Map<Change, Derivation>();
        const by = node.kind === "created" ? created.get(node) : this.reached[node.index];
        if (by === undefined || !this.isWorthChanging(home)) return;
        const scope: Scope = {
            world: this.world,
            users: [...home.users, ...createdOf("user", created)],
            roles: [...home.roles, ...createdOf("role", created)],
            wanted: (fact) => !this.isGained(fact),
        };
        const all = [...changes.keys()];
        for (const [key, power] of this.powersAfter(node, all, scope)) {
            const needed = this.neededFor(key, node, all, scope);
            this.push(powersOf([power]), [
                by,
                ...needed.map((change) => changes.get(change) ?? given),
            ]);
        }
    }

    private powersAfter(
        node: Node,
        changes: readonly Change[],
        scope: Scope,
    ): ReadonlyMap<string, Power> {
        const actor = actorOf(node, new Changes(changes));
        const powers = this.finder.cheapest([
            ...controlPowers(actor, scope),
            ...changePowers(actor, scope),
        ]);
        return new Map(powers.map((power) => [factKey(power.gives), power]));
    }

    /** The changes without which a power wouldn't be there: those that can't be left out, one after the other. */
    private neededFor(
        key: string,
        node: Node,
        changes: readonly Change[],
        scope: Scope,
    ): readonly Change[] {
        const only: Scope = { ...scope, wanted: (fact) => factKey(fact) === key };
        const suffices = (some: readonly Change[]): boolean =>
            this.powersAfter(node, some, only).has(key);
        if (suffices([])) return [];
        const one = changes.find((change) => suffices([change]));
        if (one !== undefined) return [one];
        return changes.reduce<readonly Change[]>((kept, change) => {
            const without = kept.filter((other) => other !== change);
            return suffices(without) ? without : kept;
        }, changes);
    }

    /** @param premises what the powers need, beside what they are used on */
    private push({ list, gains }: Powers, premises: readonly Derivation[]): void {
        for (let position = 0; position < list.length; position += 1) {
            const index = gains[position] ?? -1;
            if (this.isReached[index] === 1) continue;
            const power = list[position];
            if (power === undefined || (index < 0 && this.isGained(power.gives))) continue;
            const { gives, hop, on } = power;
            const creation = on === undefined ? undefined : this.created.get(on.home)?.get(on);
            const by = derive(hop, creation === undefined ? premises : [...premises, creation]);
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
    private isWorthChanging({ users, roles, exits }: Home): boolean {
        return [roles, users, exits].some((nodes) =>
            nodes.some(({ index }) => this.isReached[index] !== 1),
        );
    }
}

const createdOf = (
    type: CreatedNode["type"],
    created: ReadonlyMap<CreatedNode, unknown>,
): CreatedNode[] => [...created.keys()].filter((node) => node.type === type);

function mapIn<K, V>(maps: Map<Home, Map<K, V>>, home: Home): Map<K, V> {
    const map = maps.get(home) ?? new Map<K, V>();
    maps.set(home, map);
    return map;
}

const costlier = (a: Derivation, b: Derivation): Derivation => (a.cost >= b.cost ? a : b);
