import { identityCatalogue } from "../identities/catalogue";
import type { Identity } from "../identities/identity";
import { program } from "../program";
import { roleCatalogue } from "../roles/catalogue";
import { platformVpcRole } from "../roles/platformVpcRole";
import { isService } from "../roles/role";
import type { Role } from "../roles/role";

/** How large a catalogue to deploy; what is left out is the catalogue's own. */
export interface Counts {
    readonly identities?: number;
    readonly roles?: number;
}

/** The program, with a catalogue of a given size. */
export const run = ({ identities, roles }: Counts): Promise<Record<string, unknown>> =>
    program({
        identities: {
            serviceAccounts:
                identities === undefined
                    ? identityCatalogue.serviceAccounts
                    : manyIdentities(identities),
            people: identityCatalogue.people,
        },
        roles: roles === undefined ? roleCatalogue : manyRoles(roles),
    });

/** One identity that reaches everything, the others one role each: a trust policy holds about 25 names. */
function manyIdentities(count: number): readonly Identity[] {
    const assumable = roleCatalogue.filter(({ assumableBy }) => !isService(assumableBy));
    return Array.from({ length: count }, (_, i): Identity => {
        const role = assumable[i % assumable.length]?.name ?? "";
        return { name: `Account${i}`, trustClass: "prod", ...(i === 0 ? {} : { roles: [role] }) };
    });
}

function manyRoles(count: number): readonly Role[] {
    const more = Array.from({ length: count - roleCatalogue.length }, (_, i) => ({
        ...platformVpcRole,
        name: `Bench${i}Role`,
    }));
    return [...roleCatalogue, ...more];
}
