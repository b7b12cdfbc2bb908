import { buildReport } from "../access";
import { readPlanByKind } from "../plan/planByKind";

/** What the report on a plan cost, in CPU seconds of its process. */
export interface PlanRun {
    readonly accounts: number;
    readonly boundary: string;
    readonly cpuSeconds: number;
}

/** Proves the plan of a folder and prints a `PlanRun`, in a process of its own. Its argument is the folder. */
async function main(folder: string): Promise<void> {
    const start = process.cpuUsage();
    const organization = await readPlanByKind(folder);
    const { accounts, boundary } = buildReport(organization);
    organization.digest();
    const { user, system } = process.cpuUsage(start);
    const run: PlanRun = {
        accounts: accounts.length,
        boundary,
        cpuSeconds: (user + system) / 1e6,
    };
    process.stdout.write(JSON.stringify(run));
}

void main(process.argv[2] ?? "");
