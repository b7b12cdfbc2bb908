import { writeFile } from "node:fs/promises";
import * as path from "node:path";

import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import { run } from "../../platform/childProcess";
import { ensureEngine } from "../../sandbox/engine";
import { policyPackIn } from "../../sandbox/folders";
import type { SandboxFolders } from "../../sandbox/folders";
import { openSandbox } from "../../sandbox/up";
import { stackExport } from "./stackResources";
import tampers from "./policyAnalyze.cases.json";

interface StateResource {
    readonly urn: string;
    readonly type: string;
    protect?: boolean;
    dependencies?: string[];
    propertyDependencies?: Record<string, string[]>;
    [part: string]: unknown;
}

interface State {
    readonly deployment: { resources: StateResource[] };
}

/** How a state is changed by hand. */
interface Tamper {
    readonly name: string;
    readonly stack: string;
    readonly type: string;
    /** Logical name. */
    readonly resource: string;
    /** Where properties are set and removed. */
    readonly where?: readonly string[];
    readonly set?: Readonly<Record<string, unknown>>;
    readonly remove?: readonly string[];
    readonly unprotect?: boolean;
    readonly delete?: boolean;
    /** Properties of a resource that is put in. */
    readonly add?: Readonly<Record<string, unknown>>;
    /** Policy that reports it. */
    readonly policy: string;
}

/** A violation, as the engine prints it. */
interface Violation {
    readonly resourceUrn: string;
    readonly message: string;
    readonly policyName: string;
}

/**
 * Tests of states as they are deployed, and as they are when changed by hand, without running the program.
 *
 * @param folders of a sandbox with the stacks of the checkout
 */
export function testPolicyAnalyze(folders: SandboxFolders): void {
    const states = new Map<string, string>();
    let pulumi: (args: readonly string[], onLine?: (line: string) => void) => Promise<string>;

    /** Its whole output, since an error would hold the last lines alone. */
    async function analyze(...args: string[]): Promise<{ code: string; output: string }> {
        const lines: string[] = [];
        const code = await pulumi(
            ["policy", "analyze", ...args],
            (line) => void lines.push(line),
        ).then(
            () => "passed",
            () => "failed",
        );
        return { code, output: lines.join("\n") };
    }

    before(async () => {
        const quiet = (): void => undefined;
        const sandbox = await openSandbox(folders, quiet);
        const [state] = sandbox.project.stacks;
        if (state === undefined) throw new Error("no state stack");
        const { binary } = await ensureEngine(quiet);
        const env = { ...process.env, ...sandbox.deployer.environment(state) };
        pulumi = (args, onLine) =>
            run(binary, [...args, "--non-interactive", "--color", "never"], {
                cwd: folders.work,
                env,
                ...(onLine === undefined ? {} : { onLine }),
            });
        for (const { account } of sandbox.project.stacks) {
            states.set(account.name, await stackExport(folders, account.name));
        }
    });

    it("finds nothing in state as it is deployed, with the pack of the checkout", async () => {
        const pack = path.join(checkout, "policy-pack");
        const { code, output } = await analyze("--stack", "state", "--policy-pack", pack);
        expect(output).not.to.include("[mandatory]");
        expect(code).to.equal("passed");
    });

    for (const [index, batch] of batchesOf(tampers).entries()) {
        describe(`in ${batch[0]?.stack ?? ""}, state ${index + 1}`, () => {
            let found: readonly Violation[] = [];

            before(async () => {
                const state = JSON.parse(states.get(batch[0]?.stack ?? "") ?? "") as State;
                for (const tamper of batch) change(state.deployment.resources, tamper);
                const file = path.join(folders.root, `state-${index}.json`);
                await writeFile(file, JSON.stringify(state));
                const pack = policyPackIn(folders);
                const { code, output } = await analyze(
                    "--json",
                    "--file",
                    file,
                    "--policy-pack",
                    pack,
                );
                expect(code).to.equal("failed");
                expect(output).not.to.include("panic");
                found = violationsIn(output);
            });

            // So it finds nothing in nonprod and prod as they are deployed.
            it("finds nothing else", () => {
                const others = found.filter(
                    (violation) => !batch.some((tamper) => concerns(violation, tamper)),
                );
                expect(others).to.deep.equal([]);
            });

            for (const tamper of batch) {
                it(`finds ${tamper.name}`, () => {
                    expect(found.filter((violation) => isAbout(violation, tamper))).not.to.be.empty;
                });
            }
        });
    }
}

/** The violations in the engine's output, which has a JSON document a line, among lines of text. */
const violationsIn = (output: string): readonly Violation[] =>
    output
        .split("\n")
        .filter((line) => line.startsWith('{"sequence"'))
        .map((line) => JSON.parse(line) as { readonly policyEvent?: Violation })
        .flatMap(({ policyEvent }) => policyEvent ?? []);

/** Whether the policy reports what was changed: at the resource, or by its name where it judges the stack as a whole. */
const isAbout = (violation: Violation, tamper: Tamper): boolean =>
    violation.policyName === tamper.policy && concerns(violation, tamper);

/** Whether a violation of whatever policy is of what was changed. */
function concerns({ resourceUrn, message }: Violation, { type, resource }: Tamper): boolean {
    if (resourceUrn.endsWith(`${type}::${resource}`)) return true;
    const isOfStack = resourceUrn.includes("::pulumi:pulumi:Stack::");
    return (
        isOfStack &&
        [`${type} "${resource}"`, `/${resource}`].some((text) => message.includes(text))
    );
}

/**
 * States with several tamperings each, so that the engine starts seldom. Those of one state are of different resources, and a
 * violation names the resource, so that none stands in for another.
 */
function batchesOf(all: readonly Tamper[]): readonly (readonly Tamper[])[] {
    const batches: Tamper[][] = [];
    for (const tamper of all) {
        const free = batches.find((batch) =>
            batch.every(
                ({ stack, type, resource }) =>
                    stack === tamper.stack &&
                    (type !== tamper.type || resource !== tamper.resource),
            ),
        );
        if (free === undefined) batches.push([tamper]);
        else free.push(tamper);
    }
    return batches;
}

function change(resources: StateResource[], tamper: Tamper): void {
    const index = resources.findIndex(
        ({ type, urn }) => type === tamper.type && urn.endsWith(`::${tamper.resource}`),
    );
    if (tamper.add !== undefined) {
        add(resources, tamper, tamper.add);
        return;
    }
    const resource = resources[index];
    if (resource === undefined) throw new Error(`${tamper.stack} has no ${tamper.resource}`);
    if (tamper.unprotect === true) delete resource.protect;
    if (tamper.delete === true) {
        resources.splice(index, 1);
        for (const other of resources) forget(other, resource.urn);
    }
    for (const where of tamper.where ?? []) {
        const props = resource[where] as Record<string, unknown>;
        for (const key of tamper.remove ?? []) Reflect.deleteProperty(props, key);
        for (const [key, value] of Object.entries(tamper.set ?? {})) {
            const isText = typeof props[key] === "string" && typeof value === "object";
            props[key] = isText ? JSON.stringify(value) : value;
        }
    }
}

function add(
    resources: StateResource[],
    { stack, type, resource }: Tamper,
    props: Readonly<Record<string, unknown>>,
): void {
    const [root] = resources;
    const model = resources.find((other) => other.type === "aws:iam/role:Role");
    resources.push({
        ...model,
        urn: `urn:pulumi:${stack}::iam-profiles::${type}::${resource}`,
        type,
        id: "added",
        inputs: props,
        outputs: props,
        parent: root?.urn,
        dependencies: [],
        propertyDependencies: {},
    });
}

function forget(resource: StateResource, urn: string): void {
    const keep = (urns: readonly string[]): string[] => urns.filter((other) => other !== urn);
    resource.dependencies = keep(resource.dependencies ?? []);
    resource.propertyDependencies = Object.fromEntries(
        Object.entries(resource.propertyDependencies ?? {}).map(([key, urns]) => [key, keep(urns)]),
    );
}
