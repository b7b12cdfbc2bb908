import type { Report } from "../report/report";
import { count } from "./text";

/** One sentence: whether the environment boundary holds, and how much the report covers. */
export function verdictText(report: Report): string {
    const { accounts, identities, roles } = report;
    const of = `(${count(identities.length, "identity", "identities")}, ${count(roles.length, "role")}, ${count(accounts.length, "account")})`;
    const { verdict } = report;
    switch (verdict.boundary) {
        case "holds":
            // Vacuously true without nonprod identities; say so.
            return identities.some(({ trustClass }) => trustClass === "nonprod")
                ? `The environment boundary holds: no nonprod identity reaches a role outside nonprod accounts ${of}.`
                : `The environment boundary holds: there is no nonprod identity ${of}.`;
        case "crossed":
            return `The environment boundary is CROSSED: ${crossed(report, "")} ${of}.`;
        case "unknown":
            return report.crossings.length + report.takeovers.length === 0
                ? `UNKNOWN whether the environment boundary holds: ${verdict.reason} ${of}.`
                : `UNKNOWN whether the environment boundary holds: ${crossed(report, "may ")}; ${verdict.reason} ${of}.`;
    }
}

/** @param may empty, or what makes it uncertain */
function crossed({ crossings, takeovers }: Report, may: "" | "may "): string {
    const roles = new Set(crossings.map(({ role }) => role)).size;
    const users = new Set(takeovers.map(({ becomes }) => becomes)).size;
    const who = new Set([...crossings, ...takeovers].map(({ identity }) => identity)).size;
    const s = who === 1 && may === "" ? "s" : "";
    const parts = [
        ...(roles > 0
            ? [`${may}reach${s && "es"} ${count(roles, "role")} outside nonprod accounts`]
            : []),
        ...(users > 0
            ? [`${may}become${s} ${count(users, "prod identity", "prod identities")}`]
            : []),
    ];
    return `${count(who, "nonprod identity", "nonprod identities")} ${parts.join(" and ")}`;
}
