/**
 * A known privilege escalation technique.
 *
 * @see https://pathfinding.cloud
 */
export interface Primitive {
    /** As reports name it, e.g. `CreateAccessKey` or `PassRole-Lambda`. Unique. */
    readonly id: string;
    /**
     * Required actions, as AWS spells them. IAM actions are requested on the target; the effect
     * `passes` implies `iam:PassRole` on the passed role.
     */
    readonly actions: readonly string[];
    /** Further required actions, on any resource, such as those that start the compute. */
    readonly anywhere?: readonly string[];
    readonly effect: Effect;
    /**
     * Why it is uncertain, if it depends on something outside policy documents; absent: it is
     * certain.
     */
    readonly unknown?: string;
    /** URL of a description. */
    readonly source: string;
}

/** What a primitive achieves. */
export type Effect =
    /** The attacker gets working credentials of the target, or can assume it. */
    | { readonly does: "becomes"; readonly target: "user" | "role" | "root" }
    /** The target gets statements of the attacker's choice; a group's apply to its members. */
    | {
          readonly does: "grants";
          readonly target: "user" | "role" | "group";
          readonly by: "inline" | "attach";
      }
    /**
     * A managed policy gets a document of the attacker's choice, for all principals that have it,
     * also as a boundary.
     */
    | { readonly does: "rewrites"; readonly target: "policy" }
    /** Another version of a managed policy becomes the default. */
    | { readonly does: "restores"; readonly target: "policy" }
    /** A user that the attacker controls joins the target. */
    | { readonly does: "joins"; readonly target: "group" }
    /**
     * The target's permissions boundary is deleted, or replaced by one that the attacker chooses.
     */
    | { readonly does: "unbounds"; readonly target: "user" | "role"; readonly by: "delete" | "put" }
    /** Inline or attached policies are removed from the target, with their Deny statements. */
    | {
          readonly does: "strips";
          readonly target: "user" | "role" | "group";
          readonly what: "inline" | "attached";
      }
    /** A user is removed from the target, and loses the group's Deny statements. */
    | { readonly does: "leaves"; readonly target: "group" }
    /** The attacker sets the target's tags. */
    | { readonly does: "tags"; readonly target: "user" | "role" }
    /** The attacker sets the tags of the target's sessions. */
    | { readonly does: "tagsSessions"; readonly target: "role" }
    /** The target gets another name or path, and keeps its policies. */
    | { readonly does: "moves"; readonly target: "user" | "group" }
    /**
     * The attacker can sign tokens for an identity provider of the account, and assumes the roles
     * that trust it.
     */
    | {
          readonly does: "federates";
          readonly target: "oidc-provider" | "saml-provider";
          /** Of an OIDC provider, a regular expression of its issuer's whole address. @default any */
          readonly issuer?: string;
      }
    /** The attacker creates a principal or a group. */
    | { readonly does: "creates"; readonly target: "user" | "role" | "group" }
    /**
     * A role is passed to a service that runs the attacker's code; the role must trust the service.
     */
    | {
          readonly does: "passes";
          readonly service: string;
          /**
           * What AWS sends as `iam:PassedToService` beside the trusted name: the name of the service that is
           * called.
           */
          readonly passedAs?: readonly string[];
          /** Whether the service makes the role's instance profile. @default it must have one */
          readonly makesInstanceProfile?: boolean;
      }
    /** Existing compute of the service runs the attacker's code with its role. */
    | {
          readonly does: "enters";
          readonly service: string;
          /** Whether it reaches roles of other accounts as well. @default those of its own account */
          readonly inEveryAccount?: boolean;
      }
    /** A secret is read; the attacker becomes the user whose key it holds. */
    | {
          readonly does: "reads";
          readonly target: "secret";
          /**
           * Whether its resource policy is deleted first, which lifts the policy's Deny statements. The first action
           * does that.
           */
          readonly deletesPolicy?: true;
      };
