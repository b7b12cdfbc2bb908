import type { AccessKey, MintedKey } from "./target";

/** What one run did to an identity's keys. IAM is eventually consistent: its list may not show it yet. */
export class OwnChanges {
    private key: MintedKey | undefined;
    private readonly inactive = new Set<string>();
    private readonly gone = new Set<string>();

    created(key: MintedKey): void {
        this.key = key;
    }

    deactivated(accessKeyId: string): void {
        this.inactive.add(accessKeyId);
    }

    deleted(accessKeyId: string): void {
        this.gone.add(accessKeyId);
    }

    /** @returns the keys that IAM listed, with these changes */
    applyTo(listed: readonly AccessKey[]): AccessKey[] {
        const keys = listed
            .filter(({ accessKeyId }) => !this.gone.has(accessKeyId))
            .map((key) => (this.inactive.has(key.accessKeyId) ? { ...key, active: false } : key));
        if (
            this.key === undefined ||
            this.gone.has(this.key.accessKeyId) ||
            keys.some(({ accessKeyId }) => accessKeyId === this.key?.accessKeyId)
        ) {
            return keys;
        }
        const { accessKeyId, createdAt } = this.key;
        return [...keys, { accessKeyId, createdAt, active: true }];
    }
}
