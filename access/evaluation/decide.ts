import type { Document, Statement, StatementReference } from "../policy/document";
import { applicable, allOf, uncertain, isCertain, notApplicable } from "./applicability";
import type { Applicability, PossiblyApplicable } from "./applicability";
import { holds } from "./conditions";
import { isSubjectToResourceControl, alternativesFor } from "./alternatives";
import type { RequiredPolicy, Alternative } from "./alternatives";
import { certainlyNotListed, deniesTo, grantsTo } from "./principals";
import type { Grant } from "./principals";
import type { PolicyType, Question, Decision } from "./question";
import { appliesToResource } from "./resources";
import { StatementSelector } from "./statementSelection";
import type { CandidateStatement } from "./statementSelection";

/**
 * Whether the principal can make an allowed request. Attacker-controlled context keys, and a
 * resource or principal given as a pattern, may take any value; the request is allowed if some
 * choice of values satisfies one alternative and no Deny statement applies.
 *
 * Statements that cannot be evaluated are considered both ways. `allowed`: allowed even if they
 * allow nothing and deny. `denied`: denied even if they allow and deny nothing. Otherwise
 * `unknown`.
 *
 * @param explains whether `denied` gives its reasons, which takes most of the time of such a decision
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(question: Question, explains = true): Decision {
    const further = question.furtherActions?.map((action) => ({ ...question, action }));
    let alternatives = alternativesOf(question, explains);
    // Most requests take one action, and there are millions of them.
    for (const other of further ?? []) {
        alternatives = together(alternatives, alternativesOf(other, explains));
    }
    const viable = alternatives.filter(({ allows }) =>
        allows.every((candidates) => candidates.length > 0),
    );
    // Most are refused because nothing allows them, whatever is denied.
    if (viable.length === 0 && !explains) return refused;
    const denies = denyCandidates(question);
    for (const other of further ?? []) denies.push(...denyCandidates(other));
    const certainDenies = denies.filter(({ applicability }) => isCertain(applicability));
    if (certainDenies.length > 0) return explains ? denied(alternatives, certainDenies) : refused;
    if (denies.length === 0) {
        for (const { allows } of alternatives) {
            if (!allows.every(isCertainlyMet)) continue;
            return { answer: "allowed", because: referencesOf(allows.map(([first]) => first)) };
        }
    }
    if (viable.length === 0) return denied(alternatives, []);
    const selector = new StatementSelector(question);
    return (
        selected(selector, viable, denies) ??
        (explains ? unsatisfiedBy(selector, alternatives, viable, denies) : refused)
    );
}

const refused: Decision = { answer: "denied", because: [], missing: [] };

/** For each required policy of an alternative, the Allow statements that may apply. */
interface AlternativeCandidates {
    readonly alternative: Alternative;
    readonly allows: readonly (readonly CandidateStatement[])[];
}

/** @param isWhole whether also those after a required policy that allows nothing */
function candidatesOf(
    alternative: Alternative,
    question: Question,
    isWhole: boolean,
): AlternativeCandidates {
    const allows: (readonly CandidateStatement[])[] = [];
    for (const required of alternative) {
        const candidates = allowCandidates(required, question);
        allows.push(candidates);
        if (candidates.length === 0 && !isWhole) break;
    }
    return { alternative, allows };
}

const alternativesOf = (question: Question, isWhole: boolean): readonly AlternativeCandidates[] =>
    alternativesFor(question).map((alternative) => candidatesOf(alternative, question, isWhole));

/** Each alternative for one action with each for another. */
const together = (
    first: readonly AlternativeCandidates[],
    second: readonly AlternativeCandidates[],
): readonly AlternativeCandidates[] =>
    first.flatMap((one) =>
        second.map((other) => ({
            alternative: [...one.alternative, ...other.alternative],
            allows: [...one.allows, ...other.allows],
        })),
    );

const noCandidates: readonly CandidateStatement[] = [];

const isCertainlyMet = ([first]: readonly CandidateStatement[]): boolean =>
    first !== undefined && isCertain(first.applicability);

/**
 * The Allow statements of a required policy that may apply. One that certainly applies is returned
 * alone.
 */
function allowCandidates(
    { documents, grants }: RequiredPolicy,
    question: Question,
): readonly CandidateStatement[] {
    let candidates: CandidateStatement[] | undefined;
    for (const document of documents) {
        if (document.fault !== undefined) {
            (candidates ??= []).push(unread(document, document.fault));
            continue;
        }
        for (const statement of document.statements) {
            if (statement.effect !== "Allow") continue;
            for (const applicability of applies(statement, question, grants)) {
                if (isCertain(applicability)) return [{ statement, applicability }];
                (candidates ??= []).push({ statement, applicability });
            }
        }
    }
    return candidates ?? noCandidates;
}

/** All Deny statements that may apply. They apply to every alternative. */
function denyCandidates(question: Question): CandidateStatement[] {
    const { principal, resourcePolicy, resourceControlPolicies } = question;
    const denies: CandidateStatement[] = [];
    addDenies(principal.policies, question, denies);
    for (const level of principal.serviceControlPolicies) addDenies(level, question, denies);
    if (principal.boundary) addDeniesOf(principal.boundary, question, denies);
    if (principal.sessionPolicies) addDenies(principal.sessionPolicies, question, denies);
    if (resourcePolicy) addDeniesOf(resourcePolicy, question, denies);
    if (isSubjectToResourceControl(question)) {
        for (const level of resourceControlPolicies) addDenies(level, question, denies);
    }
    return denies;
}

function addDenies(
    documents: readonly Document[],
    question: Question,
    denies: CandidateStatement[],
): void {
    for (const document of documents) addDeniesOf(document, question, denies);
}

function addDeniesOf(document: Document, question: Question, denies: CandidateStatement[]): void {
    if (document.fault !== undefined) {
        denies.push(unread(document, document.fault));
        return;
    }
    for (const statement of document.statements) {
        if (statement.effect !== "Deny") continue;
        for (const applicability of applies(statement, question)) {
            denies.push({ statement, applicability });
        }
    }
}

const unread = (document: Document, fault: string): CandidateStatement => ({
    applicability: uncertain(`${document.name} cannot be read: ${fault}`),
});

/**
 * How a statement may apply: each entry is one case of it.
 *
 * @param grants how an Allow statement must match the principal; absent for a Deny statement
 */
function applies(
    statement: Statement,
    question: Question,
    grants?: readonly Grant[],
): readonly PossiblyApplicable[] {
    if (!statement.actions.has(question.action)) return noCases;
    const { principals, fault } = statement;
    const understood: PossiblyApplicable =
        fault === undefined
            ? applicable
            : uncertain(
                  `statement ${statement.index} of ${statement.document} cannot be interpreted: ${fault}`,
              );
    const named =
        principals === undefined
            ? applicable
            : grants === undefined
              ? deniesTo(principals, question.principal)
              : grantsTo(principals, question.principal, grants);
    const whole = appliesTo(statement, question, allOf(understood, named));
    if (whole === notApplicable) return noCases;
    if (principals?.except !== true || whole.doubt === undefined) return [whole];
    const isForAll = grants === undefined || grants.includes("direct");
    const certain = isForAll ? certainlyNotListed(principals, question.principal) : notApplicable;
    const other = appliesTo(statement, question, allOf(understood, certain));
    return other === notApplicable ? [whole] : [whole, other];
}

const noCases: readonly PossiblyApplicable[] = [];

/** The part of a statement's applicability that its resources and conditions decide. */
function appliesTo(
    { resources, conditions }: Statement,
    question: Question,
    byPrincipal: Applicability,
): Applicability {
    if (byPrincipal === notApplicable) return notApplicable;
    let applicability = byPrincipal;
    if (resources !== undefined) {
        const next = allOf(applicability, appliesToResource(resources, question));
        if (next === notApplicable) return notApplicable;
        applicability = next;
    }
    for (const condition of conditions) {
        const next = allOf(applicability, holds(condition, question.context));
        if (next === notApplicable) return notApplicable;
        applicability = next;
    }
    return applicability;
}

const isDoubtful = ({ applicability }: CandidateStatement): boolean =>
    applicability.doubt !== undefined;

/** The decision if some selection of statements may allow the request; `undefined`: none does. */
function selected(
    selector: StatementSelector,
    viable: readonly AlternativeCandidates[],
    denies: readonly CandidateStatement[],
): Decision | undefined {
    let unknown: Decision | undefined;
    // Without a doubt both ways are one.
    const ways =
        denies.some(isDoubtful) || viable.some(({ allows }) => allows.flat().some(isDoubtful))
            ? [true, false]
            : [true];
    for (const certain of ways) {
        for (const { allows } of viable) {
            const selection = selector.select(allows, denies, certain);
            if (selection === undefined) continue;
            const because = referencesOf(selection.candidates);
            if (certain && selection.doubt === undefined) return { answer: "allowed", because };
            const reason = selection.doubt ?? "the result is not certain";
            unknown ??= { answer: "unknown", because, reason };
        }
        if (unknown) return unknown;
    }
    return undefined;
}

/**
 * Each required policy can be satisfied, but not all together and with no Deny. Finds the first one
 * that cannot, or the Deny statements that prevent it.
 */
function unsatisfiedBy(
    selector: StatementSelector,
    alternatives: readonly AlternativeCandidates[],
    viable: readonly AlternativeCandidates[],
    denies: readonly CandidateStatement[],
): Decision {
    for (const { alternative, allows } of viable) {
        const unmet = allows.findIndex(
            (_, index) =>
                selector.select(allows.slice(0, index + 1), noCandidates, false) === undefined,
        );
        const required = alternative[unmet];
        if (required) return { answer: "denied", because: [], missing: [required.policyType] };
    }
    const alone = denies.filter(
        (deny) =>
            !viable.some(({ allows }) => selector.select(allows, [deny], false) !== undefined),
    );
    return denied(viable.length > 0 ? viable : alternatives, alone.length > 0 ? alone : denies);
}

/**
 * Reports the alternative that lacks the fewest policy types, preferring those whose resource
 * policy allows the request.
 */
function denied(
    alternatives: readonly AlternativeCandidates[],
    denies: readonly CandidateStatement[],
): Decision {
    let missing: readonly PolicyType[] | undefined;
    for (const { alternative, allows } of alternatives) {
        const lacking: PolicyType[] = [];
        for (const [index, { policyType }] of alternative.entries()) {
            if (allows[index]?.length === 0 && !lacking.includes(policyType))
                lacking.push(policyType);
        }
        if (missing === undefined || lack(lacking) < lack(missing)) missing = lacking;
    }
    return { answer: "denied", because: referencesOf(denies), missing: missing ?? [] };
}

const lack = (types: readonly PolicyType[]): number =>
    types.length + (types.includes("resource policy") ? policyTypeCount : 0);

const policyTypeCount = 6;

function referencesOf(
    candidates: readonly (CandidateStatement | undefined)[],
): readonly StatementReference[] {
    const references: StatementReference[] = [];
    for (const candidate of candidates) {
        if (candidate?.statement === undefined) continue;
        const { reference } = candidate.statement;
        if (!references.includes(reference)) references.push(reference);
    }
    return references;
}
