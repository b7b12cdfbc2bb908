import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import fc from "fast-check";

import { checkIdentities } from "../../../identities/validate";
import type { RoleNames } from "../../../identities/validate";
import { withUnknownKey } from "../../support/unknownKey";
import { pipelineOf, pipelines, trusted } from "./platform";

interface Case {
    readonly name: string;
    /** A pipeline of pipelines.json, and what it has otherwise; `null` leaves a property out. */
    readonly of?: string;
    readonly with?: Readonly<Record<string, unknown>>;
    /** Instead of one pipeline. */
    readonly pipelines?: unknown;
    readonly partition?: string;
    readonly issuers?: Readonly<Record<string, "nonprod" | "prod">>;
    readonly trustedOwners?: Readonly<Record<string, Readonly<Record<string, "nonprod" | "prod">>>>;
    readonly faults: readonly string[];
}

const cases = JSON.parse(
    readFileSync(join(__dirname, "checkPipelines.cases.json"), "utf8"),
) as readonly Case[];

const roles: RoleNames = {
    assumable: ["AccessAuditRole", "IamProfilesRole", "PlatformVPCRole"],
    prodOnly: ["AccessAuditRole"],
    readOnly: ["AccessAuditRole"],
    all: ["AccessAuditRole", "IamProfilesRole", "PlatformVPCRole", "CrossplaneProviderRole"],
};
const stateIn = (partition: string) => ({ partition, prefix: "PSK", accountId: "111111111111" });
const users = {
    serviceAccounts: [{ name: "ProdServiceAccount", trustClass: "prod" }],
    people: [],
};

const faultsOf = (given: unknown, partition = "aws", whose = trusted): readonly string[] => {
    const catalogue = { ...users, pipelines: given };
    const { faults, pipelineFaults } = checkIdentities(catalogue, roles, stateIn(partition), whose);
    expect(faults).to.deep.equal([]);
    return pipelineFaults;
};

function given({ of, with: more = {}, pipelines: list }: Case): unknown {
    if (of === undefined) return list;
    const changed = Object.entries({ ...pipelineOf(of), ...more });
    return [Object.fromEntries(changed.filter(([, value]) => value !== null))];
}

describe("checkPipelines", () => {
    it("takes pipelines of all issuers, and returns them as they are", () => {
        const catalogue = { ...users, pipelines };
        expect(checkIdentities(catalogue, roles, stateIn("aws"), trusted)).to.deep.equal({
            catalogue: { ...catalogue, federatedGroups: [], samlProviders: [] },
            faults: [],
            pipelineFaults: [],
            groupFaults: [],
        });
    });

    for (const one of cases) {
        it(one.name, () => {
            const { partition, issuers, trustedOwners } = one;
            const whose = {
                issuers: issuers ?? trusted.issuers,
                trustedOwners: trustedOwners ?? trusted.trustedOwners,
            };
            expect(faultsOf(given(one), partition, whose)).to.deep.equal(one.faults);
        });
    }

    for (const pipeline of pipelines) {
        it(`${pipeline.name}: refuses an unknown property anywhere`, () => {
            fc.assert(
                fc.property(withUnknownKey([pipeline]), ({ value, key }) => {
                    expect(faultsOf(value).some((fault) => fault.includes(key))).to.equal(true);
                }),
                { numRuns: 20 },
            );
        });

        it(`${pipeline.name}: refuses a wildcard or a policy variable in any text of its subject`, () => {
            for (const [value, at] of textsOf(pipeline)) {
                for (const wrong of ["*", `${value}*`, `${value}?`, `*${value}`, "${aws:x}", ""]) {
                    const changed = withText(pipeline, at, wrong);
                    expect(faultsOf([changed]), `${at.join(".")}: ${wrong}`).to.not.be.empty;
                }
            }
        });
    }
});

type Path = readonly string[];

/** The texts of a pipeline's source with their places; `on.ref` may end in a wildcard. */
function textsOf(value: object, at: Path = []): readonly (readonly [string, Path])[] {
    return Object.entries(value).flatMap(([key, entry]: [string, unknown]) => {
        const place = [...at, key];
        if (["name", "trustClass", "roles", "issuer"].includes(place.join("."))) return [];
        if (place.join(".") === "on.ref") return [];
        if (typeof entry === "string") return [[entry, place] as const];
        return typeof entry === "object" && entry !== null ? textsOf(entry, place) : [];
    });
}

function withText(value: object, [key = "", ...rest]: Path, text: string): object {
    const entry = (value as Record<string, unknown>)[key];
    return { ...value, [key]: rest.length === 0 ? text : withText(entry as object, rest, text) };
}
