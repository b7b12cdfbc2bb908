/** A setting of a section. */
export interface ConfigOption {
    /** In lower case. */
    readonly name: string;
    /** Of all its lines, as the AWS CLI has it. */
    readonly value: string;
    /** Index of its line. */
    readonly line: number;
    /** Index after its last line that is neither empty nor a comment. */
    readonly end: number;
    /** Number of characters before it. */
    readonly indent: number;
}

/** A section of a shared AWS config file. */
export interface ConfigSection {
    /** What is between the brackets. */
    readonly key: string;
    /** Index of its header. */
    readonly start: number;
    /** Index of the next section's header, or the number of lines. */
    readonly end: number;
    readonly options: readonly ConfigOption[];
}

/** Lines with their ends: `\n`, `\r\n` or `\r`, as Python reads text files. */
export const linesOf = (text: string): string[] => [
    ...(text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []),
];

/** What Python's `str.isspace` takes for white space. */
const space =
    "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const around = new RegExp(`^[${space}]+|[${space}]+$`, "g");
const before = new RegExp(`^[${space}]*`);
const spaceBeforeDelimiter = new RegExp(`^(.*?)[${space}]*[=:](.*)$`, "s");
const stripped = (text: string): string => text.replace(around, "");

/**
 * The sections of a shared AWS config file, as the AWS CLI reads it: with Python's `configparser`. There, text may
 * follow a header's `]`, a header may be indented unless it is deeper than the setting above it, and a line that is
 * deeper continues that setting, whatever it looks like.
 *
 * @param lines with their ends
 * @throws Error with every line that the AWS CLI can't read, or that other SDKs read differently
 * @see https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function sectionsOf(lines: readonly string[]): ConfigSection[] {
    const reader = new Reader();
    lines.forEach((line, index) => {
        reader.read(line, index);
    });
    if (reader.faults.length > 0) throw new Error(reader.faults.join("\n"));
    return reader.sections.map((section, i) => ({
        ...section,
        end: reader.sections[i + 1]?.start ?? lines.length,
    }));
}

interface OpenOption extends ConfigOption {
    value: string;
    end: number;
}

class Reader {
    readonly faults: string[] = [];
    readonly sections: { readonly key: string; readonly start: number; options: OpenOption[] }[] =
        [];
    private readonly keys = new Map<string, number>();
    private option: OpenOption | undefined;
    private indent = 0;
    /** Since the last line with content. They are part of a value that goes on after them. */
    private emptyLines = 0;

    read(line: string, index: number): void {
        const text = stripped(line);
        if (text === "") this.emptyLines += 1;
        if (text === "" || text.startsWith("#") || text.startsWith(";")) return;
        const emptyLines = this.emptyLines;
        this.emptyLines = 0;
        const indent = before.exec(line)?.[0].length ?? 0;
        const fault = (what: string): void => void this.faults.push(`line ${index + 1}: ${what}`);
        if (index === 0 && line.startsWith("\uFEFF")) {
            fault("a byte order mark, which the AWS CLI can't read; save the file without it");
            return;
        }
        if (this.option !== undefined && indent > this.indent) {
            this.option.value += "\n".repeat(emptyLines);
            this.continueOption(this.option, text, index, fault);
            return;
        }
        this.indent = indent;
        const key = /^\[(.+)\]/s.exec(text)?.[1];
        if (key !== undefined) this.openSection(key, index, fault);
        else this.openOption(text, index, indent, fault);
    }

    private continueOption(
        option: OpenOption,
        text: string,
        index: number,
        fault: (what: string) => void,
    ): void {
        option.value += `\n${text}`;
        option.end = index + 1;
        if (text.startsWith("[")) {
            fault(
                `a section for some SDKs, but for the AWS CLI more of ${option.name} in line ${option.line + 1}; remove the spaces before it, or the line`,
            );
        }
    }

    private openSection(key: string, index: number, fault: (what: string) => void): void {
        const earlier = this.keys.get(key);
        if (earlier !== undefined) {
            fault(`[${key}] is there already, in line ${earlier + 1}; leave one`);
        }
        this.keys.set(key, index);
        this.sections.push({ key, start: index, options: [] });
        this.option = undefined;
    }

    private openOption(
        text: string,
        index: number,
        indent: number,
        fault: (what: string) => void,
    ): void {
        const section = this.sections.at(-1);
        const [, rawName = "", value = ""] = spaceBeforeDelimiter.exec(text) ?? [];
        if (section === undefined) {
            fault("a setting before the first section");
        } else if (rawName === "") {
            fault("neither a section nor a setting");
        } else {
            const name = rawName.toLowerCase();
            const earlier = section.options.find((option) => option.name === name);
            if (earlier !== undefined) {
                fault(`${name} is there already, in line ${earlier.line + 1}; leave one`);
            }
            this.option = { name, value: stripped(value), line: index, end: index + 1, indent };
            section.options.push(this.option);
        }
    }
}
