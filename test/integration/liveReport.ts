import { buildReport, readLive } from "../../access";
import type { Report } from "../../access";
import { sandboxClients } from "../../cli/sources/sandbox";
import { withBoundaries } from "../../cli/sources/sandboxBoundaries";
import { awsAccounts } from "../../platform/accounts";
import type { Sandbox } from "../../sandbox/up";

/** The proof of a sandbox as it is in its AWS. */
export async function liveReport({ endpoint, project }: Sandbox): Promise<Report> {
    const [state] = project.stacks;
    const organization = await readLive({
        accounts: awsAccounts(state?.accounts ?? []),
        clientFor: sandboxClients(endpoint, "us-east-1"),
        complete: withBoundaries,
    });
    return buildReport(organization);
}
