import type { ReportAccount, ReportIdentity } from "../report/report";
import type { Grid } from "./grid";

/** What the part of a matrix is called that shows roles for emergencies. */
export const emergencyTitle = "Break-glass roles, for emergencies, and who reaches them:";

/** A role for emergencies, and the identities that reach it or may. */
export interface EmergencyRole {
    readonly name: string;
    /** Those that have it. */
    readonly accounts: readonly ReportAccount[];
    readonly identities: readonly ReportIdentity[];
}

/** The roles for emergencies, apart from all others. */
export const emergencyRoles = (grid: Grid): readonly EmergencyRole[] =>
    grid.emergencyNames.map((name) => {
        const accounts = grid.accounts.filter(({ id }) => grid.role(name, id) !== undefined);
        return {
            name,
            accounts,
            identities: grid.identities.filter((identity) =>
                accounts.some((account) => grid.mark(identity, name, account) !== "-"),
            ),
        };
    });

/** A line for each of them and each identity: in how many accounts, and how. For reports that are too large for a matrix. */
export const emergencyCounts = (grid: Grid): readonly string[] =>
    emergencyRoles(grid).flatMap(({ name, accounts, identities }) => {
        if (identities.length === 0) return [`${name}: reached by no identity`];
        return identities.map((identity) => {
            const marks = accounts.map((account) => grid.mark(identity, name, account));
            const direct = marks.filter((mark) => mark.startsWith("yes")).length;
            const other = marks.filter((mark) => mark !== "-").length - direct;
            const ways = [
                ...(direct > 0 ? [`directly in ${direct}`] : []),
                ...(other > 0 ? [`otherwise in ${other}`] : []),
            ];
            const crosses = marks.some((mark) => mark.includes("!"));
            return `${name}: ${identity.name} (${identity.trustClass}) ${ways.join(", ")} of ${accounts.length} accounts${crosses ? " (!)" : ""}`;
        });
    });
