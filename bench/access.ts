import { syntheticOrganization } from "../test/access/synthetic";
import { compare } from "./accessCompare";
import type { Comparison } from "./accessCompare";
import { measureProof, secondsOf } from "./accessScale";
import { measurePlan } from "./planScale";
import { iamSimulateVersion, loadIamSimulate } from "./iamSimulate";

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const progress = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs of each size; what is printed is the median. */
const rounds = 3;
const rolesPerAccount = 6;
const identities = 100;
const seed = 1;

/** What the proof costs as the organization grows, and how fast it is beside iam-simulate in the same run. */
async function main(): Promise<void> {
    await printPlans();
    printScale();
    const simulate = await loadIamSimulate();
    progress("comparing with iam-simulate");
    const raw = syntheticOrganization({ accounts: 10, rolesPerAccount, identities, seed });
    printComparison(await compare(raw, simulate));
}

async function printPlans(): Promise<void> {
    print("the plan of accounts, from Pulumi.yaml to the report");
    for (const accounts of [3, 300]) {
        const { cpuSeconds, boundary } = await measurePlan(accounts, rounds);
        print(
            `${String(accounts).padStart(10)} accounts ${cpuSeconds.toFixed(2)} CPU s, boundary ${boundary}`,
        );
    }
    print("");
}

function printScale(): void {
    print(`the proof of accounts x ${rolesPerAccount} roles x ${identities} identities`);
    print(
        "  accounts    cells   parse s    read s  report s  read+report s  cells/s  ms/account  peak MiB",
    );
    for (const accounts of [250, 500, 1000]) {
        progress(`proving ${accounts} accounts, ${rounds} times`);
        const run = measureProof({ accounts, rolesPerAccount, identities, seed }, rounds);
        const seconds = secondsOf(run);
        const columns: (readonly [string, number])[] = [
            [String(accounts), 10],
            [String(run.cells), 9],
            [run.parseSeconds.toFixed(2), 10],
            [run.readSeconds.toFixed(2), 10],
            [run.reportSeconds.toFixed(2), 10],
            [seconds.toFixed(2), 15],
            [(run.cells / seconds).toFixed(0), 9],
            [((1000 * seconds) / accounts).toFixed(2), 12],
            [(run.peakBytes / 2 ** 20).toFixed(0), 10],
        ];
        print(columns.map(([text, width]) => text.padStart(width)).join(""));
    }
}

function printComparison({ cells, agreed, undecided, disagreed, rates }: Comparison): void {
    print(`\nbeside iam-simulate ${iamSimulateVersion}, on the same ${cells} cells`);
    print(
        `  both decide, and agree: ${agreed}; one doesn't decide: ${undecided}; they disagree: ${disagreed.length}`,
    );
    for (const cell of disagreed.slice(0, 10)) print(`    ${cell}`);
    const rate = (name: string, value: number): void => {
        const ratio = value / rates.runSimulation;
        print(
            `  ${name.padEnd(44)}${value.toFixed(0).padStart(9)} cells/s${ratio.toFixed(1).padStart(9)} x`,
        );
    };
    rate("iam-simulate", rates.runSimulation);
    rate("direct assumption (decide)", rates.decide);
    rate("the whole proof, from JSON to report", rates.proof);
    if (disagreed.length > 0) process.exitCode = 1;
}

void main();
