import type { Document } from "../policy/document";

/** What an account is for. The account that holds the identities counts as production. */
export type Environment = "state" | "nonprod" | "prod";

/** How far an identity may reach: accounts of environment `nonprod` alone, or every account. */
export type TrustClass = "nonprod" | "prod";

/** Accounts, and what their policies say: all that the proof sees. */
export interface Organization {
    readonly accounts: readonly Account[];
    /** What couldn't be read, or isn't in such data at all, a sentence each. */
    readonly limits: readonly string[];
}

export interface Account {
    /** 12 digits. */
    readonly id: string;
    readonly name: string;
    readonly environment: Environment;
    /** `aws`, `aws-us-gov` or `aws-cn`. */
    readonly partition: string;
    readonly users: readonly User[];
    readonly groups: readonly Group[];
    readonly roles: readonly Role[];
    readonly managedPolicies: readonly ManagedPolicy[];
    /** Secrets Manager's secrets; `undefined`: nobody listed them. */
    readonly secrets?: readonly Secret[];
    /** A list per level from the root down. Empty: none given. */
    readonly serviceControlPolicies: readonly (readonly Document[])[];
    readonly resourceControlPolicies: readonly (readonly Document[])[];
    /** Id of its organization, `o-...`, if it was given. */
    readonly organizationId?: string;
}

/** A policy that somebody holds. The document of a managed policy is one object, whoever holds it. */
export interface Policy {
    readonly document: Document;
    /** ARN, if it is a managed policy. */
    readonly arn?: string;
    /** Name, if it is an inline policy. */
    readonly inline?: string;
}

export interface ManagedPolicy {
    readonly arn: string;
    /** The default version's document. */
    readonly document: Document;
    /** Documents of the other versions, which SetDefaultPolicyVersion can bring back. */
    readonly otherVersions: readonly { readonly id: string; readonly document: Document }[];
}

export interface Group {
    readonly arn: string;
    readonly name: string;
    readonly policies: readonly Policy[];
}

interface PrincipalFacts {
    readonly arn: string;
    readonly name: string;
    /** Unique id, `AIDA...` or `AROA...`; absent where it isn't made yet. */
    readonly id?: string;
    readonly accountId: string;
    /** Its own; a user's groups hold theirs. */
    readonly policies: readonly Policy[];
    readonly boundary?: Policy;
    /** By key as written. */
    readonly tags: ReadonlyMap<string, string>;
}

/** An IAM user: an identity. */
export interface User extends PrincipalFacts {
    readonly kind: "user";
    readonly trustClass: TrustClass;
    readonly groups: readonly Group[];
}

export interface Role extends PrincipalFacts {
    readonly kind: "role";
    readonly trust: Document;
    /** Whether an instance profile holds it. */
    readonly hasInstanceProfile: boolean;
}

/** A secret of Secrets Manager. */
export interface Secret {
    readonly arn: string;
    /** Resource policy. */
    readonly policy?: Document;
    /** ARN of the user whose access key it holds; `undefined`: nobody said, so it may be anyone's. */
    readonly holdsKeyOf?: string;
}
