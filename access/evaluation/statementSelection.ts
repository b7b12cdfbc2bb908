import type { Statement } from "../policy/document";
import type { PossiblyApplicable, Requirement } from "./applicability";
import { theResource, theSession } from "./applicability";
import { WorkLimit } from "./satisfiableText";
import type { Satisfiability } from "./satisfiableText";
import { satisfiable } from "./satisfiable";
import type { ValueBounds } from "./satisfiable";
import { principalArn } from "./principals";
import type { Question } from "./question";
import { globWithin } from "./within";

/** A statement that opens a lock, or bars the way; without one, a document that couldn't be read. */
export interface Key {
    readonly statement?: Statement;
    readonly applicability: PossiblyApplicable;
}

/** How all locks open. */
export interface Found {
    /** One per lock. */
    readonly keys: readonly Key[];
    /** Why it isn't certain. */
    readonly doubt: string | undefined;
}

/** Requirements looked at, in all combinations tried. */
const maxWork = 200_000;
/** Each takes a level of the call stack. */
const maxBranching = 1_000;

/**
 * Looks for one key to each lock, and for one unmet requirement of each Deny, so that all that is asked of each free thing
 * can be met at once.
 */
export class Search {
    private readonly workLimit = new WorkLimit();
    private work = 0;

    constructor(private readonly question: Question) {}

    /**
     * @param doors the keys to each lock
     * @param bars Deny statements that apply, or may
     * @param certain whether keys in doubt don't open, and bars in doubt do bar; else the other way round
     * @returns `undefined`: there is no way, whatever is chosen
     */
    find(
        doors: readonly (readonly Key[])[],
        bars: readonly Key[],
        certain: boolean,
    ): Found | undefined {
        this.work = 0;
        const inForce = bars.filter(
            ({ applicability }) => certain || applicability.doubt === undefined,
        );
        const goals: Goal[] = [
            ...doors.map((keys) => turn(keys, certain)),
            ...inForce.map(({ applicability }) => escape(applicability)),
        ];
        const chosen = this.reachAll(goals);
        if (chosen === undefined) return undefined;
        const ignored = bars.filter((bar) => !inForce.includes(bar));
        const doubts = [
            chosen.doubt,
            ...[...chosen.keys, ...ignored].map(({ applicability }) => applicability.doubt),
            entangled(chosen.requirements),
        ];
        return {
            // In the order of the locks.
            keys: doors.flatMap((door) =>
                door.filter((key) => chosen.keys.includes(key)).slice(0, 1),
            ),
            doubt: doubts.find((doubt) => doubt !== undefined),
        };
    }

    private reachAll(goals: readonly Goal[]): Chosen | undefined {
        // What leaves no choice comes first, all at once; then what leaves least.
        const forced = goals.filter((goal) => goal.length === 1).flat();
        const others = goals.filter((goal) => goal.length !== 1);
        others.sort((left, right) => left.length - right.length);
        const requirements = forced.flatMap((step) => step.requirements);
        const choice = this.isPossible(requirements, requirements);
        if (choice === "unsatisfiable") return undefined;
        const keys = forced.flatMap(({ key }) => (key === undefined ? [] : [key]));
        const doubt =
            choice === "unknown" || others.length > maxBranching ? tooManyCombinations : undefined;
        const so = { requirements, keys, doubt };
        return others.length > maxBranching ? so : this.reach(others, 0, so);
    }

    private reach(goals: readonly Goal[], index: number, so: Chosen): Chosen | undefined {
        const goal = goals[index];
        if (goal === undefined) return so;
        let unsure: Chosen | undefined;
        for (const { key, requirements } of goal) {
            if (this.work > maxWork) return unsure ?? { ...so, doubt: tooManyCombinations };
            const all = [...so.requirements, ...requirements];
            const choice = this.isPossible(all, requirements);
            if (choice === "unsatisfiable") continue;
            const next = this.reach(goals, index + 1, {
                requirements: all,
                keys: key === undefined ? so.keys : [...so.keys, key],
                doubt: so.doubt ?? (choice === "unknown" ? tooManyCombinations : undefined),
            });
            if (next !== undefined && next.doubt === undefined) return next;
            unsure ??= next;
        }
        return unsure;
    }

    /** @param added those whose keys have to be looked at again */
    private isPossible(all: readonly Requirement[], added: readonly Requirement[]): Satisfiability {
        let choice: Satisfiability = "satisfiable";
        this.work += 1 + all.length;
        for (const about of new Set(added.map((requirement) => requirement.about))) {
            const found = satisfiable(
                all.filter((requirement) => requirement.about === about),
                this.boundsOf(about),
                this.workLimit,
            );
            if (found === "unsatisfiable") return "unsatisfiable";
            if (found === "unknown") choice = "unknown";
        }
        return choice;
    }

    private boundsOf(about: string): ValueBounds {
        const { principal, resource, context } = this.question;
        if (about === theSession) return { within: [], mayBeAbsent: false };
        if (about === theResource) return { within: [globWithin(resource)], mayBeAbsent: false };
        const value = context(about);
        const within =
            "attackerControlled" in value && value.within !== undefined ? [value.within] : [];
        if (about === principalArn && principal.isPattern === true) within.push(principal.arn);
        return {
            within: within.map((pattern) => globWithin(pattern)),
            mayBeAbsent: "attackerControlled" in value && value.mayBeAbsent,
            ...("attackerControlled" in value && value.from !== undefined
                ? { from: value.from }
                : {}),
        };
    }
}

/** Ways to reach one goal: a key to turn, or a Deny to escape, with what it requires. */
type Goal = readonly { readonly key?: Key; readonly requirements: readonly Requirement[] }[];

function turn(keys: readonly Key[], certain: boolean): Goal {
    const usable = keys.filter(
        ({ applicability }) => !certain || applicability.doubt === undefined,
    );
    const easy = usable.find(
        ({ applicability }) =>
            applicability.requirements.length === 0 && applicability.doubt === undefined,
    );
    return (easy ? [easy] : usable).map((key) => ({
        key,
        requirements: key.applicability.requirements,
    }));
}

/** A Deny doesn't apply if one of its requirements isn't met. */
const escape = ({ requirements }: PossiblyApplicable): Goal =>
    requirements.map((requirement) => ({
        requirements: [{ ...requirement, mustHold: !requirement.mustHold }],
    }));

interface Chosen {
    readonly requirements: readonly Requirement[];
    readonly keys: readonly Key[];
    readonly doubt: string | undefined;
}

const tooManyCombinations = "its conditions have too many combinations to try them all";

/** Whether a key whose value stands in a policy variable is tied by something else too. */
function entangled(requirements: readonly Requirement[]): string | undefined {
    for (const [index, { about, uses }] of requirements.entries()) {
        for (const key of uses) {
            const again = requirements.some(
                (other, at) => at !== index && (other.about === key || other.uses.includes(key)),
            );
            if (again || (about === key && uses.length > 1)) {
                return `several tests depend on the value of ${key}`;
            }
        }
    }
    return undefined;
}
