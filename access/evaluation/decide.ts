import type { Document, Statement, StatementReference } from "../policy/document";
import { applicable, allOf, uncertain, isCertain, notApplicable } from "./applicability";
import type { Applicability, PossiblyApplicable } from "./applicability";
import { holds } from "./conditions";
import { isUnderResourceControl, waysIn } from "./alternatives";
import type { Gate, Way } from "./alternatives";
import { deniesTo, grantsTo } from "./principals";
import type { Grant } from "./principals";
import type { PolicyType, Question, Decision } from "./question";
import { appliesToResource } from "./resources";
import { Search } from "./statementSelection";
import type { Key } from "./statementSelection";

/**
 * Whether the principal can get what is asked for: some choice of everything that is free (context keys, a resource or an principal
 * that is a pattern) must open all locks of one way in, with no Deny in force.
 *
 * What isn't understood is looked at from both sides. `allowed`: even if it doesn't allow, and does deny. `denied`: even if
 * it allows, and doesn't deny. Else `unknown`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(question: Question): Decision {
    const bars = barsTo(question);
    const ways = waysIn(question).map((way) => openersOf(way, question));
    const certainBars = bars.filter(({ applicability }) => isCertain(applicability));
    if (certainBars.length > 0) return denied(ways, certainBars);
    if (bars.length === 0) {
        for (const { doors } of ways) {
            if (!doors.every(isWideOpen)) continue;
            return { answer: "allowed", because: referencesOf(doors.map(([first]) => first)) };
        }
    }
    const open = ways.filter(({ doors }) => doors.every((keys) => keys.length > 0));
    if (open.length === 0) return denied(ways, []);
    return decideBySearch(question, ways, open, bars);
}

/** Of each gate of a way in, what opens it. */
interface Openers {
    readonly way: Way;
    readonly doors: readonly (readonly Key[])[];
}

const openersOf = (way: Way, question: Question): Openers => ({
    way,
    doors: way.map((gate) => keysOf(gate, question)),
});

const noKeys: readonly Key[] = [];

const isWideOpen = ([first]: readonly Key[]): boolean =>
    first !== undefined && isCertain(first.applicability);

/** What may open a gate; the first alone, if that does for certain. */
function keysOf({ documents, grants }: Gate, question: Question): readonly Key[] {
    let keys: Key[] | undefined;
    for (const document of documents) {
        if (document.fault !== undefined) {
            (keys ??= []).push(unread(document, document.fault));
            continue;
        }
        for (const statement of document.statements) {
            if (statement.effect !== "Allow") continue;
            const applicability = applies(statement, question, grants);
            if (applicability === notApplicable) continue;
            if (isCertain(applicability)) return [{ statement, applicability }];
            (keys ??= []).push({ statement, applicability });
        }
    }
    return keys ?? noKeys;
}

/** The Deny statements that apply, or may, whichever the way in. */
function barsTo(question: Question): readonly Key[] {
    const { principal, resourcePolicy, resourceControlPolicies } = question;
    const bars: Key[] = [];
    addBars(principal.policies, question, bars);
    for (const level of principal.serviceControlPolicies) addBars(level, question, bars);
    if (principal.boundary) addBar(principal.boundary, question, bars);
    if (principal.sessionPolicies) addBars(principal.sessionPolicies, question, bars);
    if (resourcePolicy) addBar(resourcePolicy, question, bars);
    if (isUnderResourceControl(question)) {
        for (const level of resourceControlPolicies) addBars(level, question, bars);
    }
    return bars;
}

function addBars(documents: readonly Document[], question: Question, bars: Key[]): void {
    for (const document of documents) addBar(document, question, bars);
}

function addBar(document: Document, question: Question, bars: Key[]): void {
    if (document.fault !== undefined) {
        bars.push(unread(document, document.fault));
        return;
    }
    for (const statement of document.statements) {
        if (statement.effect !== "Deny") continue;
        const applicability = applies(statement, question);
        if (applicability !== notApplicable) bars.push({ statement, applicability });
    }
}

const unread = (document: Document, fault: string): Key => ({
    applicability: uncertain(`${document.name} couldn't be read: ${fault}`),
});

/** @param grants how an Allow must name the principal; absent for a Deny */
function applies(
    statement: Statement,
    question: Question,
    grants?: readonly Grant[],
): Applicability {
    if (!statement.actions.has(question.action)) return notApplicable;
    const { principals, resources, fault } = statement;
    let applicability: PossiblyApplicable =
        fault === undefined
            ? applicable
            : uncertain(
                  `statement ${statement.index} of ${statement.document} isn't understood: ${fault}`,
              );
    if (principals !== undefined) {
        const named =
            grants === undefined
                ? deniesTo(principals, question.principal)
                : grantsTo(principals, question.principal, grants);
        const next = allOf(applicability, named);
        if (next === notApplicable) return notApplicable;
        applicability = next;
    }
    if (resources !== undefined) {
        const next = allOf(applicability, appliesToResource(resources, question));
        if (next === notApplicable) return notApplicable;
        applicability = next;
    }
    for (const condition of statement.conditions) {
        const next = allOf(applicability, holds(condition, question.context));
        if (next === notApplicable) return notApplicable;
        applicability = next;
    }
    return applicability;
}

function decideBySearch(
    question: Question,
    ways: readonly Openers[],
    open: readonly Openers[],
    bars: readonly Key[],
): Decision {
    const search = new Search(question);
    let perhaps: Decision | undefined;
    for (const certain of [true, false]) {
        for (const { doors } of open) {
            const found = search.find(doors, bars, certain);
            if (found === undefined) continue;
            const because = referencesOf(found.keys);
            if (certain && found.doubt === undefined) return { answer: "allowed", because };
            const reason = found.doubt ?? "what was found isn't certain";
            perhaps ??= { answer: "unknown", because, reason };
        }
        if (perhaps) return perhaps;
    }
    return contradicted(search, ways, open, bars);
}

/** Each lock could be opened, but not all of them at once, past the Deny statements. */
function contradicted(
    search: Search,
    ways: readonly Openers[],
    open: readonly Openers[],
    bars: readonly Key[],
): Decision {
    for (const { way, doors } of open) {
        const stuck = doors.findIndex(
            (_, index) => search.find(doors.slice(0, index + 1), noKeys, false) === undefined,
        );
        const gate = way[stuck];
        if (gate) return { answer: "denied", because: [], missing: [gate.lock] };
    }
    const alone = bars.filter(
        (bar) => !open.some(({ doors }) => search.find(doors, [bar], false) !== undefined),
    );
    return denied(open.length > 0 ? open : ways, alone.length > 0 ? alone : bars);
}

/** Of the ways in that the resource policy is ready for, if there are any, the one that lacks least says what is missing. */
function denied(ways: readonly Openers[], bars: readonly Key[]): Decision {
    let missing: readonly PolicyType[] | undefined;
    for (const { way, doors } of ways) {
        const closed: PolicyType[] = [];
        for (const [index, { lock }] of way.entries()) {
            if (doors[index]?.length === 0 && !closed.includes(lock)) closed.push(lock);
        }
        if (missing === undefined || lack(closed) < lack(missing)) missing = closed;
    }
    return { answer: "denied", because: referencesOf(bars), missing: missing ?? [] };
}

const lack = (locks: readonly PolicyType[]): number =>
    locks.length + (locks.includes("resource policy") ? lockKinds : 0);

const lockKinds = 6;

function referencesOf(keys: readonly (Key | undefined)[]): readonly StatementReference[] {
    const references: StatementReference[] = [];
    for (const key of keys) {
        if (key?.statement === undefined) continue;
        const { reference } = key.statement;
        if (!references.includes(reference)) references.push(reference);
    }
    return references;
}
