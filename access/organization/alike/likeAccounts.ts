import { digestOfTexts } from "../digest";

/** Which accounts have no details of their own, since they are like others in all but id and name. */
export interface LikeAccounts {
    /** By id of an account that is left out: the id of one that is there. */
    readonly like: ReadonlyMap<string, string>;
    /**
     * Details of the accounts that are there, before what names the others was taken out; of the others, if they are known, too.
     */
    readonly details: ReadonlyMap<string, unknown>;
}

/** Details of all accounts as JSON text, by id. */
function textsOf({ like, details }: LikeAccounts): ReadonlyMap<string, string> {
    const texts = new Map([...details].map(([id, document]) => [id, JSON.stringify(document)]));
    const others = [...like]
        .filter(([id]) => !texts.has(id))
        .map(([id, of]) => [id, (texts.get(of) ?? "").replaceAll(of, id)] as const);
    return new Map([...texts, ...others]);
}

/** Details of all accounts, as if each had been read. */
export const detailsOfAll = (alike: LikeAccounts): ReadonlyMap<string, unknown> =>
    new Map([...textsOf(alike)].map(([id, text]) => [id, JSON.parse(text) as unknown]));

/** What `digestOf` gives of all accounts. */
export const digestOfAll = (accounts: unknown, alike: LikeAccounts): string =>
    digestOfTexts(accounts, textsOf(alike));
