import { identityCatalogue } from "../identities/catalogue";
import { program } from "../program";
import { roleCatalogue } from "../roles/catalogue";
import { platformVpcRole } from "../roles/platformVpcRole";
import type { Role } from "../roles/role";

/** How large a catalogue to deploy; what is left out is the catalogue's own. */
export interface Counts {
    readonly roles?: number;
}

/** The program, with a catalogue of a given size. */
export const run = ({ roles }: Counts): Promise<Record<string, unknown>> =>
    program({
        identities: identityCatalogue,
        roles: roles === undefined ? roleCatalogue : manyRoles(roles),
    });

function manyRoles(count: number): readonly Role[] {
    const more = Array.from({ length: count - roleCatalogue.length }, (_, i) => ({
        ...platformVpcRole,
        name: `Bench${i}Role`,
    }));
    return [...roleCatalogue, ...more];
}
