import type { Hop } from "../../../../access/paths/hop";
import { pageData } from "../../../../access/render/page/pageData";
import type { Report } from "../../../../access/report/report";
import { loadPage } from "./pageScript";
import type { Filters, Model, PageHop } from "./pageScript";

export const page = loadPage();

/** As the page gets it: through JSON. */
export const modelOf = (report: Report): Model =>
    page.readModel(JSON.parse(JSON.stringify(pageData(report))) as ReturnType<typeof pageData>);

/** Filters that leave everything. */
export const all: Filters = page.readFilters("");

/** The model back as a report. */
export function reportOf(model: Model) {
    return {
        verdict: model.verdict,
        accounts: model.accounts,
        identities: model.identities,
        roles: model.roles.map(({ arn, name, account }) => ({
            arn,
            name,
            account: model.accounts[account]?.id,
        })),
        crossings: model.crossings.map((path) => reachOf(model, path)),
        takeovers: model.takeovers.map(({ identity, becomes, steps }) => ({
            identity: model.identities[identity]?.arn,
            becomes,
            hops: steps.map((step) => hopOf(model, step)),
        })),
        unfinishedSearches: model.unfinishedSearches.map((at) => model.identities[at]?.arn),
        limits: model.limits,
    };
}

export function reachOf(model: Model, path: number) {
    const { identity, role, steps } = model.path(path);
    return {
        identity: model.identities[identity]?.arn,
        role: model.roles[role]?.arn,
        hops: steps.map((step) => hopOf(model, step)),
    };
}

function hopOf(model: Model, step: number): Hop {
    const { because, unknown: why, ...hop } = model.hop(step);
    return {
        ...hop,
        because: because.map(statementOf),
        ...(why === undefined ? {} : { unknown: why }),
    };
}

export const statementOf = ({ document, place, sid }: PageHop["because"][number]) => ({
    document,
    statement: place,
    ...(sid === undefined ? {} : { sid }),
});
