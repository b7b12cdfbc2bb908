/** A value of a JSON text, with its place. */
export interface JsonValue {
    /** Of its first character, from 1. */
    readonly line: number;
    /** If it is a string. */
    readonly text?: string;
    /** A member of an object. */
    get(key: string): JsonValue | undefined;
    /** An entry of a list. */
    at(index: number): JsonValue | undefined;
    /** The first entry of a list whose member `key` is this text. */
    find(key: string, text: string): JsonValue | undefined;
}

/**
 * The places in a JSON text.
 *
 * @param json valid, as `readJsonFile` has checked
 */
export function valueAt(json: string): JsonValue {
    return new Scanner(json).value();
}

class Scanner {
    private position = 0;
    private line = 1;

    constructor(private readonly json: string) {}

    value(): JsonValue {
        this.skipSpace();
        const { line } = this;
        switch (this.json[this.position]) {
            case "{":
                return placed(line, { members: this.members() });
            case "[":
                return placed(line, { entries: this.entries() });
            case '"':
                return placed(line, { text: this.string() });
            default:
                while (/[^\s,\]}]/.test(this.json[this.position] ?? ",")) this.position += 1;
                return placed(line, {});
        }
    }

    private members(): ReadonlyMap<string, JsonValue> {
        const members = new Map<string, JsonValue>();
        this.each("}", () => {
            const key = this.string();
            this.skipSpace();
            this.position += 1; // the colon
            members.set(key, this.value());
        });
        return members;
    }

    private entries(): readonly JsonValue[] {
        const entries: JsonValue[] = [];
        this.each("]", () => entries.push(this.value()));
        return entries;
    }

    private each(end: string, read: () => void): void {
        this.position += 1;
        for (;;) {
            this.skipSpace();
            const next = this.json[this.position];
            if (next === undefined) return;
            if (next === end || next === ",") {
                this.position += 1;
                if (next === end) return;
                continue;
            }
            read();
        }
    }

    private string(): string {
        const start = this.position;
        this.position += 1;
        while (this.json[this.position] !== '"' && this.position < this.json.length) {
            this.position += this.json[this.position] === "\\" ? 2 : 1;
        }
        this.position += 1;
        return JSON.parse(this.json.slice(start, this.position)) as string;
    }

    private skipSpace(): void {
        for (;;) {
            const next = this.json[this.position];
            if (next === "\n") this.line += 1;
            else if (next !== " " && next !== "\t" && next !== "\r" && next !== "\uFEFF") return;
            this.position += 1;
        }
    }
}

interface Content {
    readonly text?: string;
    readonly members?: ReadonlyMap<string, JsonValue>;
    readonly entries?: readonly JsonValue[];
}

const placed = (line: number, { text, members, entries }: Content): JsonValue => ({
    line,
    ...(text === undefined ? {} : { text }),
    get: (key) => members?.get(key),
    at: (index) => entries?.[index],
    find: (key, wanted) => entries?.find((entry) => entry.get(key)?.text === wanted),
});
