/**
 * One known way to turn permissions into more permissions.
 *
 * @see https://pathfinding.cloud
 */
export interface Primitive {
    /** As reports name it, e.g. `CreateAccessKey` or `PassRole-Lambda`. Unique. */
    readonly id: string;
    /**
     * Actions that are all needed, as AWS spells them. Those of IAM are permissionTo for the target itself; `iam:PassRole` is
     * implied by the effect `passes`, and permissionTo for the passed role.
     */
    readonly actions: readonly string[];
    /** Actions that are needed as well, on whatever resource: what starts the compute, say. */
    readonly anywhere?: readonly string[];
    readonly effect: Effect;
    /** Why it isn't certain that it works, where what decides is in no policy document. Absent: it does. */
    readonly unknown?: string;
    /** Where it is described. */
    readonly source: string;
}

/** What a primitive does; its target is what the name after the verb says. */
export type Effect =
    /** The attacker holds working credentials of the target, or may assume it. */
    | { readonly does: "becomes"; readonly target: "user" | "role" | "root" }
    /** Statements of the attacker's choice are added to what the target holds; a group's go to its members. */
    | {
          readonly does: "grants";
          readonly target: "user" | "role" | "group";
          readonly by: "inline" | "attach";
      }
    /** A managed policy says from now on what the attacker wants, whoever holds it, as a boundary too. */
    | { readonly does: "rewrites"; readonly target: "policy" }
    /** One of a managed policy's other versions comes back. */
    | { readonly does: "restores"; readonly target: "policy" }
    /** A user the attacker controls joins the target. */
    | { readonly does: "joins"; readonly target: "group" }
    /** The target's permissions boundary is gone, or replaced by one that the attacker may choose. */
    | { readonly does: "unbounds"; readonly target: "user" | "role"; readonly by: "delete" | "put" }
    /** Policies are taken from the target, Deny statements with them: its inline or its attached (managed) ones. */
    | {
          readonly does: "strips";
          readonly target: "user" | "role" | "group";
          readonly what: "inline" | "attached";
      }
    /** A user leaves the target, and the Deny statements it carries. */
    | { readonly does: "leaves"; readonly target: "group" }
    /** The target's tags become what the attacker wants. */
    | { readonly does: "tags"; readonly target: "user" | "role" }
    /** Sessions of the target carry whatever tags the attacker wants. */
    | { readonly does: "tagsSessions"; readonly target: "role" }
    /** The target gets another name or path, and keeps what it has. */
    | { readonly does: "moves"; readonly target: "user" | "group" }
    /** The attacker can sign for an identity provider of the account, and becomes the roles that trust it. */
    | { readonly does: "federates"; readonly target: "oidc-provider" | "saml-provider" }
    /** A principal of the attacker's making, or a group. */
    | { readonly does: "creates"; readonly target: "user" | "role" | "group" }
    /** A role is handed to a service that runs the attacker's code; the role must trust the service. */
    | { readonly does: "passes"; readonly service: string }
    /** Compute of the service that is there already runs the attacker's code with the role it has. */
    | { readonly does: "enters"; readonly service: string }
    /** A secret's value is read; whoever's key it holds, the attacker becomes. */
    | { readonly does: "reads"; readonly target: "secret" };
