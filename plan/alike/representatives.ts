import {
    listedAlike,
    memberIds,
    namesPrincipals,
    singledOut,
    treatsIdsAsNames,
    without,
} from "../../access";
import type { Account } from "../../platform/accounts";
import type { RenderedKind } from "../kinds";
import { planDocuments } from "../planSource";
import type { PlanDocuments } from "../planSource";
import type { ReadOptions } from "../authorizationDetails";
import type { RenderedStack } from "../renderStack";
import type { RenderedKinds } from "../renderStacks";

/** A platform's documents, without accounts that are like others which are there. */
export interface Representatives {
    readonly documents: PlanDocuments;
    /** By id of an account that is there: those that it stands for. */
    readonly standsFor: ReadonlyMap<string, readonly Account[]>;
    /** By id of an account that isn't there: the first of those that stand for it. */
    readonly like: ReadonlyMap<string, string>;
    /** The documents before what names accounts that aren't there was taken out. */
    readonly unabridged: PlanDocuments;
}

/** A request is between two accounts at most, so two of a kind can do to each other what any two of it can. */
const perKind = 2;

/**
 * The documents of a platform in which of each kind two accounts are enough: whoever gets in with all of them gets in with these.
 *
 * What tells an account from the others of its kind makes it stay: that another document or a setting names it. Where documents
 * list accounts of a kind apart, two of each list stay. What can't be
 * judged makes all of them stay. See docs/decisions/0020-two-accounts-of-a-kind-stand-for-all-of-it.md.
 *
 * @param platform its single stacks stay as they are
 * @param settings what else the proof reads, e.g. waivers
 * @throws PlanError
 */
export function representatives(
    { single, kinds }: RenderedKinds,
    settings: unknown,
    options: Pick<ReadOptions, "isUnknown"> = {},
): Representatives {
    const samples = kinds.flatMap(({ members: [first], stackOf }) =>
        first === undefined ? [] : [stackOf(first)],
    );
    const ofSingle = planDocuments(single, options);
    const ofSamples = planDocuments(samples, options);
    const isJudged = treatsIdsAsNames(plain(ofSingle)) && treatsIdsAsNames(plain(ofSamples));
    const reducible = kinds.filter(
        ({ members: [first], isNamed }) =>
            isJudged &&
            !isNamed &&
            first !== undefined &&
            isReducible(first, plain(planDocuments(samples.filter(isOf(first)), options))),
    );
    const ids = listedAlike(
        plain(ofSingle),
        reducible.map(({ members }) => new Set(members.map(({ id }) => id))),
    );
    const different = new Set([
        ...singledOut(plain(ofSingle), ids),
        ...ids.flatMap((kind) => memberIds(JSON.stringify(settings), kind)),
    ]);

    const standsFor = new Map<string, readonly Account[]>();
    const like = new Map<string, string>();
    const accounts = new Map(
        reducible.flatMap(({ members }) => members.map((member) => [member.id, member] as const)),
    );
    for (const kind of ids) {
        const alike = [...kind]
            .filter((id) => !different.has(id))
            .flatMap((id) => accounts.get(id) ?? []);
        const [first] = alike;
        const others = alike.slice(perKind);
        if (first === undefined || others.length === 0) continue;
        for (const { id } of alike.slice(0, perKind)) standsFor.set(id, others);
        for (const { id } of others) like.set(id, first.id);
    }
    const leftOut = new Set(like.keys());
    const staying = kinds.flatMap((kind) => stacksOf(kind, leftOut));
    const unabridged = planDocuments([...single, ...staying], options);
    const documents = leftOut.size === 0 ? unabridged : withoutEntries(unabridged, leftOut);
    return { documents, standsFor, like, unabridged };
}

const isOf =
    ({ id }: Account) =>
    ({ account }: RenderedStack): boolean =>
        account.id === id;

/** The documents of one account, as lists and objects alone. */
const plain = ({ accounts, detailsOf }: PlanDocuments): unknown => [
    Object.values(accounts).map(({ secrets }) => secrets),
    ...detailsOf.values(),
];

const isReducible = ({ id }: Account, documents: unknown): boolean =>
    namesPrincipals(documents) && !hasWithinNumber(id, JSON.stringify(documents));

/** Whether an id is part of a longer number. */
const hasWithinNumber = (id: string, text: string): boolean =>
    (text.match(/\d{13,}/g) ?? []).some((digits) => digits.includes(id));

const stacksOf = (
    { members, stackOf }: RenderedKind,
    leftOut: ReadonlySet<string>,
): readonly RenderedStack[] =>
    members.filter(({ id }) => !leftOut.has(id)).map((member) => stackOf(member));

/** Nothing is asked of accounts that aren't there, so what lists them needn't. */
function withoutEntries(
    { accounts, detailsOf }: PlanDocuments,
    ids: ReadonlySet<string>,
): PlanDocuments {
    return {
        accounts: without(accounts, ids) as PlanDocuments["accounts"],
        detailsOf: new Map(
            [...detailsOf].map(([id, details]) => [id, without(details, ids) as typeof details]),
        ),
    };
}
