import * as path from "node:path";

import { expect } from "chai";
import { parse, stringify } from "yaml";

import { ConfigError, parseSettings } from "../../../platform/config";
import { isObject } from "../../../platform/isObject";
import { checkCatalogues, ownCatalogues } from "../../../roles/checkCatalogues";
import type { TeamFile } from "../../../roles/teams/teamFiles";
import { configOf, registryOf } from "../../examples/layout";
import { readCases } from "../../support/readCases";
import { teamFiles, teamSettings } from "./support";

interface Case {
    readonly name: string;
    /** Settings of team payments that differ from the example's; `null`: left out. */
    readonly payments?: Readonly<Record<string, unknown>>;
    /** Files that differ: of one that is there, properties; of another, all. Text: as it is. `null`: no such file, or property. */
    readonly files?: Readonly<Record<string, Readonly<Record<string, unknown>> | string | null>>;
    /** Each after its file. */
    readonly faults: readonly string[];
}

const cases = readCases(path.join(__dirname, "requests.cases.json")) as readonly Case[];

const without = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null));

function filesOf({ files = {} }: Case): readonly TeamFile[] {
    const given = new Map(teamFiles.map(({ file, text }) => [file, text]));
    for (const [name, change] of Object.entries(files)) {
        const file = `teams/${name}`;
        if (change === null) given.delete(file);
        else if (typeof change === "string") given.set(file, change);
        else {
            const known: unknown = parse(given.get(file) ?? "{}");
            given.set(file, stringify(without({ ...(isObject(known) ? known : {}), ...change })));
        }
    }
    return [...given].sort().map(([file, text]) => ({ file, text }));
}

/** Every fault of the settings and the catalogues in the state account, after its file. */
function faultsOf(given: Case): readonly string[] {
    const { teams, trustedOwners } = teamSettings;
    const payments = without({ ...teams["payments"], ...given.payments });
    const config = configOf(registryOf("three-accounts"), {
        trustedOwners,
        teams: { ...teams, payments },
    });
    const found: string[] = [];
    try {
        parseSettings("iam-profiles", "state", config, (scope, shared) => {
            const { faults } = checkCatalogues(
                { ...ownCatalogues, teamFiles: filesOf(given) },
                scope,
                shared,
            );
            found.push(
                ...faults.flatMap((one) => one.faults.map((fault) => `${one.file}: ${fault}`)),
            );
            return [];
        });
    } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        found.push(...error.faults.map((fault) => `Pulumi.yaml: ${fault}`));
    }
    return found;
}

describe("what a team asks for", () => {
    for (const given of cases) {
        it(`${given.faults.length === 0 ? "takes" : "refuses"} ${given.name}`, () => {
            // How long a boundary is depends on the platform's.
            const found = faultsOf(given).map((fault) => fault.replace(/\d+(?= characters;)/, "N"));
            expect(found).to.deep.equal(given.faults);
        });
    }

    it("names in each refusal the team and what it asks for, and has 20 kinds", () => {
        const refused = cases.filter(({ faults }) => faults.length > 0);
        expect(refused.length).to.be.at.least(20);
        for (const { name, faults } of refused) {
            expect(faults.join("\n"), name).to.match(
                /team "\w+"|teams\.payments|(?:role|pipeline) "Payments/,
            );
        }
    });
});
