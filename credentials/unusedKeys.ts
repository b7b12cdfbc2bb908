import { isUnused } from "./rotationState";
import type { KeyVersion } from "./store";
import type { AccessKey } from "./target";

/** For how long one run has seen keys that the store doesn't hand out. */
export class UnusedKeys {
    private readonly firstSeen = new Map<string, number>();

    /** @returns milliseconds since a key was first seen unused, by its id; none for a key in use */
    agesAt(
        now: Date,
        listed: readonly AccessKey[],
        versions: readonly KeyVersion[],
    ): Map<string, number> {
        const ages = new Map<string, number>();
        for (const { accessKeyId } of listed) {
            if (!isUnused(accessKeyId, versions)) {
                this.firstSeen.delete(accessKeyId);
                continue;
            }
            const first = this.firstSeen.get(accessKeyId) ?? now.getTime();
            this.firstSeen.set(accessKeyId, first);
            ages.set(accessKeyId, now.getTime() - first);
        }
        return ages;
    }
}
