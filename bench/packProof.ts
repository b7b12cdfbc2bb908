import * as path from "node:path";

import { buildReport } from "../access";
import { contextReader } from "../policy-pack/context";
import { renderOthers, renderOwn } from "../policy-pack/platform";
import { organizationWith } from "../policy-pack/proof";
import type { Cost } from "./previews";

/** What the pack's proof does when one stack is previewed. */
export interface PackProof {
    /** To read the settings of all stacks, and to render them. */
    readonly render: Cost;
    /** To choose accounts, read their documents, and search. */
    readonly proof: Cost;
    /** Accounts that the proof looks at. */
    readonly accounts: number;
}

/** @param folder of Pulumi.yaml, with the pack in it */
async function main(folder: string, stack: string): Promise<PackProof> {
    const urn = `urn:pulumi:${stack}::iam-profiles::pulumi:pulumi:Stack::iam-profiles-${stack}`;
    const rendering = measure();
    const context = await contextReader(path.join(folder, "policy-pack"))(urn, {});
    const others = await renderOthers(context);
    const render = rendering();

    // What the program asks for, which the engine hands to a pack.
    const own = await renderOwn(context);
    const resources = (own?.resources ?? []).map(({ type, name, props }) => ({
        type,
        urn: `urn:pulumi:${stack}::iam-profiles::${type}::${name}`,
        props,
        outputs: props,
    }));
    const proving = measure();
    const { organization } = organizationWith(resources, others, context);
    const report = buildReport(organization);
    if (report.verdict.boundary !== "holds") throw new Error("the environment boundary is crossed");
    return {
        render,
        proof: proving(),
        accounts: report.accounts.length,
    };
}

/** @returns what it has taken since */
function measure(): () => Cost {
    const start = performance.now();
    const before = process.cpuUsage();
    return () => {
        const { user, system } = process.cpuUsage(before);
        return { wall: (performance.now() - start) / 1e3, cpu: (user + system) / 1e6 };
    };
}

main(process.argv[2] ?? "", process.argv[3] ?? "").then(
    (found) => process.stdout.write(JSON.stringify(found)),
    (error: unknown) => {
        process.stderr.write(String(error));
        process.exitCode = 1;
    },
);
