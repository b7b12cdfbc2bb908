import type { Statement } from "../policy/document";
import type { PossiblyApplicable, Requirement } from "./applicability";
import { theResource, theSession } from "./applicability";
import { WorkLimit } from "./workLimit";
import type { Satisfiability } from "./satisfiability";
import { satisfiable } from "./satisfiable";
import type { ValueBounds } from "./satisfiable";
import { principalArn } from "./principals";
import type { Question } from "./question";
import { globWithin } from "./within";

/** A statement that opens a lock, or denies the way; without one, a document that couldn't be read. */
export interface CandidateStatement {
    readonly statement?: Statement;
    readonly applicability: PossiblyApplicable;
}

/** How all locks open. */
export interface Selection {
    /** One per lock. */
    readonly candidates: readonly CandidateStatement[];
    /** Why it isn't certain. */
    readonly doubt: string | undefined;
}

/** Requirements looked at, in all combinations tried. */
const maxWork = 200_000;
/** Each takes a level of the call stack. */
const maxBranching = 1_000;

/**
 * Looks for one candidate to each lock, and for one unmet requirement of each Deny, partial that all that is asked of each free thing
 * can be met at once.
 */
export class StatementSelector {
    private readonly workLimit = new WorkLimit();
    private work = 0;

    constructor(private readonly question: Question) {}

    /**
     * @param allows the candidates to each lock
     * @param denies Deny statements that apply, or may
     * @param certain whether candidates in doubt don't open, and denies in doubt do deny; else the other way round
     * @returns `undefined`: there is no way, whatever is selected
     */
    select(
        allows: readonly (readonly CandidateStatement[])[],
        denies: readonly CandidateStatement[],
        certain: boolean,
    ): Selection | undefined {
        this.work = 0;
        const inForce = denies.filter(
            ({ applicability }) => certain || applicability.doubt === undefined,
        );
        const goals: Goal[] = [
            ...allows.map((candidates) => allowGoal(candidates, certain)),
            ...inForce.map(({ applicability }) => denyGoal(applicability)),
        ];
        const selected = this.selectAll(goals);
        if (selected === undefined) return undefined;
        const ignored = denies.filter((deny) => !inForce.includes(deny));
        const doubts = [
            selected.doubt,
            ...[...selected.candidates, ...ignored].map(({ applicability }) => applicability.doubt),
            interdependence(selected.requirements),
        ];
        return {
            // In the order of the locks.
            candidates: allows.flatMap((candidates) =>
                candidates
                    .filter((candidate) => selected.candidates.includes(candidate))
                    .slice(0, 1),
            ),
            doubt: doubts.find((doubt) => doubt !== undefined),
        };
    }

    private selectAll(goals: readonly Goal[]): PartialSelection | undefined {
        // What leaves no possible comes first, all at once; then what leaves least.
        const forced = goals.filter((goal) => goal.length === 1).flat();
        const others = goals.filter((goal) => goal.length !== 1);
        others.sort((left, right) => left.length - right.length);
        const requirements = forced.flatMap((step) => step.requirements);
        const possible = this.satisfiability(requirements, requirements);
        if (possible === "unsatisfiable") return undefined;
        const candidates = forced.flatMap(({ candidate }) =>
            candidate === undefined ? [] : [candidate],
        );
        const doubt =
            possible === "unknown" || others.length > maxBranching
                ? tooManyCombinations
                : undefined;
        const partial = { requirements, candidates, doubt };
        return others.length > maxBranching ? partial : this.selectFrom(others, 0, partial);
    }

    private selectFrom(
        goals: readonly Goal[],
        index: number,
        partial: PartialSelection,
    ): PartialSelection | undefined {
        const goal = goals[index];
        if (goal === undefined) return partial;
        let unsure: PartialSelection | undefined;
        for (const { candidate, requirements } of goal) {
            if (this.work > maxWork) return unsure ?? { ...partial, doubt: tooManyCombinations };
            const all = [...partial.requirements, ...requirements];
            const possible = this.satisfiability(all, requirements);
            if (possible === "unsatisfiable") continue;
            const next = this.selectFrom(goals, index + 1, {
                requirements: all,
                candidates:
                    candidate === undefined
                        ? partial.candidates
                        : [...partial.candidates, candidate],
                doubt: partial.doubt ?? (possible === "unknown" ? tooManyCombinations : undefined),
            });
            if (next !== undefined && next.doubt === undefined) return next;
            unsure ??= next;
        }
        return unsure;
    }

    /** @param added those whose candidates have to be looked at again */
    private satisfiability(
        all: readonly Requirement[],
        added: readonly Requirement[],
    ): Satisfiability {
        let possible: Satisfiability = "satisfiable";
        this.work += 1 + all.length;
        for (const about of new Set(added.map((requirement) => requirement.about))) {
            const found = satisfiable(
                all.filter((requirement) => requirement.about === about),
                this.boundsOf(about),
                this.workLimit,
            );
            if (found === "unsatisfiable") return "unsatisfiable";
            if (found === "unknown") possible = "unknown";
        }
        return possible;
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

/** Ways to selectFrom one goal: a candidate to allowGoal, or a Deny to denyGoal, with what it requires. */
type Goal = readonly {
    readonly candidate?: CandidateStatement;
    readonly requirements: readonly Requirement[];
}[];

function allowGoal(candidates: readonly CandidateStatement[], certain: boolean): Goal {
    const usable = candidates.filter(
        ({ applicability }) => !certain || applicability.doubt === undefined,
    );
    const unconditional = usable.find(
        ({ applicability }) =>
            applicability.requirements.length === 0 && applicability.doubt === undefined,
    );
    return (unconditional ? [unconditional] : usable).map((candidate) => ({
        candidate,
        requirements: candidate.applicability.requirements,
    }));
}

/** A Deny doesn't apply if one of its requirements isn't met. */
const denyGoal = ({ requirements }: PossiblyApplicable): Goal =>
    requirements.map((requirement) => ({
        requirements: [{ ...requirement, mustHold: !requirement.mustHold }],
    }));

interface PartialSelection {
    readonly requirements: readonly Requirement[];
    readonly candidates: readonly CandidateStatement[];
    readonly doubt: string | undefined;
}

const tooManyCombinations = "its conditions have too many combinations to try them all";

/** Whether a candidate whose value stands in a policy variable is tied by something else too. */
function interdependence(requirements: readonly Requirement[]): string | undefined {
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
