import type { TrustClass } from "./organization";

export const trustClasses: readonly TrustClass[] = ["nonprod", "prod"];

/** The trust class that a user's path says: its last segment. @param path slashes at both ends */
export function trustClassOfPath(path: string): TrustClass | undefined {
    const segment = path.split("/").at(-2);
    return trustClasses.find((known) => known === segment);
}
