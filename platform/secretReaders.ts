import type { Fault } from "./fault";
import { isObject } from "./isObject";
import { trustClasses } from "./naming";
import type { TrustClass } from "./naming";
import { quote } from "./quote";

/**
 * Who may read the secrets of service accounts, by trust class; ARNs are sorted.
 *
 * @param value of `secretReaders`, as it was read
 * @param isReader whether an ARN names exactly one user or role of the state account
 */
export function parseSecretReaders(
    value: unknown,
    isReader: (arn: string) => boolean,
    fault: Fault,
): Record<TrustClass, string[]> {
    const readers: Record<TrustClass, string[]> = { nonprod: [], prod: [] };
    if (value === undefined) return readers;
    if (!isObject(value)) {
        fault(`secretReaders is ${quote(value)}; must have lists of ARNs, nonprod and prod`);
        return readers;
    }
    for (const [key, list] of Object.entries(value)) {
        const trustClass = trustClasses.find((known) => known === key);
        if (trustClass === undefined) {
            fault(`secretReaders.${key} is no trust class; must be one of nonprod, prod`);
            continue;
        }
        if (!Array.isArray(list)) {
            fault(`secretReaders.${key} is ${quote(list)}; must be a list of ARNs`);
            continue;
        }
        for (const arn of list as unknown[]) {
            if (typeof arn !== "string" || !isReader(arn)) {
                fault(
                    `secretReaders.${key} has ${quote(arn)}; must be the exact ARN of a user or role of the state account`,
                );
            } else if (trustClass === "prod" && /:user\/(.*\/)?nonprod\/[^/]+$/.test(arn)) {
                fault(
                    `secretReaders.prod has ${quote(arn)}, a nonprod identity; it must not read prod secrets`,
                );
            } else {
                readers[trustClass].push(arn);
            }
        }
        readers[trustClass].sort();
    }
    for (const arn of readers.prod.filter((reader) => readers.nonprod.includes(reader))) {
        fault(
            `secretReaders has ${quote(arn)} as reader of both nonprod and prod; they must not share one`,
        );
    }
    return readers;
}
