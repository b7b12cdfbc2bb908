import { federatedWays } from "../federation/admission";
import type { FederatedWay } from "../federation/admission";
import { judge } from "../federation/trustedIssuers";
import type { Judgement } from "../federation/trustedIssuers";
import type { TrustedIssuers } from "../organization/organization";
import type { PrincipalNode } from "./nodes";

/** A way into a role through an identity provider, and whom it lets in. */
export interface FederatedEntry {
    readonly role: PrincipalNode;
    readonly way: FederatedWay;
    readonly judgement: Judgement;
}

/** The ways into roles through identity providers. */
export const federatedEntries = (
    roles: readonly PrincipalNode[],
    trusted: TrustedIssuers,
): readonly FederatedEntry[] =>
    roles.flatMap((role) =>
        role.principal.kind !== "role"
            ? []
            : federatedWays(role.principal.trust).map((way) => ({
                  role,
                  way,
                  judgement: judge(way.admission, trusted),
              })),
    );

/**
 * Whether a way in is by tokens that AWS issues for an account's own principals.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
 */
export const isOutbound = ({ way }: FederatedEntry): boolean =>
    /\.tokens\.sts\.global\.api\.aws$/.test(way.admission.issuer);

/** Roles that principals of AWS accounts may assume by such tokens. */
export const outboundRoles = (entries: readonly FederatedEntry[]): readonly PrincipalNode[] =>
    entries.filter(isOutbound).map(({ role }) => role);
