import { isObject } from "../../policy/policyError";
import { environments, holdsIdentities } from "../environments";
import type { Organization } from "../organization";
import { readOrganization } from "../readOrganization";
import type { Extras } from "../readOrganization";
import { listedAlike, memberIds, singledOut, without } from "./mentions";
import { namesPrincipals, treatsIdsAsNames } from "./opacity";
import { namesUniqueIds, sameButForId } from "./sameButForId";
import type { SameButForId } from "./sameButForId";

/** A request is between two accounts at most, so two of a kind can do to each other what any two of it can. */
const perKind = 2;

/**
 * Reads an organization as `readOrganization` does, for a report alone: of accounts that differ by their ids only, two are
 * evaluated, and the report says of the others what is true of these. Why that is sound: ADR 20 of this project.
 *
 * @throws as `readOrganization` does
 */
export function readForReport(
    accounts: unknown,
    details: ReadonlyMap<string, unknown>,
    extras: Omit<Extras, "alike"> = {},
): Organization {
    const like = isObject(accounts) ? likeOthers(accounts, details) : new Map<string, string>();
    if (like.size === 0) return readOrganization(accounts, details, extras);
    const leftOut = new Set(like.keys());
    const standing = new Set(like.values());
    const there = [...details]
        .filter(([id]) => !leftOut.has(id))
        .map(
            ([id, document]) =>
                [id, standing.has(id) ? document : without(document, leftOut)] as const,
        );
    return readOrganization(accounts, new Map(there), { ...extras, alike: { like, details } });
}

/** By id of an account that needn't be evaluated, one that stands for it. */
function likeOthers(
    accounts: Readonly<Record<string, unknown>>,
    details: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, string> {
    const like = new Map<string, string>();
    const kinds = kindsOf(accounts, details).filter(({ ids }) => ids.length > perKind);
    if (kinds.length === 0) return like;
    const inKinds = new Set(kinds.flatMap(({ ids }) => ids));
    const single = [...details].filter(([id]) => !inKinds.has(id)).map(([, document]) => document);
    const registry = Object.entries(accounts).filter(([id]) => !inKinds.has(id));
    const templates = kinds.map(({ template }) => template);
    const isJudged = [single, templates, registry].every(
        (documents) => treatsIdsAsNames(documents) && !namesUniqueIds(documents),
    );
    if (!isJudged) return like;
    const reducible = kinds.filter(({ ids: [first = ""], template }) => {
        const text = JSON.stringify(template);
        const named = new Set(memberIds(text, inKinds));
        return (
            namesPrincipals(template) &&
            named.size <= 1 &&
            (named.size === 0 || named.has(first)) &&
            !isWithinNumber(first, text)
        );
    });
    const ids = listedAlike(
        single,
        reducible.map((kind) => new Set(kind.ids)),
    );
    const different = new Set([
        ...singledOut(single, ids),
        ...ids.flatMap((kind) => memberIds(JSON.stringify(registry), kind)),
    ]);
    for (const kind of ids) {
        const alike = [...kind].filter((id) => !different.has(id));
        const [first] = alike;
        if (first !== undefined) for (const id of alike.slice(perKind)) like.set(id, first);
    }
    return like;
}

/** Accounts whose documents differ by their ids alone. */
interface Kind {
    readonly ids: readonly string[];
    /** Of the first: its entry of the registry, and its details. */
    readonly template: unknown;
}

function kindsOf(
    accounts: Readonly<Record<string, unknown>>,
    details: ReadonlyMap<string, unknown>,
): readonly Kind[] {
    const kinds: { readonly ids: string[]; readonly template: unknown; isSame: SameButForId }[] =
        [];
    for (const [id, document] of details) {
        const account = accounts[id];
        if (!isObject(account) || !isObject(document) || isForIdentities(account, document))
            continue;
        const { name: _, ...entry } = account;
        const value = [entry, document];
        const kind = kinds.find(({ isSame }) => isSame(value, id));
        if (kind !== undefined) kind.ids.push(id);
        // Accounts that differ from all others are compared with few.
        else if (kinds.length < mostKinds) {
            kinds.push({ ids: [id], template: value, isSame: sameButForId(value, id) });
        }
    }
    return kinds;
}

const mostKinds = 50;

/** Whether an account may have identities, which a report lists one by one. */
function isForIdentities(
    { environment }: Readonly<Record<string, unknown>>,
    { UserDetailList: users }: Readonly<Record<string, unknown>>,
): boolean {
    const known = environments.find((one) => one === environment);
    return (
        known === undefined || holdsIdentities(known) || !Array.isArray(users) || users.length > 0
    );
}

/** Whether an id is part of a longer number. */
const isWithinNumber = (id: string, text: string): boolean =>
    (text.match(/\d{13,}/g) ?? []).some((digits) => digits.includes(id));

/** What an organization is read for. */
export interface ReadFor {
    /** Whether a report is all that is made of it. @default false */
    readonly isForReport?: boolean;
}

export const readFor = ({ isForReport = false }: ReadFor): typeof readForReport =>
    isForReport ? readForReport : readOrganization;
