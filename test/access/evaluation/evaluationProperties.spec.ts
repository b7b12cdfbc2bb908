import { expect } from "chai";
import fc from "fast-check";

import { runs } from "../../support/seed";
import { operators } from "../reference/arbitraryConditions";
import { question } from "../reference/arbitraryQuestions";
import type { Freedom } from "../reference/arbitraryQuestions";
import { asDocument, faulty, statement } from "../reference/arbitraryStatements";
import type { Document, Effect, Kind, Statement } from "../reference/arbitraryStatements";
import { verdictOn } from "../reference/product";
import { allDocuments } from "../reference/rawQuestion";
import type { Answer, RawQuestion } from "../reference/rawQuestion";
import { referenceAnswer } from "../reference/reference";

const mixed: Freedom = { free: 4, withFaults: true };

/** Answers by how far they let somebody get. */
const reach: Readonly<Record<Answer, number>> = { denied: 0, unknown: 1, allowed: 2 };

const answerTo = (asked: RawQuestion): Answer => verdictOn(asked).answer;

/** A property of random questions; a failure prints the seed that brings it back. */
const forQuestions = (
    freedom: Freedom,
    numRuns: number,
    check: (asked: RawQuestion) => void,
): void => {
    fc.assert(fc.property(question(freedom), check), { numRuns: runs(numRuns) });
};

/** Where a statement can be added. */
const places = ["identity", "boundary", "session", "trust", "policy", "scps", "rcps"] as const;
type Place = (typeof places)[number];

const kinds: Readonly<Record<Place, Kind>> = {
    identity: "identity",
    boundary: "identity",
    session: "identity",
    trust: "trust",
    policy: "resource",
    scps: "identity",
    rcps: "control",
};

const extend = (document: unknown, more: Statement): Document =>
    asDocument([...(document as Document).Statement, more]);

/** The question with one statement more in the first document of a place; `undefined` if there is none. */
function withStatement(asked: RawQuestion, place: Place, more: Statement): RawQuestion | undefined {
    if (place === "boundary" || place === "trust" || place === "policy") {
        const document = asked[place];
        return document === undefined ? undefined : { ...asked, [place]: extend(document, more) };
    }
    if (place === "identity" || place === "session") {
        const [first, ...rest] = asked[place] ?? [];
        return first === undefined
            ? undefined
            : { ...asked, [place]: [extend(first, more), ...rest] };
    }
    // Resource control policies have no say in IAM's own actions.
    if (place === "rcps" && asked.action.startsWith("iam:")) return undefined;
    const [[first, ...others] = [], ...rest] = asked[place];
    return first === undefined
        ? undefined
        : { ...asked, [place]: [[extend(first, more), ...others], ...rest] };
}

/** Adds a random statement somewhere, or a faulty one, and hands over the answers before and after. */
function forAddedStatements(
    effect: Effect,
    check: (before: Answer, after: Answer, isFaulty: boolean) => void,
): void {
    const added = fc.constantFrom(...places).chain((place) =>
        fc.record({
            place: fc.constant(place),
            sound: statement(kinds[place], [effect]),
            isFaulty: fc.boolean(),
        }),
    );
    fc.assert(
        fc.property(question(mixed), added, (asked, { place, sound, isFaulty }) => {
            const more = isFaulty ? faulty(kinds[place], effect) : sound;
            const changed = withStatement(asked, place, more);
            fc.pre(changed !== undefined);
            check(answerTo(asked), answerTo(changed), isFaulty);
        }),
        { numRuns: runs(100) },
    );
}

/** What a random question becomes once a lock more is in its way. */
const moreLocks: readonly ((asked: RawQuestion, document: Document) => RawQuestion)[] = [
    (asked, document) => ({ ...asked, scps: [...asked.scps, [document]] }),
    (asked, document) => ({ ...asked, boundary: asked.boundary ?? document }),
    (asked, document) =>
        asked.asker.kind === "role" ? { ...asked, session: asked.session ?? [document] } : asked,
];

describe("evaluation of random questions", function () {
    it("is asked questions of every kind", () => {
        const asked = fc.sample(question(mixed), { numRuns: 200, seed: 1 });
        expect(new Set(asked.map(referenceAnswer))).to.have.all.keys(Object.keys(reach));
        const text = JSON.stringify(asked);
        for (const operator of operators) expect(text).to.contain(`"${operator}"`);
        for (const place of places) expect(text).to.contain(`"${place}"`);
    });

    it("agrees with the reference where the whole request is known", () => {
        forQuestions({ free: 0 }, 150, (asked) => {
            expect(answerTo(asked)).to.equal(referenceAnswer(asked));
        });
    });

    it("agrees with the reference where the attacker chooses what nobody can know", () => {
        forQuestions({ free: 6 }, 100, (asked) => {
            expect(answerTo(asked)).to.equal(referenceAnswer(asked));
        });
    });

    it("agrees with the reference where any resource of a pattern will do", () => {
        forQuestions({ free: 2, withPatterns: true }, 100, (asked) => {
            expect(answerTo(asked)).to.equal(referenceAnswer(asked));
        });
    });

    it("agrees with the reference where statements are faulty", () => {
        forQuestions(mixed, 150, (asked) => {
            expect(answerTo(asked)).to.equal(referenceAnswer(asked));
        });
    });

    it("never takes access away for an added Allow", () => {
        forAddedStatements("Allow", (before, after) => {
            expect(reach[after]).to.be.at.least(reach[before]);
        });
    });

    it("never gives access for an added Deny", () => {
        forAddedStatements("Deny", (before, after) => {
            expect(reach[after]).to.be.at.most(reach[before]);
        });
    });

    it("takes a faulty Allow for a doubt about a denial, and for nothing else", () => {
        forAddedStatements("Allow", (before, after, isFaulty) => {
            fc.pre(isFaulty);
            expect(after).to.be.oneOf(before === "denied" ? ["denied", "unknown"] : [before]);
        });
    });

    it("takes a faulty Deny for a doubt about an allowance, and for nothing else", () => {
        forAddedStatements("Deny", (before, after, isFaulty) => {
            fc.pre(isFaulty);
            expect(after).to.equal(before === "allowed" ? "unknown" : before);
        });
    });

    it("never gives access for one more lock", () => {
        const lock = statement("identity").map((one) => asDocument([one]));
        fc.assert(
            fc.property(
                question(mixed),
                fc.constantFrom(...moreLocks),
                lock,
                (asked, add, document) => {
                    const after = answerTo(add(asked, document));
                    expect(reach[after]).to.be.at.most(reach[answerTo(asked)]);
                },
            ),
            { numRuns: runs(100) },
        );
    });

    it("never takes access away where the attacker may choose more", () => {
        fc.assert(
            fc.property(question({ free: 3 }), fc.boolean(), (asked, mayBeAbsent) => {
                const freed = Object.fromEntries(
                    Object.entries(asked.context).map(([key, value]) => {
                        const isKnown = "known" in value;
                        const isSet = isKnown && value.known.length > 1;
                        return [
                            key,
                            isKnown && !isSet ? { attackerControlled: true, mayBeAbsent } : value,
                        ];
                    }),
                ) as RawQuestion["context"];
                const after = answerTo({ ...asked, context: freed });
                expect(reach[after]).to.be.at.least(reach[answerTo(asked)]);
            }),
            { numRuns: runs(100) },
        );
    });

    it("doesn't depend on the order of statements and documents", () => {
        const turned = (document: unknown) =>
            asDocument([...(document as Document).Statement].reverse());
        const turnedList = (documents: readonly unknown[]) => documents.map(turned).reverse();
        forQuestions(mixed, 100, (asked) => {
            const { boundary, session, trust, policy } = asked;
            const other: RawQuestion = {
                ...asked,
                identity: turnedList(asked.identity),
                ...(boundary === undefined ? {} : { boundary: turned(boundary) }),
                ...(session === undefined ? {} : { session: turnedList(session) }),
                ...(trust === undefined ? {} : { trust: turned(trust) }),
                ...(policy === undefined ? {} : { policy: turned(policy) }),
                scps: asked.scps.map(turnedList).reverse(),
                rcps: asked.rcps.map(turnedList).reverse(),
            };
            expect(answerTo(other)).to.equal(answerTo(asked));
        });
    });

    it("names Allow statements that are enough without all the others", () => {
        forQuestions({ free: 3 }, 100, (asked) => {
            const verdict = verdictOn(asked);
            fc.pre(verdict.answer === "allowed");
            const named = new Set(verdict.because.map((one) => `${one.document}#${one.statement}`));
            expect(answerTo(keepAllows(asked, (id) => named.has(id)))).to.equal("allowed");
        });
    });

    it("names only Deny statements for a denial that Deny statements cause", () => {
        forQuestions({ free: 3 }, 100, (asked) => {
            const verdict = verdictOn(asked);
            fc.pre(verdict.answer === "denied");
            for (const { document, statement: index } of verdict.because) {
                const found = allDocuments(asked).find(({ name }) => name === document);
                const statement = (found?.raw as Document | undefined)?.Statement[index];
                expect(statement?.["Effect"]).to.equal("Deny");
            }
        });
    });
});

/** The question with only some of its Allow statements, by `<document>#<index>`; the others cover no action. */
function keepAllows(asked: RawQuestion, isKept: (id: string) => boolean): RawQuestion {
    const cut = (name: string, document: unknown) =>
        asDocument(
            (document as Document).Statement.map((one, index) => {
                if (one["Effect"] === "Deny" || isKept(`${name}#${index}`)) return one;
                const others = Object.entries(one).filter(([name]) => !/^(Not)?Action$/.test(name));
                return { ...Object.fromEntries(others), Action: "no:action" };
            }),
        );
    const cutList = (name: string, documents: readonly unknown[]) =>
        documents.map((document, index) => cut(`${name} ${index}`, document));
    const cutLevels = (name: string, levels: readonly (readonly unknown[])[]) =>
        levels.map((level, depth) =>
            level.map((document, index) => cut(`${name} ${depth}.${index}`, document)),
        );
    const { boundary, session, trust, policy } = asked;
    return {
        ...asked,
        identity: cutList("identity", asked.identity),
        ...(boundary === undefined ? {} : { boundary: cut("boundary", boundary) }),
        ...(session === undefined ? {} : { session: cutList("session", session) }),
        ...(trust === undefined ? {} : { trust: cut("trust", trust) }),
        ...(policy === undefined ? {} : { policy: cut("resource policy", policy) }),
        scps: cutLevels("SCP", asked.scps),
        rcps: cutLevels("RCP", asked.rcps),
    };
}
