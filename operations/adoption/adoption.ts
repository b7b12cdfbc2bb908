import type { RenderedStack } from "../../plan/renderStack";
import type { Account } from "../../platform/accounts";
import { resourceOf } from "../accountDetails";
import { accountFacts } from "../drift/accountFacts";
import type { ArnOfId } from "../drift/accountFacts";
import { compareFacts, label, labels } from "../drift/compare";
import { declaredAccount } from "../drift/declaredAccount";
import { isSubject } from "../drift/fact";
import type { Difference } from "../drift/finding";
import { conflictsOf } from "./conflicts";
import { thingsOf } from "./foundAccount";
import type { FoundAccount } from "./foundAccount";
import { importFile } from "./importFile";
import type { Adopted, ImportFile } from "./importFile";
import { importIdOf } from "./importIds";
import { mentionsOf } from "./mentions";
import { movedTo, movesOf } from "./moves";
import type { Move } from "./moves";

/** What becomes of an account's things when its stack adopts them. */
export interface StackAdoption {
    readonly account: Account;
    /** What is there and declared. */
    readonly adopted: readonly { readonly type: string; readonly id: string }[];
    /** Users and groups that get another path, in place: keys, policies and unique ids stay. */
    readonly moved: readonly string[];
    /** What the first update changes in place, by the ARN that it has then: e.g. trust policy, tags. */
    readonly updated: readonly { readonly arn: string; readonly parts: readonly string[] }[];
    /** What the updates take away: members that aren't declared, and boundaries of users. */
    readonly removed: readonly string[];
    /** What is declared and not there: type and name. */
    readonly created: readonly { readonly type: string; readonly name: string }[];
    /** What is there and not declared: it is left as it is. The ids are those of `drift`. */
    readonly stays: readonly { readonly id: string; readonly text: string }[];
    /** What works differently afterwards for others. */
    readonly warnings: readonly string[];
    /** Why it can't be adopted: something would be replaced. */
    readonly refusals: readonly string[];
    readonly file: ImportFile;
}

export interface AdoptionInput {
    /** Name of the Pulumi project. */
    readonly project: string;
    readonly stack: RenderedStack;
    readonly found: FoundAccount;
    /** All accounts that were read, this one included: others may name its principals. */
    readonly all: readonly FoundAccount[];
    /** Whether a thing that the stack doesn't declare is the platform's. */
    readonly isOurs: (arn: string) => boolean;
    readonly arnOfId: ArnOfId;
}

/** Compares what is there with what the stack declares: what it adopts, and what becomes of the rest. */
export function adoptionOf(input: AdoptionInput): StackAdoption {
    const { project, stack, found, all, arnOfId } = input;
    const { account, resources } = stack;
    const adopted = resources.flatMap((resource): Adopted[] => {
        const id = importIdOf(resource, found);
        return id === undefined ? [] : [{ resource, id }];
    });
    const isAdopted = new Set(adopted.map(({ resource }) => resource));
    const declared = declaredAccount(stack);
    const moves = movesOf(thingsOf(declared), thingsOf(found));
    const differences = compareFacts(
        account.name,
        accountFacts(declared, () => true, new Map()),
        accountFacts(movedTo(found, moves), isOursIn(input, thingsOf(declared)), arnOfId),
    );
    return {
        account,
        adopted: adopted.map(({ resource, id }) => ({ type: resource.type, id })),
        moved: moves.map(moveText),
        updated: bySubject(differences.filter(isUpdated)),
        removed: differences.filter(isRemoved).map(label),
        created: resources
            .filter((resource) => isCustom(resource.type) && !isAdopted.has(resource))
            .map(({ type, name }) => ({ type, name })),
        stays: [
            ...differences
                .filter((one) => one.change === "extra" && !isRemoved(one) && !isUpdated(one))
                .map((one) => ({ id: one.id, text: label(one) })),
            ...found.providers
                .filter((arn) => !adopted.some(({ id }) => id === arn))
                .map((arn) => ({ id: arn, text: `identity provider ${arn}` })),
        ],
        warnings: moves.flatMap((move) =>
            mentionsOf(move, all).map(
                (place) =>
                    `${place} names ${move.from}, in a condition or resource; it is ${move.to} afterwards, so add that first`,
            ),
        ),
        refusals: conflictsOf(thingsOf(declared), thingsOf(found), all),
        file: importFile(project, account.name, resources, adopted),
    };
}

const moveText = ({ from, to }: Move): string =>
    `${resourceOf(from)} moves to ${resourceOf(to)}, by ${
        resourceOf(from).startsWith("user/")
            ? "UpdateUser; its keys, policies and unique id stay"
            : "UpdateGroup; its members and policies stay"
    }`;

const isOursIn = (
    { isOurs }: AdoptionInput,
    declared: ReturnType<typeof thingsOf>,
): ((arn: string) => boolean) => {
    const known = new Set(declared.map(({ arn }) => arn));
    return (arn) => known.has(arn) || isOurs(arn);
};

/** Components and providers have nothing in AWS. */
const isCustom = (type: string): boolean => /^(aws|random):/.test(type);

/** Properties of a resource, which an update sets; all else that is missing is a resource of its own. */
const properties: readonly string[] = ["boundary", "tag", "sessionLength", "description"];

const isUpdated = ({ kind, change }: Difference): boolean =>
    !isSubject(kind) &&
    (change === "changed" ||
        (change === "missing" && properties.includes(kind)) ||
        // Tags of others than the program's are taken away.
        (change === "extra" && kind === "tag"));

/** A membership removes whom it doesn't list; an update takes away a boundary that isn't declared. */
const isRemoved = ({ kind, change }: Difference): boolean =>
    change === "extra" && (kind === "member" || kind === "boundary");

function bySubject(differences: readonly Difference[]): StackAdoption["updated"] {
    const parts = new Map<string, Set<string>>();
    for (const { subject, kind } of differences) {
        const own = parts.get(subject) ?? new Set();
        parts.set(subject, own.add(kind === "tag" ? "tags" : labels[kind]));
    }
    return [...parts].map(([arn, own]) => ({ arn, parts: [...own].sort() }));
}
