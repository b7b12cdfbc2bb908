/** A profile as it is to be. */
export interface Profile {
    readonly name: string;
    /** IAM user name of whom it is for. */
    readonly identity: string;
    /** Settings that are this program's: changed back if somebody changes them. */
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
}

/** Settings that a profile of ours may have had; one that it no longer has is taken out. */
const ownSettings = ["credential_process", "role_arn", "source_profile", "mfa_serial"];
/** Below its header, a profile of ours says so, and for whom. */
const marker = "# iam-profiles: ";

interface Section {
    /** Index of its header. */
    readonly start: number;
    /** Index after its last line that is neither empty nor a comment: what follows belongs to the next section. */
    readonly end: number;
    readonly profile: string;
    /** For whom we wrote it; none: somebody else did. */
    readonly identity?: string;
}

/**
 * A shared AWS config file with these profiles in it. Every other line stays as it is, in its place.
 *
 * @param text of the file, of any line ending
 * @param wanted profiles that are to be there
 * @param identities of whom every profile of ours that is not wanted is removed
 * @throws Error with every profile that isn't ours or is there twice
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function mergeProfiles(
    text: string,
    wanted: readonly Profile[],
    identities: readonly string[],
): Merged {
    const lines: string[] = [...(text.match(/[^\n]*\n|[^\n]+$/g) ?? [])];
    const eol = /\r\n/.test(text) ? "\r\n" : "\n";
    const sections = sectionsOf(lines);
    requireOwn(sections, wanted);

    const changes: ProfileChange[] = [];
    // From the end, so that the indices of earlier sections stay true.
    for (const section of [...sections].reverse()) {
        if (section.identity === undefined || !identities.includes(section.identity)) continue;
        const before = lines.slice(section.start, section.end);
        const profile = wanted.find(({ name }) => name === section.profile);
        if (profile === undefined) {
            // With the empty line that sets it apart.
            const apart = section.start > 0 && lines[section.start - 1]?.trim() === "" ? 1 : 0;
            lines.splice(section.start - apart, before.length + apart);
            changes.unshift(changeOf(section.profile, "remove", before, []));
            continue;
        }
        const after = updated(before, profile, eol);
        if (after.join("") === before.join("")) continue;
        lines.splice(section.start, before.length, ...after);
        changes.unshift(changeOf(section.profile, "change", before, after));
    }
    for (const profile of wanted) {
        if (sections.some((section) => section.profile === profile.name)) continue;
        const last = lines.at(-1);
        if (last !== undefined && !last.endsWith("\n")) lines.push(`${lines.pop() ?? ""}${eol}`);
        if (last !== undefined && last.trim() !== "") lines.push(eol);
        const after = newSection(profile, eol);
        lines.push(...after);
        changes.push(changeOf(profile.name, "add", [], after));
    }
    return { text: lines.join(""), changes };
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

/** A byte order mark may come before the first header; a comment may follow any. */
const header = /^\uFEFF?\[(.*?)\]\s*([#;].*)?$/;
const profileHeader = /^\s*profile\s+(["']?)(.*?)\1\s*$/;

function sectionsOf(lines: readonly string[]): Section[] {
    const starts = lines.flatMap((line, index) => (header.test(line.trimEnd()) ? [index] : []));
    return starts.flatMap((start, i) => {
        const inside = header.exec(lines[start]?.trimEnd() ?? "")?.[1] ?? "";
        const profile = profileHeader.exec(inside)?.[2];
        if (profile === undefined) return [];
        let end = starts[i + 1] ?? lines.length;
        while (end > start + 1 && !isContent(lines[end - 1] ?? "")) end -= 1;
        const below = lines[start + 1]?.trimEnd() ?? "";
        return [
            {
                start,
                end,
                profile,
                ...(below.startsWith(marker) ? { identity: below.slice(marker.length) } : {}),
            },
        ];
    });
}

const isContent = (line: string): boolean => /^\s*[^\s#;]/.test(line) || line.startsWith(marker);

function requireOwn(sections: readonly Section[], wanted: readonly Profile[]): void {
    const faults = wanted.flatMap(({ name, identity }) => {
        const found = sections.filter(({ profile }) => profile === name);
        if (found.length > 1) {
            const where = found.map(({ start }) => start + 1).join(" and ");
            return [`[profile ${name}] is there more than once, in lines ${where}; leave one`];
        }
        return found.some((section) => section.identity !== identity)
            ? [
                  `[profile ${name}] in line ${(found[0]?.start ?? 0) + 1} was not written by this program; rename it`,
              ]
            : [];
    });
    if (faults.length > 0) throw new Error(faults.join("\n"));
}

const newSection = (profile: Profile, eol: string): string[] =>
    [
        `[profile ${profile.name}]`,
        `${marker}${profile.identity}`,
        ...Object.entries({ ...profile.settings, ...profile.defaults }).map(settingLine),
    ].map((line) => `${line}${eol}`);

const settingLine = ([key, value]: readonly [string, string]): string => `${key} = ${value}`;

/** A section with our settings as they are to be; every other line stays. */
function updated(section: readonly string[], profile: Profile, eol: string): string[] {
    const missing = new Map(Object.entries(profile.settings));
    const result: string[] = [];
    let dropping = false;
    for (const line of section) {
        // An indented line continues the setting above it.
        const continues = /^[ \t]+\S/.test(line);
        if (continues && dropping) continue;
        const [, name = "", value = ""] = /^([\w-]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
        const key = name.toLowerCase();
        dropping = !continues && ownSettings.includes(key) && missing.get(key) !== value;
        if (dropping) continue;
        missing.delete(key);
        result.push(line);
    }
    const ends = result.map((line) => (line.endsWith("\n") ? line : `${line}${eol}`));
    const added = [...missing].map((setting) => `${settingLine(setting)}${eol}`);
    // Below header and marker.
    return added.length === 0 ? result : [...ends.slice(0, 2), ...added, ...ends.slice(2)];
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
