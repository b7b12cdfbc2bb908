/**
 * How the value of a claim names an owner in full: `before`, the owner's whole name, and then one of `after`. Without what
 * ends it, `repo:acme` is the beginning of many owners' names.
 */
export interface OwnerForm {
    readonly before: string;
    /** Regular expression of an owner's name. It must not match what may come after a name. */
    readonly name: string;
    /** What ends the name; empty: nothing comes after it. */
    readonly after: readonly string[];
}

/** An issuer of tokens that many organizations share, so that its address says nothing of who has a token. */
export interface SharedIssuer {
    /** Host and path, as in the provider's ARN, in lower case. */
    readonly address: string;
    readonly name: string;
    /**
     * Claims that name an owner, by name in lower case, or by context key where they aren't the issuer's own. Every other
     * claim is one that strangers can have too: branch, environment, workflow, audience.
     */
    readonly ownerClaims: Readonly<Record<string, readonly OwnerForm[]>>;
    /** Whether two owners' names never differ in case alone: they have no capitals, or those don't count. */
    readonly ignoresCase?: true;
    /** A claim and its value in tokens that everybody gets without logging in. */
    readonly guests?: { readonly claim: string; readonly value: string };
    readonly source: string;
}

/** Issuers that one organization has alone: the address says whose tokens they are. */
export interface PrivateIssuer {
    readonly name: string;
    /** Regular expression of the whole address, in lower case. */
    readonly address: string;
    /**
     * Whether the address names an owner as a claim does: all that gets a token there is a pipeline of that owner. Else a
     * token may be anyone's whom the operator knows, and only the subject says whose.
     */
    readonly namesOwner: boolean;
    readonly source: string;
}
