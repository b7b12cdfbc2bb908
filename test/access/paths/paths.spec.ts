import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { buildReport } from "../../../access/report/buildReport";
import type { Hop } from "../../../access/paths/hop";
import type { Report } from "../../../access/report/report";
import { organizationOf, shorten } from "./smallOrganization";
import type { SmallOrganization } from "./smallOrganization";

interface Case {
    /** A sentence. */
    readonly name: string;
    readonly organization: SmallOrganization;
    /** @default "aws" */
    readonly partition?: string;
    /** Settings of accounts.json: `issuers` and `trustedOwners`. */
    readonly settings?: Readonly<Record<string, unknown>>;
    /** Hops that no path may have, as `paths` writes them. */
    readonly leftOut?: readonly string[];
    readonly boundary: Report["boundary"];
    /** All hops of each crossing and takeover, by `<identity> > <whom it reaches>`. */
    readonly paths: Readonly<Record<string, readonly string[]>>;
}

/** `<kind>: <from> > <to>`, after `perhaps` if it isn't certain. */
const written = ({ kind, from, to, unknown }: Hop): string =>
    `${unknown === undefined ? "" : "perhaps "}${kind}: ${shorten(from)} > ${shorten(to)}`;

const pathsOf = ({ crossings, takeovers }: Report): Case["paths"] =>
    Object.fromEntries([
        ...crossings.map(({ identity, role, hops }) => [
            `${shorten(identity)} > ${shorten(role)}`,
            hops.map(written),
        ]),
        ...takeovers.map(({ identity, becomes, hops }) => [
            `${shorten(identity)} > ${shorten(becomes)}`,
            hops.map(written),
        ]),
    ]) as Case["paths"];

for (const file of readdirSync(__dirname).filter((name) => name.endsWith(".cases.json"))) {
    const { about, cases } = JSON.parse(readFileSync(join(__dirname, file), "utf8")) as {
        readonly about: string;
        readonly cases: readonly Case[];
    };
    describe(`Paths: ${about}`, () => {
        for (const { name, organization, partition, settings, leftOut, boundary, paths } of cases) {
            it(name, () => {
                const isLeftOut =
                    leftOut === undefined
                        ? undefined
                        : (hop: Hop): boolean => leftOut.includes(written(hop));
                const report = buildReport(
                    organizationOf(organization, partition, settings),
                    isLeftOut,
                );
                expect({ boundary: report.boundary, paths: pathsOf(report) }).to.deep.equal({
                    boundary,
                    paths,
                });
            });
        }
    });
}
