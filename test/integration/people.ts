import type { Identity } from "../../identities/identity";

/** People of a sandbox's catalogue. */
export const people: readonly Identity[] = [
    { name: "Ada", trustClass: "prod" },
    { name: "Ben", trustClass: "nonprod", roles: ["PlatformVPCRole"] },
];
