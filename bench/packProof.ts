import * as path from "node:path";

import { buildReport } from "../access";
import { contextReader } from "../policy-pack/context";
import { renderOthers, renderPlatform } from "../policy-pack/platform";
import { organizationWith } from "../policy-pack/proof";

/** What the pack's proof does when one stack is previewed, in seconds. */
export interface PackProof {
    /** To read the settings of all stacks, and to render them. */
    readonly renderSeconds: number;
    /** To choose accounts, read their documents, and search. */
    readonly proofSeconds: number;
    /** Accounts that the proof looks at. */
    readonly accounts: number;
}

/** @param folder of Pulumi.yaml, with the pack in it */
async function main(folder: string, stack: string): Promise<PackProof> {
    const urn = `urn:pulumi:${stack}::iam-profiles::pulumi:pulumi:Stack::iam-profiles-${stack}`;
    const started = performance.now();
    const context = await contextReader(path.join(folder, "policy-pack"))(urn, {});
    const others = await renderOthers(context);
    const rendered = performance.now();

    // What the program asks for, which the engine hands to a pack.
    const accounts = [context.stateAccount, context.account];
    const own = (await renderPlatform({ ...context, accounts })).at(-1);
    const resources = (own?.resources ?? []).map(({ type, name, props }) => ({
        type,
        urn: `urn:pulumi:${stack}::iam-profiles::${type}::${name}`,
        props,
        outputs: props,
    }));
    const before = performance.now();
    const { organization } = organizationWith(resources, others, context);
    const report = buildReport(organization);
    if (report.verdict.boundary !== "holds") throw new Error("the environment boundary is crossed");
    return {
        renderSeconds: (rendered - started) / 1000,
        proofSeconds: (performance.now() - before) / 1000,
        accounts: report.accounts.length,
    };
}

main(process.argv[2] ?? "", process.argv[3] ?? "").then(
    (found) => process.stdout.write(JSON.stringify(found)),
    (error: unknown) => {
        process.stderr.write(String(error));
        process.exitCode = 1;
    },
);
