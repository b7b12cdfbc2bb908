import type { TrustClass } from "../organization/organization";

/** A principal that may read the secrets of a class of identities. */
export interface SecretReader {
    readonly arn: string;
    readonly trustClass: TrustClass;
}

/** Where a report comes from, so that it can be checked later. */
export interface Provenance {
    /** What was read, e.g. `plan` or a folder. */
    readonly source: string;
    /** When, e.g. `2026-11-25T21:14:00.000Z`. */
    readonly at: string;
    /** Commit of the code that was read, `+` after it if files had changed since; absent: not known. */
    readonly commit?: string;
    /** Of the programs that made it, e.g. `[{"name": "iam-profiles", "version": "0.2.0"}]`. */
    readonly versions: readonly { readonly name: string; readonly version: string }[];
    /** Of the documents as they were read, e.g. `sha256:...`: equal documents have equal digests. */
    readonly digest: string;
    /** Principals that the configuration lets read secrets; absent: not known. */
    readonly secretReaders?: readonly SecretReader[];
}

/** What a command knows of it; the digest comes with the documents. */
export type Origin = Omit<Provenance, "digest">;
