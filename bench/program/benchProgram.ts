import { identityCatalogue } from "../../identities/catalogue";
import { leaveOutLibraryFrames } from "../../platform/programError";
import { guardRegistrations } from "../../platform/guardRegistrations";
import { program } from "../../program";
import { roleCatalogue } from "../../roles/catalogue";
import { platformVpcRole } from "../../roles/platformVpcRole";

/** The program with as many roles as BENCH_ROLES says, on settings that are not those of the checkout's Pulumi.yaml. */
export = (): Promise<Record<string, unknown>> => {
    leaveOutLibraryFrames();
    guardRegistrations();
    const count = Number(process.env["BENCH_ROLES"] ?? roleCatalogue.length);
    const more = Array.from({ length: count - roleCatalogue.length }, (_, i) => ({
        ...platformVpcRole,
        name: `Bench${i}Role`,
    }));
    return program({ identities: identityCatalogue, roles: [...roleCatalogue, ...more] });
};
