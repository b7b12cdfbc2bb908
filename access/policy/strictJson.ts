/**
 * Parses JSON strictly, so that the result does not depend on the parser.
 *
 * @throws Error with line and column: invalid syntax, a duplicate key (parsers disagree on which
 *   one counts, so AWS might enforce another document than the one read), or too many levels
 * @param maxDepth levels of nesting; AWS output has about 12
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function parseStrictJson(text: string, maxDepth = 200): unknown {
    new Walk(text, maxDepth).document();
    return JSON.parse(text) as unknown;
}

/** Validates the text in one pass. `JSON.parse` gives no position and accepts duplicate keys. */
class Walk {
    private at = 0;
    private depth = 0;

    constructor(
        private readonly text: string,
        private readonly maxDepth: number,
    ) {}

    document(): void {
        this.value();
        if (this.at < this.text.length)
            this.refuse("is not valid JSON: unexpected text after the end");
    }

    private value(): void {
        this.space();
        const character = this.text[this.at];
        if (character === "{") this.nested("members");
        else if (character === "[") this.nested("elements");
        else if (character === '"') this.string();
        else this.word();
        this.space();
    }

    private nested(inside: "members" | "elements"): void {
        this.depth += 1;
        if (this.depth > this.maxDepth)
            this.refuse(`is nested deeper than ${this.maxDepth} levels`);
        this.at += 1;
        this.space();
        this[inside]();
        this.depth -= 1;
    }

    private members(): void {
        if (this.take("}")) return;
        const keys = new Set<string>();
        do {
            this.space();
            const start = this.at;
            if (this.text[start] !== '"')
                this.refuse("is not valid JSON: expected a key in quotes");
            this.string();
            const key = this.keyOf(start);
            if (keys.has(key)) this.refuse(`has the duplicate key ${key.slice(0, 100)}`, start);
            keys.add(key);
            this.space();
            if (!this.take(":")) this.refuse("is not valid JSON: expected ':'");
            this.value();
        } while (this.take(","));
        if (!this.take("}")) this.refuse("is not valid JSON: expected ',' or '}'");
    }

    private elements(): void {
        if (this.take("]")) return;
        do this.value();
        while (this.take(","));
        if (!this.take("]")) this.refuse("is not valid JSON: expected ',' or ']'");
    }

    /** A string, including its quotes. */
    private string(): void {
        const { text } = this;
        const start = this.at;
        for (let at = start + 1; at < text.length; at += 1) {
            const code = text.charCodeAt(at);
            if (code === quotation) {
                this.at = at + 1;
                return;
            }
            if (code === backslash) at += this.escape(at);
            else if (code < firstPrintable)
                this.refuse("is not valid JSON: control character in a string", at);
        }
        this.refuse("is not valid JSON: unterminated string", start);
    }

    /** @returns length of the escape sequence after the backslash */
    private escape(at: number): number {
        const [found] = escapePattern.exec(this.text.slice(at + 1, at + 6)) ?? [];
        return found?.length ?? this.refuse("is not valid JSON: invalid escape in a string", at);
    }

    /** The decoded key in quotes: different spellings of a key are equal. */
    private keyOf(start: number): string {
        const written = this.text.slice(start, this.at);
        return written.includes("\\") ? JSON.stringify(JSON.parse(written)) : written;
    }

    private word(): void {
        wordPattern.lastIndex = this.at;
        if (!wordPattern.test(this.text)) this.refuse("is not valid JSON: expected a value");
        this.at = wordPattern.lastIndex;
    }

    private space(): void {
        for (;;) {
            const code = this.text.charCodeAt(this.at);
            if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
            this.at += 1;
        }
    }

    private take(character: string): boolean {
        if (this.text[this.at] !== character) return false;
        this.at += 1;
        return true;
    }

    private refuse(what: string, at = this.at): never {
        const before = this.text.slice(0, at);
        const line = before.split("\n").length;
        const column = at - before.lastIndexOf("\n");
        throw new Error(`${what} (line ${line}, column ${column})`);
    }
}

const quotation = 0x22;
const backslash = 0x5c;
const firstPrintable = 0x20;
const escapePattern = /^(?:["\\/bfnrt]|u[\da-fA-F]{4})/;
const wordPattern = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
