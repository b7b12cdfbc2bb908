const mostNear = 3;

/** An entry to search: its ARN, and a name that need not be unique. */
interface Named {
    readonly arn: string;
    readonly name: string;
}

/**
 * The one entry with an ARN or a name.
 *
 * @param what as messages name it, e.g. `IDENTITY`
 * @param wanted ARN or name; case counts, as in IAM
 * @throws Error if there is none, with the nearest names, or more than one, with their ARNs
 */
export function findNamed<T extends Named>(what: string, wanted: string, entries: readonly T[]): T {
    const [found, ...others] = entries.filter(({ arn, name }) => arn === wanted || name === wanted);
    if (found === undefined) {
        return missing(
            what,
            wanted,
            entries.flatMap(({ arn, name }) => (wanted.includes(":") ? [arn] : [name])),
        );
    }
    if (others.length > 0) {
        const arns = [found, ...others].map(({ arn }) => `  ${arn}`).join("\n");
        throw new Error(
            `${what} "${wanted}" is the name of ${others.length + 1}; use an ARN instead:\n${arns}`,
        );
    }
    return found;
}

/** The entry with an ARN. @throws Error if there is none, with the nearest ARNs */
export function findArn<T extends Named>(what: string, wanted: string, entries: readonly T[]): T {
    const found = entries.find(({ arn }) => arn === wanted);
    if (found !== undefined) return found;
    const named = entries.filter(({ name }) => name === wanted).map(({ arn }) => arn);
    return missing(what, wanted, named.length > 0 ? named : entries.map(({ arn }) => arn));
}

function missing(what: string, wanted: string, known: readonly string[]): never {
    const near = nearest(wanted, known);
    throw new Error(
        near.length === 0
            ? `${what} "${wanted}" not found; there is none`
            : `${what} "${wanted}" not found. Did you mean:\n${near.map((text) => `  ${text}`).join("\n")}`,
    );
}

/** The known texts with the smallest edit distance, nearest first. */
function nearest(wanted: string, known: readonly string[]): string[] {
    return [...new Set(known)]
        .map((text) => ({ text, distance: editDistance(wanted, text) }))
        .sort((a, b) => a.distance - b.distance)
        .slice(0, mostNear)
        .map(({ text }) => text);
}

/**
 * Number of characters to insert, delete or replace to turn one text into another.
 *
 * @see https://en.wikipedia.org/wiki/Levenshtein_distance
 */
function editDistance(a: string, b: string): number {
    let row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            next.push(
                Math.min(
                    (next[j - 1] ?? 0) + 1,
                    (row[j] ?? 0) + 1,
                    (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
                ),
            );
        }
        row = next;
    }
    return row[b.length] ?? 0;
}
