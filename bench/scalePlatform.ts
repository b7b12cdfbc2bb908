import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { parseDocument } from "yaml";

import type { Identity } from "../identities/identity";
import type { Catalogues } from "../program";
import { roleCatalogue } from "../roles/catalogue";

const assumable = roleCatalogue
    .filter(({ assumableBy }) => assumableBy === "identities")
    .map(({ name }) => name);

/**
 * Service accounts, of both trust classes in turns: of five, two may assume every role, and three are limited to one each, and so
 * have groups of their own.
 *
 * @param roles how many of the catalogue
 */
export const manyIdentities = (count: number, roles = roleCatalogue.length): Catalogues => ({
    identities: {
        serviceAccounts: Array.from({ length: count }, (_, i): Identity => {
            const some = assumable.slice(0, roles);
            const role = some[i % some.length] ?? "";
            return {
                name: `Team${String(i).padStart(3, "0")}`,
                trustClass: i % 2 === 0 ? "nonprod" : "prod",
                ...(i % 5 < 2 ? {} : { roles: [role] }),
            };
        }),
        people: [],
    },
    roles: roleCatalogue.slice(0, roles),
});

/** Grants every account of a registry the longest trust policies. @param folder of Pulumi.yaml */
export async function grantLongTrust(folder: string): Promise<void> {
    const file = path.join(folder, "Pulumi.yaml");
    const project = parseDocument(await readFile(file, "utf8"));
    const registry = (project.toJS() as { config: { accounts: { default: object } } }).config;
    const names = Object.keys(registry.accounts.default);
    const granted = names.map((name) => [name, { roleTrustPolicyLength: 8_192 }] as const);
    project.setIn(["config", "quotas", "default"], Object.fromEntries(granted));
    await writeFile(file, String(project));
}
