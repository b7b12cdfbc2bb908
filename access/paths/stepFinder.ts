import type { AccessGraph } from "./accessGraph";
import { Changes } from "./changes";
import { controlledNode } from "./controlledNode";
import type { ControlledNode } from "./controlledNode";
import { changeSteps, controlSteps, mayHelp } from "./effects";
import { assumes } from "./effects/assume";
import type { Hop } from "./hop";
import { interchangeabilityKey } from "./interchangeableUsers";
import { isBeyond } from "./nodes";
import type { AccountMember, Node, PrincipalNode } from "./nodes";
import { OwnedAccounts } from "./ownedAccount";
import { factKey, wholeAccount } from "./step";
import type { Fact, Scope, Step } from "./step";
import { stepListOf } from "./stepList";
import type { StepList } from "./stepList";
import { supportedSteps } from "./supportedSteps";
import type { SupportedStep } from "./supportedSteps";

/** A step that a node can take only with the help of others. */
export interface JointStep extends SupportedStep {
    readonly node: AccountMember;
}

/**
 * Finds the steps of nodes in the organization as it is, without any change. Each result is computed once and shared by
 * the searches of all identities.
 */
export class StepFinder {
    private readonly control = new Map<Node, StepList>();
    private readonly beyond = new Map<Node, StepList>();
    private readonly change = new Map<Node, StepList>();
    /** By `interchangeabilityKey`. */
    private readonly ofInterchangeable = new Map<string, StepList>();
    private readonly joint = new Map<string, readonly JointStep[]>();
    /** Absent if hops are left out: an owner may then lack one. */
    readonly ownedAccounts: OwnedAccounts | undefined;

    /** @param isLeftOut hops that no path may contain */
    constructor(
        private readonly graph: AccessGraph,
        private readonly isLeftOut?: (hop: Hop) => boolean,
    ) {
        this.ownedAccounts =
            isLeftOut === undefined ? new OwnedAccounts(graph, this.cheapest) : undefined;
    }

    /** Steps by which a node takes control of other nodes. */
    controlSteps(node: Node): StepList {
        return remember(this.control, node, () => this.sharedControlSteps(node));
    }

    /** Those of them that lead out of the node's account. */
    stepsBeyond(node: AccountMember): StepList {
        const whole = this.control.get(node);
        if (whole !== undefined) return whole;
        return remember(this.beyond, node, () =>
            stepListOf(
                this.best(controlledNode(node, noChanges), (controlled, scope) => {
                    const isOut = ({ controls }: Fact): boolean =>
                        controls !== undefined && isBeyond(controls, node.accountNode);
                    return controlSteps(controlled, {
                        ...scope,
                        users: [],
                        roles: [],
                        isStillNeeded: (fact) => isOut(fact) && scope.isStillNeeded(fact),
                    });
                }),
            ),
        );
    }

    /** Steps by which a node changes policies, groups, tags, or creates something. */
    changeSteps(node: Node): StepList {
        return remember(this.change, node, () =>
            stepListOf(this.best(controlledNode(node, noChanges), changeSteps)),
        );
    }

    /**
     * Whether a node is interchangeable with others, and all that it can do, alone or with others, is to assume the roles that
     * they can.
     */
    onlyAssumes(node: PrincipalNode): boolean {
        const key = this.keyOf(node);
        this.controlSteps(node);
        return (
            key !== undefined &&
            this.ofInterchangeable.has(key) &&
            this.changeSteps(node).list.length === 0 &&
            !mayHelp(controlledNode(node, noChanges))
        );
    }

    /** A hop that is left out names one user, so its results cannot be shared. */
    private keyOf(node: Node): string | undefined {
        return this.isLeftOut === undefined ? interchangeabilityKey(node, this.graph) : undefined;
    }

    /** Steps that members of one account can take only together. */
    jointSteps(members: readonly AccountMember[]): readonly JointStep[] {
        const key = members.map(({ index }) => index).join(" ");
        let found = this.joint.get(key);
        if (found === undefined) {
            const alone = this.certainFactsOf(members);
            found = members.flatMap((node) => this.jointStepsOf(node, members, alone));
            this.joint.set(key, found);
        }
        return found;
    }

    /** The best step for each fact, a certain one if there is one. Hops that are left out are dropped. */
    readonly cheapest = (steps: Iterable<Step>): readonly Step[] => {
        const byFact = new Map<string | number, Step>();
        for (const step of steps) this.keepBest(step, byFact);
        return [...byFact.values()];
    };

    private sharedControlSteps(node: Node): StepList {
        const key = this.keyOf(node);
        const known = key === undefined ? undefined : this.ofInterchangeable.get(key);
        if (known !== undefined) return { ...known, as: node.arn };
        let contextReads = 0;
        const controlled: ControlledNode = {
            ...controlledNode(node, noChanges),
            onContext: () => {
                contextReads += 1;
            },
        };
        const steps = stepListOf(this.best(controlled, controlSteps));
        const isShared = steps.list.every(({ hop }) => hop.kind === assumes);
        if (key !== undefined && contextReads === 0 && isShared) {
            this.ofInterchangeable.set(key, steps);
        }
        return steps;
    }

    /** Keys of the facts that one of the nodes certainly gains alone. */
    private certainFactsOf(members: readonly AccountMember[]): ReadonlySet<string> {
        const facts = new Set<string>();
        for (const node of members) {
            for (const { list } of [this.controlSteps(node), this.changeSteps(node)]) {
                for (const { hop, yields } of list)
                    if (hop.unknown === undefined) facts.add(factKey(yields));
            }
        }
        return facts;
    }

    private jointStepsOf(
        node: AccountMember,
        members: readonly AccountMember[],
        alone: ReadonlySet<string>,
    ): JointStep[] {
        const others = members.filter((member) => member !== node);
        const support = others.map((controls) => ({ controls }));
        const scope: Scope = {
            ...this.scopeOf(node),
            isStillNeeded: (fact) => !alone.has(factKey(fact)),
            isCovered: (fact) => alone.has(factKey(fact)),
            joint: "all",
        };
        return supportedSteps(node, support, scope, this.cheapest)
            .filter(({ needs }) => needs.length > 0)
            .map((step) => ({ node, ...step }));
    }

    private keepBest(step: Step, byFact: Map<string | number, Step>): void {
        const key = shortKey(step.yields);
        const known = byFact.get(key);
        const isBetter =
            known === undefined ||
            (known.hop.unknown !== undefined && step.hop.unknown === undefined);
        if (isBetter && this.isLeftOut?.(step.hop) !== true) byFact.set(key, step);
    }

    /** As `cheapest`, and skips the evaluation of steps to facts that already have a certain one. */
    private best(
        controlled: ControlledNode,
        stepsIn: (controlled: ControlledNode, scope: Scope) => Iterable<Step>,
    ): readonly Step[] {
        const byFact = new Map<string | number, Step>();
        const isCovered = (fact: Fact): boolean => {
            const known = byFact.get(shortKey(fact));
            return known !== undefined && known.hop.unknown === undefined;
        };
        const scope: Scope = {
            ...this.scopeOf(controlled.node),
            isStillNeeded: (fact) => !isCovered(fact),
            isCovered,
        };
        for (const step of stepsIn(controlled, scope)) this.keepBest(step, byFact);
        return [...byFact.values()];
    }

    private scopeOf = (node: Node): Scope =>
        wholeAccount(this.graph, node.kind === "outsider" ? undefined : node.accountNode);
}

const noChanges = new Changes();

/** As `factKey`, but a number for existing nodes, which are many. */
const shortKey = (fact: Fact): string | number => {
    const { controls } = fact;
    return controls === undefined || controls.kind === "created" ? factKey(fact) : controls.index;
};

function remember(known: Map<Node, StepList>, node: Node, find: () => StepList): StepList {
    const before = known.get(node);
    if (before !== undefined) return before;
    const found = find();
    known.set(node, found);
    return found;
}
