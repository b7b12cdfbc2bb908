import type { Document, Statement, StatementReference } from "../policy/document";
import { always, both, doubtful, isCertain, never } from "./application";
import type { Application, Applies } from "./application";
import { holds } from "./conditions";
import { isUnderResourceControl, waysIn } from "./locks";
import type { Gate, Way } from "./locks";
import { deniesTo, grantsTo } from "./principals";
import type { Grant } from "./principals";
import type { Lock, Question, Verdict } from "./question";
import { appliesToResource } from "./resources";
import { Search } from "./search";
import type { Key } from "./search";

/**
 * Whether the asker can get what is asked for: some choice of everything that is free (context keys, a resource or an asker
 * that is a pattern) must open all locks of one way in, with no Deny in force.
 *
 * What isn't understood is looked at from both sides. `allowed`: even if it doesn't allow, and does deny. `denied`: even if
 * it allows, and doesn't deny. Else `unknown`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(question: Question): Verdict {
    const bars = barsTo(question);
    const ways = waysIn(question).map((way) => openersOf(way, question));
    const certainBars = bars.filter(({ application }) => isCertain(application));
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
    first !== undefined && isCertain(first.application);

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
            const application = applies(statement, question, grants);
            if (application === never) continue;
            if (isCertain(application)) return [{ statement, application }];
            (keys ??= []).push({ statement, application });
        }
    }
    return keys ?? noKeys;
}

/** The Deny statements that apply, or may, whichever the way in. */
function barsTo(question: Question): readonly Key[] {
    const { asker, resourcePolicy, resourceControlPolicies } = question;
    const bars: Key[] = [];
    addBars(asker.policies, question, bars);
    for (const level of asker.serviceControlPolicies) addBars(level, question, bars);
    if (asker.boundary) addBar(asker.boundary, question, bars);
    if (asker.sessionPolicies) addBars(asker.sessionPolicies, question, bars);
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
        const application = applies(statement, question);
        if (application !== never) bars.push({ statement, application });
    }
}

const unread = (document: Document, fault: string): Key => ({
    application: doubtful(`${document.name} couldn't be read: ${fault}`),
});

/** @param grants how an Allow must name the asker; absent for a Deny */
function applies(statement: Statement, question: Question, grants?: readonly Grant[]): Application {
    if (!statement.actions.has(question.action)) return never;
    const { principals, resources, fault } = statement;
    let application: Applies =
        fault === undefined
            ? always
            : doubtful(
                  `statement ${statement.index} of ${statement.document} isn't understood: ${fault}`,
              );
    if (principals !== undefined) {
        const named =
            grants === undefined
                ? deniesTo(principals, question.asker)
                : grantsTo(principals, question.asker, grants);
        const next = both(application, named);
        if (next === never) return never;
        application = next;
    }
    if (resources !== undefined) {
        const next = both(application, appliesToResource(resources, question));
        if (next === never) return never;
        application = next;
    }
    for (const condition of statement.conditions) {
        const next = both(application, holds(condition, question.context));
        if (next === never) return never;
        application = next;
    }
    return application;
}

function decideBySearch(
    question: Question,
    ways: readonly Openers[],
    open: readonly Openers[],
    bars: readonly Key[],
): Verdict {
    const search = new Search(question);
    let perhaps: Verdict | undefined;
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
): Verdict {
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
function denied(ways: readonly Openers[], bars: readonly Key[]): Verdict {
    let missing: readonly Lock[] | undefined;
    for (const { way, doors } of ways) {
        const closed: Lock[] = [];
        for (const [index, { lock }] of way.entries()) {
            if (doors[index]?.length === 0 && !closed.includes(lock)) closed.push(lock);
        }
        if (missing === undefined || lack(closed) < lack(missing)) missing = closed;
    }
    return { answer: "denied", because: referencesOf(bars), missing: missing ?? [] };
}

const lack = (locks: readonly Lock[]): number =>
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
