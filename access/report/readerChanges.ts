import type { SecretReader } from "./provenance";

type Readers = readonly SecretReader[] | undefined;

/**
 * Who may read secrets in one report and not in the other, a sentence each; one sentence where only one of the reports knows the
 * readers, since they may differ.
 */
export function readerChanges(before: Readers, after: Readers): readonly string[] {
    if (before === undefined || after === undefined) {
        if (before === after) return [];
        const silent = before === undefined ? "earlier" : "later";
        return [`The ${silent} report doesn't say who may read secrets.`];
    }
    const missingFrom = (list: readonly SecretReader[], { arn, trustClass }: SecretReader) =>
        !list.some((other) => other.arn === arn && other.trustClass === trustClass);
    const sentences = (list: readonly SecretReader[], may: string): string[] =>
        list.map(
            ({ arn, trustClass }) => `${arn} ${may} read secrets of ${trustClass} identities.`,
        );
    return [
        ...sentences(
            after.filter((reader) => missingFrom(before, reader)),
            "may now",
        ),
        ...sentences(
            before.filter((reader) => missingFrom(after, reader)),
            "may no longer",
        ),
    ];
}
