import type { TrustClass } from "./organization";

export const trustClasses: readonly TrustClass[] = ["nonprod", "prod"];

/** The trust class in a user's path: its last segment. @param path starts and ends with a slash */
export function trustClassOfPath(path: string): TrustClass | undefined {
    const segment = path.split("/").at(-2);
    return trustClasses.find((known) => known === segment);
}
