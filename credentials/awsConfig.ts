import { isPlainHeader, isWhollyOwn, marker, ownSection, ownSettings } from "./ownProfile";
import type { OwnSection } from "./ownProfile";
import { linesOf, sectionsOf } from "./sharedConfig";
import type { ConfigSection } from "./sharedConfig";

/** A profile as it is to be. */
export interface Profile {
    readonly name: string;
    /** IAM user name of the identity that it is for. */
    readonly identity: string;
    /** Settings that are this program's: set back if they are changed. */
    readonly settings: Readonly<Record<string, string>>;
    /** Settings that a new profile begins with; afterwards they are the user's. */
    readonly defaults: Readonly<Record<string, string>>;
}

/** What is to change of one profile. */
export interface ProfileChange {
    readonly profile: string;
    readonly kind: "add" | "change" | "remove";
    readonly removed: readonly string[];
    readonly added: readonly string[];
}

/** A file with its profiles as they are to be. */
export interface Merged {
    readonly text: string;
    readonly changes: readonly ProfileChange[];
    /** What is left to the user, a sentence each. */
    readonly notes: readonly string[];
}

/**
 * A shared AWS config file with these profiles in it. Every other line stays as it is, in its place, and the AWS CLI
 * reads every other section as before.
 *
 * @param text of the file, of any line ending
 * @param wanted profiles that are to be there
 * @param identities of whom every profile of ours that is not wanted is removed
 * @throws Error with every line that can't be placed, and every profile that isn't ours or is there twice
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function mergeProfiles(
    text: string,
    wanted: readonly Profile[],
    identities: readonly string[],
): Merged {
    const lines = linesOf(text);
    const eol = /\r\n/.test(text) ? "\r\n" : "\n";
    const sections = sectionsOf(lines);
    requireOwn(sections, lines, wanted);

    const changes: ProfileChange[] = [];
    const notes: string[] = [];
    // From the end, so that the indices of earlier sections stay true.
    for (const section of [...sections].reverse()) {
        const own = ownSection(section, lines);
        if (own === undefined || !identities.includes(own.identity)) continue;
        const profile = wanted.find(({ name }) => name === own.profile);
        const before = lines.slice(own.start, own.contentEnd);
        if (profile !== undefined) {
            const after = updated(lines, own, profile, eol);
            if (after.join("") === before.join("")) continue;
            lines.splice(own.start, before.length, ...after);
            changes.unshift(changeOf(own.profile, "change", before, after));
            continue;
        }
        const kept = whyKept(own, lines);
        if (kept !== undefined) {
            notes.unshift(kept);
            continue;
        }
        // With the empty line that sets it apart.
        const apart = own.start > 0 && lines[own.start - 1]?.trim() === "" ? 1 : 0;
        lines.splice(own.start - apart, before.length + apart);
        changes.unshift(changeOf(own.profile, "remove", before, []));
    }
    for (const profile of wanted) {
        if (sections.some(({ key }) => names(key, profile.name))) continue;
        const last = lines.at(-1);
        if (last !== undefined && !/[\r\n]$/.test(last)) lines.push(`${lines.pop() ?? ""}${eol}`);
        if (last !== undefined && last.trim() !== "") lines.push(eol);
        const after = newSection(profile, eol);
        lines.push(...after);
        changes.push(changeOf(profile.name, "add", [], after));
    }
    const merged = lines.join("");
    requireOthersKept(text, merged, new Set(changes.map(({ profile }) => profile)));
    requireOwn(sectionsOf(linesOf(merged)), linesOf(merged), wanted);
    return { text: merged, changes, notes };
}

/** Changes for people: a profile's header, and its lines that go and come. */
export function changesText(changes: readonly ProfileChange[]): string {
    return changes
        .flatMap(({ profile, kind, removed, added }) => [
            `${kind} [profile ${profile}]`,
            ...removed.map((line) => `  - ${line}`),
            ...added.map((line) => `  + ${line}`),
        ])
        .join("\n");
}

/**
 * Whether an SDK may take a header for this profile's: with quotes, further white space, or cut off at the first `]` as
 * older AWS CLIs do.
 */
const names = (key: string, profile: string): boolean =>
    [key, key.split("]")[0] ?? ""].some((header) => {
        const words = header
            .replace(/["'\\]/g, "")
            .trim()
            .split(/\s+/);
        return (
            words.join("") === `profile${profile}` ||
            (words.length === 2 && words[0]?.startsWith("profile") === true && words[1] === profile)
        );
    });

function requireOwn(
    sections: readonly ConfigSection[],
    lines: readonly string[],
    wanted: readonly Profile[],
): void {
    const faults = wanted.flatMap(({ name, identity }) => {
        const found = sections.filter(({ key }) => names(key, name));
        if (found.length > 1) {
            const where = found.map(({ start }) => start + 1).join(" and ");
            return [`[profile ${name}] is there more than once, in lines ${where}; leave one`];
        }
        return found
            .filter((section) => {
                const own = ownSection(section, lines);
                return own?.profile !== name || own.identity !== identity;
            })
            .map(
                ({ start }) =>
                    `[profile ${name}] in line ${start + 1} was not written by this program, or was changed so that its credentials are others; rename or remove it`,
            );
    });
    if (faults.length > 0) throw new Error(faults.join("\n"));
}

/** Why a profile of ours that is not wanted is left where it is; none: it can be removed. */
function whyKept(own: OwnSection, lines: readonly string[]): string | undefined {
    const what = `[profile ${own.profile}] in line ${own.start + 1} is of no use any more, but is kept:`;
    if (!isWhollyOwn(own, lines)) return `${what} it has lines of yours; remove it yourself`;
    const next = lines[own.end];
    if (next !== undefined && !isPlainHeader(next)) {
        return `${what} some SDKs read line ${own.end + 1} as part of it; remove what follows the ] there`;
    }
    return undefined;
}

const newSection = (profile: Profile, eol: string): string[] =>
    [
        `[profile ${profile.name}]`,
        `${marker}${profile.identity}`,
        ...Object.entries({ ...profile.settings, ...profile.defaults }).map(settingLine),
    ].map((line) => `${line}${eol}`);

const settingLine = ([key, value]: readonly [string, string]): string => `${key} = ${value}`;

/** A section with our settings as they are to be; every other line stays. */
function updated(
    lines: readonly string[],
    section: OwnSection,
    { settings }: Profile,
    eol: string,
): string[] {
    const missing = new Map(Object.entries(settings));
    const result: string[] = [];
    for (let index = section.start; index < section.contentEnd; index++) {
        const line = lines[index] ?? "";
        const option = section.options.find((each) => each.line <= index && index < each.end);
        const wanted = option === undefined ? undefined : missing.get(option.name);
        if (option === undefined || !ownSettings.includes(option.name)) {
            result.push(line);
        } else if (wanted !== undefined) {
            missing.delete(option.name);
            // Its indentation stays, since what follows is read by it.
            const [, end = ""] = /([\r\n]*)$/.exec(line) ?? [];
            const kept = option.value === wanted;
            const indent = line.slice(0, option.indent);
            result.push(kept ? line : `${indent}${settingLine([option.name, wanted])}${end}`);
        }
    }
    // As deep as what follows, which would else be read as more of it; below header and marker.
    const [first] = section.options;
    const follows = lines[first?.line ?? section.end] ?? "";
    const indent = /^[ \t]*/.exec(follows)?.[0] ?? "";
    const added = [...missing].map((setting) => `${indent}${settingLine(setting)}${eol}`);
    if (added.length === 0) return result;
    const ends = result.map((line) => (/[\r\n]$/.test(line) ? line : `${line}${eol}`));
    return [...ends.slice(0, 2), ...added, ...ends.slice(2)];
}

/** The last look before anything is written. @throws Error unless every other section reads as before, and once */
function requireOthersKept(before: string, after: string, changed: ReadonlySet<string>): void {
    const others = (text: string): string =>
        JSON.stringify(
            sectionsOf(linesOf(text))
                .filter(({ key }) => ![...changed].some((profile) => names(key, profile)))
                .map(({ key, options }) => [key, options.map(({ name, value }) => [name, value])]),
        );
    try {
        if (others(after) === others(before)) return;
    } catch {
        // A header that has become a value, or is there twice.
    }
    throw new Error(
        `without ${[...changed].map((profile) => `[profile ${profile}]`).join(", ")} as they are, the AWS CLI would read other sections differently, since their lines are indented; remove the spaces before their headers and settings first`,
    );
}

function changeOf(
    profile: string,
    kind: ProfileChange["kind"],
    before: readonly string[],
    after: readonly string[],
): ProfileChange {
    const plain = (lines: readonly string[]): string[] => lines.map((line) => line.trimEnd());
    const [old, now] = [plain(before), plain(after)];
    return {
        profile,
        kind,
        removed: old.filter((line) => !now.includes(line)),
        added: now.filter((line) => !old.includes(line)),
    };
}
