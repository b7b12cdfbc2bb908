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

/**
 * A statement that may allow or deny the request. Without `statement`: a document that cannot be
 * read.
 */
export interface CandidateStatement {
    readonly statement?: Statement;
    readonly applicability: PossiblyApplicable;
}

/** Statements that together allow the request. */
export interface Selection {
    /** One per required policy. */
    readonly candidates: readonly CandidateStatement[];
    /** Why the result is uncertain. */
    readonly doubt: string | undefined;
}

/** Requirements checked, over all combinations tried. */
const maxWork = 200_000;
/** Each takes one level of the call stack. */
const maxBranching = 1_000;

/**
 * Selects one Allow statement per required policy, and one unmet requirement per Deny statement, so
 * that all requirements on each attacker-controlled value can be met at once.
 */
export class StatementSelector {
    private readonly workLimit = new WorkLimit();
    private work = 0;

    constructor(private readonly question: Question) {}

    /**
     * @param allows the candidate Allow statements of each required policy
     * @param denies Deny statements that may apply
     * @param certain true: doubtful Allow statements do not count, and doubtful Deny statements do;
     *   false: the reverse
     * @returns `undefined`: no combination is satisfiable
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
            // In the order of the required policies.
            candidates: allows.flatMap((candidates) =>
                candidates
                    .filter((candidate) => selected.candidates.includes(candidate))
                    .slice(0, 1),
            ),
            doubt: doubts.find((doubt) => doubt !== undefined),
        };
    }

    private selectAll(goals: readonly Goal[]): PartialSelection | undefined {
        // Goals with a single option come first, together; the others follow, fewest options first.
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

    /** @param added requirements whose keys must be checked again */
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

    private globsOf = (patterns: readonly string[] = []) =>
        patterns.map((pattern) => globWithin(pattern));

    private boundsOf(about: string): ValueBounds {
        const { principal, resource, resourceIsNot, context } = this.question;
        if (about === theSession) {
            const { within, without } = principal.sessionName ?? {};
            return {
                within: within === undefined ? [] : [globWithin(within)],
                without: this.globsOf(without),
                mayBeAbsent: false,
            };
        }
        if (about === theResource) {
            return {
                within: [globWithin(resource)],
                without: this.globsOf(resourceIsNot),
                mayBeAbsent: false,
            };
        }
        const value = context(about);
        const within =
            "attackerControlled" in value && value.within !== undefined ? [value.within] : [];
        if (about === principalArn && principal.isPattern === true) within.push(principal.arn);
        return {
            within: within.map((pattern) => globWithin(pattern)),
            without: [
                ...this.globsOf(about === principalArn ? principal.isNot : []),
                ...this.globsOf("attackerControlled" in value ? value.without : []),
            ],
            mayBeAbsent: "attackerControlled" in value && value.mayBeAbsent,
            ...("attackerControlled" in value && value.oneOf !== undefined
                ? { oneOf: this.globsOf(value.oneOf) }
                : {}),
            ...("attackerControlled" in value && value.from !== undefined
                ? { from: value.from }
                : {}),
        };
    }
}

/**
 * The options to reach one goal: an Allow statement to apply, or a requirement of a Deny statement
 * to leave unmet.
 */
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

/** A Deny statement does not apply if one of its requirements is not met. */
const denyGoal = ({ requirements }: PossiblyApplicable): Goal =>
    requirements.map((requirement) => ({
        requirements: [{ ...requirement, mustHold: !requirement.mustHold }],
    }));

interface PartialSelection {
    readonly requirements: readonly Requirement[];
    readonly candidates: readonly CandidateStatement[];
    readonly doubt: string | undefined;
}

const tooManyCombinations = "its conditions have too many combinations to evaluate";

/**
 * Reports a key that occurs as a policy variable and is restricted by another test as well: that is
 * not evaluated exactly.
 */
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
