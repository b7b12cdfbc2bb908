import { nameOf, resourceOf } from "../accountDetails";
import type { StackAdoption } from "./adoption";

/** How far a stack's adoption got. */
export interface Imported {
    /** What the preview after the import would replace or delete. */
    readonly destructive: readonly string[];
    /** Resources per operation, of that preview. */
    readonly changes: Readonly<Record<string, number>>;
    /** Why there was no whole preview. */
    readonly failure?: string;
}

export interface AdoptionResult {
    readonly stacks: readonly StackAdoption[];
    /** By stack; absent if nothing was imported. */
    readonly imported?: ReadonlyMap<string, Imported>;
    /** For `terraform state rm`, by stack. */
    readonly addresses: ReadonlyMap<string, readonly string[]>;
    /** What was not read, or needs care. */
    readonly notes: readonly string[];
}

/** All stacks, one after the other, and what to do next. */
export const adoptionText = (result: AdoptionResult): string =>
    [
        ...result.stacks.map((stack) => stackText(stack, result)),
        ...(result.notes.length === 0 ? [] : [section("Notes", result.notes, "")]),
        nextText(result),
    ].join("\n\n");

function stackText(stack: StackAdoption, { imported, addresses }: AdoptionResult): string {
    const { account, adopted, moved, updated, removed, created, stays, warnings, refusals } = stack;
    const done = imported?.get(account.name);
    const parts = [
        `${adopted.length} ${done === undefined ? "to adopt" : "adopted"}`,
        `${created.length} to create`,
        `${stays.length} left as they are`,
        ...(refusals.length === 0 ? [] : [`${refusals.length} refused`]),
    ];
    return [
        `${account.name} (${account.id}): ${parts.join(", ")}`,
        section("Adopted", byType(adopted.map(({ type, id }) => ({ type, name: shortId(id) })))),
        section("Moved in place by the next update", moved),
        section(
            "Changed in place by the next update",
            updated.map(({ arn, parts }) => `${resourceOf(arn)}: ${parts.join(", ")}`),
        ),
        section("Taken away by the next updates", removed),
        section("Created by the next update, unless the stack has it", byType(created)),
        section(
            "Left as it is; `drift --fix --delete ID` deletes what is ours",
            stays.map(({ id, text }) => `${text}\n      ID ${id}`),
        ),
        section("Attention", warnings),
        section("Refused, since it would be replaced", refusals),
        forgetText(addresses.get(account.name) ?? []),
        done === undefined ? "" : previewText(done),
    ]
        .filter((text) => text !== "")
        .join("\n");
}

/** What a run came to, for its exit code. */
export function outcomeOf({
    stacks,
    imported,
}: Pick<AdoptionResult, "stacks" | "imported">): "fine" | "refused" | "unknown" {
    const all = [...(imported?.values() ?? [])];
    if (stacks.some(({ refusals }) => refusals.length > 0)) return "refused";
    if (all.some(({ destructive }) => destructive.length > 0)) return "refused";
    return all.some(({ failure }) => failure !== undefined) ? "unknown" : "fine";
}

const previewText = ({ destructive, changes, failure }: Imported): string =>
    failure !== undefined
        ? `  Imported, but the preview was stopped:\n    ${failure.replaceAll("\n", "\n    ")}`
        : previewedText(destructive, changes);

const previewedText = (
    destructive: Imported["destructive"],
    changes: Imported["changes"],
): string =>
    destructive.length === 0
        ? `  Imported. The preview replaces and deletes nothing: ${
              Object.entries(changes)
                  .map(([operation, count]) => `${count} ${operation}`)
                  .join(", ") || "unchanged"
          }.`
        : section("Imported, but the preview would", destructive);

/** E.g. `Role: PSKPlatformVPCRole, PSKIamProfilesRole`. */
function byType(
    resources: readonly { readonly type: string; readonly name: string }[],
): readonly string[] {
    const names = new Map<string, string[]>();
    for (const { type, name } of resources) {
        const short = type.slice(type.lastIndexOf(":") + 1);
        names.set(short, [...(names.get(short) ?? []), name]);
    }
    return [...names].map(([type, all]) => `${type}: ${all.sort().join(", ")}`);
}

/** Of a policy its name, of an attachment its holder: the text says the type, and `--json` the whole id. */
const shortId = (id: string): string =>
    id.startsWith("arn:") ? nameOf(id) : (id.split("/")[0] ?? id);

const forgetText = (addresses: readonly string[]): string =>
    addresses.length === 0
        ? ""
        : `  ${addresses.length} resources that Terraform has to forget, before it is run again: --out writes the commands`;

const section = (title: string, lines: readonly string[], indent = "  "): string =>
    lines.length === 0
        ? ""
        : [`${indent}${title}:`, ...lines.map((line) => `${indent}  - ${line}`)].join("\n");

function nextText({ stacks, imported }: AdoptionResult): string {
    const names = stacks.map(({ account }) => account.name).join(",");
    if (stacks.some(({ refusals }) => refusals.length > 0)) {
        return "Nothing was imported. Mend what is refused, then run this again.";
    }
    if (imported === undefined) {
        return `Nothing was changed. To import: iam-profiles adopt --stacks ${names} --yes`;
    }
    if ([...imported.values()].some(({ destructive }) => destructive.length > 0)) {
        return "Don't update these stacks. What is imported is protected, so that an update would fail.";
    }
    if ([...imported.values()].some(({ failure }) => failure !== undefined)) {
        return "Mend what stopped a preview, then run this again: what is imported stays so.";
    }
    return `Next: iam-profiles up --stacks ${names}`;
}

/** The same as data, for scripts. */
export const adoptionJson = ({ stacks, imported, addresses, notes }: AdoptionResult): object => ({
    version: 1,
    stacks: stacks.map(({ account, ...rest }) => ({
        stack: account.name,
        accountId: account.id,
        ...rest,
        // `--out` writes it.
        file: undefined,
        forget: addresses.get(account.name) ?? [],
        ...(imported?.get(account.name) === undefined
            ? {}
            : { preview: imported.get(account.name) }),
    })),
    notes,
});
