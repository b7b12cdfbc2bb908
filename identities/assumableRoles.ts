import type { Account } from "../platform/accounts";
import type { Identity } from "./identity";

/** @returns names, without the prefix, of the roles that an identity, or each of a group, assumes in an account */
export type AssumableRoles = (
    identity: Pick<Identity, "trustClass" | "roles">,
    account: Account,
) => readonly string[];
