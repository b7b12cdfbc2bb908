import type { Document } from "../policy/document";
import type { Environment } from "./environments";

/**
 * What an identity may reach: `nonprod`, only accounts whose environment is open to nonprod;
 * `prod`, every account.
 */
export type TrustClass = "nonprod" | "prod";

/** Accounts with their principals and policies: the complete input of the proof. */
export interface Organization {
    readonly accounts: readonly Account[];
    readonly trustedIssuers: TrustedIssuers;
    /** What could not be read or is not contained in the data, one sentence each. */
    readonly limits: readonly string[];
    /** Those of the limits that count against us: what they leave out can hide no path. */
    readonly assumed: readonly string[];
    /** What should have been read and was not, a sentence each: as long as there is one, nothing is ruled out. */
    readonly unread: readonly string[];
    /** Accounts that are not among `accounts`; absent: all are. */
    readonly leftOut?: LeftOut;
    /** Of the documents that were read, see `digestOf`; computed when asked for. */
    readonly digest: () => string;
}

/** Accounts that are left out since they are like others that are there: a report is made for those and then said of all. */
export interface LeftOut {
    /** Every account, in the registry's order. */
    readonly all: readonly Pick<Account, "id" | "name" | "environment">[];
    /** By id of an account that is left out: the one that it is like, in all but id and name. */
    readonly like: ReadonlyMap<string, string>;
    /** The organization with all of them. */
    readonly whole: () => Organization;
}

/** Whose identity providers' tokens are, as far as it is configured. */
export interface TrustedIssuers {
    /** Environment of an issuer, by address in lower case; of a SAML provider, by its ARN. */
    readonly environments: ReadonlyMap<string, Environment>;
    /** By address of an issuer that many organizations share: our owners there, and the trust class of what they run. */
    readonly owners: ReadonlyMap<string, ReadonlyMap<string, TrustClass>>;
}

export interface Account {
    /** 12 digits. */
    readonly id: string;
    readonly name: string;
    readonly environment: Environment;
    /** E.g. `aws`; see partitions.ts. */
    readonly partition: string;
    readonly users: readonly User[];
    readonly groups: readonly Group[];
    readonly roles: readonly Role[];
    readonly managedPolicies: readonly ManagedPolicy[];
    /** Secrets of Secrets Manager; `undefined`: not listed. */
    readonly secrets?: readonly Secret[];
    /** One list per level from the root down. Empty: not given. */
    readonly serviceControlPolicies: readonly (readonly Document[])[];
    readonly resourceControlPolicies: readonly (readonly Document[])[];
    /** Organization id, `o-...`, if given. */
    readonly organizationId?: string;
}

/**
 * A policy attached to a principal. A managed policy's document is one object, shared by all
 * holders.
 */
export interface Policy {
    readonly document: Document;
    /** ARN, for a managed policy. */
    readonly arn?: string;
    /** Policy name, for an inline policy. */
    readonly inline?: string;
}

export interface ManagedPolicy {
    readonly arn: string;
    /** The default version's document. */
    readonly document: Document;
    /** Documents of the other versions, which SetDefaultPolicyVersion can restore. */
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
    /** Unique id, `AIDA...` or `AROA...`; absent if it does not exist yet. */
    readonly id?: string;
    readonly accountId: string;
    /** Its own policies, without those of a user's groups. */
    readonly policies: readonly Policy[];
    readonly boundary?: Policy;
    /** Tags, by key as written. */
    readonly tags: ReadonlyMap<string, string>;
}

/** An IAM user, which is an identity; entry roles are the others. */
export interface User extends PrincipalFacts {
    readonly kind: "user";
    readonly trustClass: TrustClass;
    readonly groups: readonly Group[];
}

export interface Role extends PrincipalFacts {
    readonly kind: "role";
    readonly trust: Document;
    /** Of an entry role, which is an identity: a role of the state account that pipelines or people come by. */
    readonly trustClass?: TrustClass;
    /** Whether it is in an instance profile. */
    readonly hasInstanceProfile: boolean;
    /** Of a person or group of IAM Identity Center, which is listed as an entry role: the roles that it is assigned. */
    readonly assignments?: readonly Assignment[];
}

/** A permission set that IAM Identity Center assigns in an account, as the role that it makes of it there. */
export interface Assignment {
    /** ARN of the role, `AWSReservedSSO_...`. */
    readonly role: string;
    /** What assigns it, e.g. `assignment of AdministratorAccess to group Platform`. */
    readonly by: string;
}

/** A secret in Secrets Manager. */
export interface Secret {
    /** A pattern, if `isPattern`. */
    readonly arn: string;
    /** Whether the ARN is not known yet: it is any one that the pattern matches. */
    readonly isPattern?: boolean;
    /** Resource policy. */
    readonly policy?: Document;
    /** ARN of the user whose access key it holds; `undefined`: unknown, so it may hold any key. */
    readonly holdsKeyOf?: string;
}
