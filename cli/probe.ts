import { access, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { STSClient } from "@aws-sdk/client-sts";
import { Command } from "commander";

import { buildReport, outFile, readReportFile } from "../access";
import type { Report } from "../access";
import { storeOf } from "../credentials/storedIdentity";
import { targetsOf } from "../credentials/targets";
import type { SelectionOptions, StoreOptions } from "../credentials/targets";
import type { Target } from "../credentials/target";
import { cellsOf } from "../operations/probe/cells";
import { evidenceOf, evidenceText } from "../operations/probe/evidence";
import type { Evidence } from "../operations/probe/evidence";
import { probe } from "../operations/probe/probe";
import { assumedAnswer, failedAnswer } from "../operations/probe/stsAnswer";
import type { StsAnswer } from "../operations/probe/stsAnswer";
import { readPlan } from "../plan/planSource";
import { checkout } from "../platform/checkout";
import { fileFault } from "../platform/systemError";
import { sandboxFolders } from "../sandbox/folders";
import { action, exitCode, print, printText, progress, stopOnInterrupt } from "./action";
import { wholeNumber } from "./numbers";
import { originOf } from "./origin";
import { openPlatform } from "./platform";
import { openServices } from "./services";
import type { Services } from "./services";
import { signFile } from "./signFile";
import { withSelection, withSource, withStore } from "./sources";
import type { SourceOptions } from "./sources";

interface ProbeOptions extends SelectionOptions, SourceOptions, StoreOptions {
    readonly rate: number;
    readonly report?: string;
    readonly out?: string;
    readonly signWith?: string;
    readonly json?: boolean;
}

export const probeCommand = (): Command =>
    withStore(withSource(withSelection(new Command("probe"))))
        .description(
            "ask STS, with the stored credentials, for every role in every account, and compare with the proof",
        )
        .option("--rate <calls>", "calls of STS in a second, at most", wholeNumber(1, 50), 5)
        .option(
            "--report <file>",
            "what is expected, by `access --format json`, e.g. of --source live; default: the proof of the code",
        )
        .option("--out <file>", "evidence file (default: probe-TIME.json here); never overwritten")
        .option(
            "--sign-with <key>",
            "sign the evidence with this SSH key (ssh-keygen -Y sign), into FILE.sig",
        )
        .option("--json", "print the evidence, too")
        .addHelpText(
            "after",
            `
A session that STS gives is thrown away, and could do nothing: it is asked for with a policy that denies everything. CloudTrail
records every call. A refusal where the proof says no is as expected; anything else is an alarm.

What the evidence holds, and how to verify a signature: docs/probe.md.
Exit code: 0 if every cell is as expected, 1 on an alarm, 2 on wrong usage or if a cell can't be determined.`,
        )
        .action(action(runProbe));

async function runProbe(options: ProbeOptions): Promise<number> {
    stopOnInterrupt("no evidence was written");
    const begun = new Date();
    const name = options.out ?? `probe-${begun.toISOString().replace(/[-:]|\.\d+/g, "")}.json`;
    const { signWith, sandbox = false } = options;
    const file = await newFile(name);
    if (signWith !== undefined) await requireFile("--sign-with", signWith);
    const platform = await openPlatform(options);
    const targets = targetsOf(platform, options, options);
    const report = await expectedReport(options);
    const cells = cellsOf(
        report,
        targets.map(({ identityArn }) => identityArn),
    );
    const services = await openServices(platform.access, options);
    const clients = await clientsOf(targets, services);
    progress(`asking STS for ${cells.length} cells, ${options.rate} a second ...`);
    let done = 0;
    const probed = await probe(cells, {
        onCell: () => {
            done += 1;
            if (done % progressEvery === 0) progress(`${done} of ${cells.length} cells`);
        },
        rate: options.rate,
        clock: { now: () => performance.now(), sleep },
        date: () => new Date(),
        ask: ({ identity, role }) => {
            const sts = clients.get(identity);
            return sts === undefined ? undefined : ask(sts, role);
        },
    });
    for (const client of clients.values()) client.destroy();
    const evidence = evidenceOf({
        cells: probed,
        report,
        origin: await originOf("probe"),
        source: sandbox ? "sandbox" : "AWS",
        begun,
        ended: new Date(),
        rate: options.rate,
    });
    const text = `${JSON.stringify(evidence, undefined, 4)}\n`;
    await writeFile(file, text, { flag: "wx" }).catch((error: unknown) => {
        throw new Error(`--out ${file} ${fileFault(error)}`);
    });
    if (options.json === true) print(text.trimEnd());
    else printText(evidenceText(evidence));
    progress(`evidence: ${file}`);
    if (signWith !== undefined) progress(await signFile(file, signWith));
    return codes[evidence.result];
}

/** Cells: 20 s at the default rate. */
const progressEvery = 100;

const codes: Readonly<Record<Evidence["result"], number>> = {
    "as expected": exitCode.fine,
    alarm: exitCode.attention,
    unknown: exitCode.cannotTell,
};

async function expectedReport({ report: file, sandbox }: ProbeOptions): Promise<Report> {
    if (file !== undefined) {
        const report = await readReportFile(file);
        // Before STS is asked: evidence must say what it was compared with.
        if (report.provenance !== undefined) return report;
        throw new Error(
            `--report ${file} doesn't say where it comes from; create it again: iam-profiles access --format json`,
        );
    }
    progress("proving what is expected ...");
    const organization = await readPlan(sandbox === true ? sandboxFolders().work : checkout);
    const provenance = { ...(await originOf("plan")), digest: organization.digest() };
    return { ...buildReport(organization), provenance };
}

/** A client for each identity, with its stored credential; none for one whose credential is not there, or not its own. */
async function clientsOf(
    targets: readonly Target[],
    { store, ownerOf, clients }: Services,
): Promise<ReadonlyMap<string, STSClient>> {
    const found = new Map<string, STSClient>();
    for (const target of targets) {
        try {
            const credential = await storeOf(store, target, ownerOf).readCurrent(target.secret);
            found.set(target.identityArn, clients.stsFor(credential));
        } catch (error) {
            progress(`${target.identity}: ${(error as Error).message}`);
        }
    }
    return found;
}

/** A session that may do nothing: a session's policy limits it, and this one allows nothing. */
const powerless = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
});

async function ask(sts: STSClient, RoleArn: string): Promise<StsAnswer> {
    try {
        const answer = await sts.send(
            new AssumeRoleCommand({
                RoleArn,
                RoleSessionName: "iam-profiles-probe",
                // The shortest that there is.
                DurationSeconds: 900,
                Policy: powerless,
            }),
        );
        return assumedAnswer(answer);
    } catch (error) {
        return failedAnswer(error);
    }
}

/** Before STS is asked: what it says must not be lost, and evidence is never overwritten. */
async function newFile(name: string): Promise<string> {
    const file = await outFile(name);
    const isThere = await access(file).then(
        () => true,
        () => false,
    );
    if (isThere) throw new Error(`--out ${name} is there already; name another file`);
    return file;
}

const requireFile = (option: string, file: string): Promise<void> =>
    access(file).catch((error: unknown) => {
        throw new Error(`${option} ${file} ${fileFault(error)}`);
    });
