import { spawn } from "node:child_process";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { parseKnownFiles } from "@smithy/core/config";
import { expect } from "chai";
import * as fc from "fast-check";

import { mergeProfiles } from "../../credentials/awsConfig";
import { linesOf, sectionsOf } from "../../credentials/sharedConfig";
import { ensureAwsTools } from "./awsTools";
import type { AwsTools } from "./awsTools";
import oddConfigs from "./oddConfigs.json";
import { commandOf, filled, wanted } from "./ownCommands";

type Sections = Record<string, Record<string, unknown>>;

/** What the AWS CLI makes of a file. */
interface Read {
    readonly error?: string;
    readonly raw?: Sections;
    readonly loaded?: Record<string, Sections>;
}

/** What `aws-config` makes of files that people wrote; as they are, with an error, if it refuses them. */
const merged = oddConfigs.map(({ name, text, refused = false }) => {
    const before = filled(text);
    try {
        return { name, refused, before, after: mergeProfiles(before, [wanted], ["A"]).text };
    } catch (thrown) {
        return { name, refused, before, after: before, error: (thrown as Error).message };
    }
});

function randomTexts(): readonly string[] {
    const indent = fc.constantFrom("", "", " ", "  ", "\t", "\u00a0");
    const lineOf = (...texts: string[]) =>
        fc
            .tuple(indent, fc.constantFrom(...texts), fc.constantFrom("", "", " ", "\t"))
            .map((parts) => parts.join(""));
    const header = lineOf("[default]", "[profile x]", "[profile y] junk", "[z] # [w]", "[v];c");
    const line = fc.oneof(
        { weight: 8, arbitrary: lineOf("a = 1", "b: 2", "C=3", "e =", "s3 =", "f g=h:i") },
        { weight: 8, arbitrary: lineOf("", "", "# c", "; c") },
        { weight: 4, arbitrary: header },
        { weight: 2, arbitrary: lineOf("[]", "[q", "d", "= f", "]", "[g] = h") },
        { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
    );
    const eol = fc.constantFrom("\n", "\n", "\r\n", "\r");
    const text = fc
        .tuple(fc.oneof(header, line), fc.array(fc.tuple(eol, line), { maxLength: 9 }))
        .map(([first, lines]) => first + lines.flat().join(""));
    return fc.sample(text, { numRuns: 3000, seed: 20_26 });
}

/** Each text as botocore reads it, in one process: its start takes as long as thousands of texts. */
async function readByAwsCli(
    { python }: AwsTools,
    texts: readonly string[],
): Promise<ReadonlyMap<string, Read>> {
    const child = spawn(python, [path.join(__dirname, "readConfigs.py")], {
        stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.end(JSON.stringify(texts));
    let output = "";
    for await (const chunk of child.stdout) output += String(chunk);
    const read = JSON.parse(output) as Read[];
    return new Map(texts.map((text, i) => [text, read[i] ?? {}]));
}

describe("profiles as other programs read them, before and after", () => {
    let folder: string;
    /** Of each text. */
    let awsCli: ReadonlyMap<string, Read>;
    before(async () => {
        const texts = [...merged.flatMap(({ before, after }) => [before, after]), ...randomTexts()];
        awsCli = await readByAwsCli(await ensureAwsTools(), [...new Set(texts)]);
        folder = await fs.mkdtemp(path.join(tmpdir(), "readers-"));
    });
    after(() => fs.rm(folder, { recursive: true, force: true }));

    /** As the AWS SDK for JavaScript reads it, without ours. */
    async function javaScriptSdk(text: string): Promise<Sections> {
        const configFilepath = path.join(folder, "config");
        await fs.writeFile(configFilepath, text);
        const read = (await parseKnownFiles({
            configFilepath,
            filepath: path.join(folder, "none"),
            ignoreCache: true,
        })) as Sections;
        return without(read, ours);
    }

    const ours = [wanted.name, "A.Gone@nonprod"];
    const without = (sections: Sections = {}, names: readonly string[]): Sections =>
        Object.fromEntries(Object.entries(sections).filter(([name]) => !names.includes(name)));
    const others = (read: Read | undefined) => ({
        ...read?.loaded,
        profiles: without(read?.loaded?.["profiles"], ours),
        error: read?.error !== undefined,
    });

    it("30 odd files and more: everybody else's read the same, ours as wanted", async () => {
        for (const { name, refused, error } of merged) {
            expect(error !== undefined, `${name}: ${error ?? ""}`).to.equal(refused);
        }
        expect(merged.filter(({ before, after }) => before !== after)).to.have.length.above(30);
        for (const file of merged) {
            const after = awsCli.get(file.after);
            expect(others(after), file.name).to.deep.equal(others(awsCli.get(file.before)));
            expect(await javaScriptSdk(file.after), file.name).to.deep.equal(
                await javaScriptSdk(file.before),
            );
            if (file.before === file.after || after?.error !== undefined) continue;
            const profile = after?.loaded?.["profiles"]?.[wanted.name];
            expect(profile?.["credential_process"], file.name).to.equal(commandOf("R"));
        }
    });

    it("random files: the same sections and settings as the AWS CLI, or refused by both", () => {
        let readable = 0;
        let continued = 0;
        for (const each of randomTexts()) {
            const raw = awsCli.get(each)?.raw;
            let sections: Sections | undefined;
            try {
                sections = Object.fromEntries(
                    sectionsOf(linesOf(each)).map(({ key, options }) => [
                        key,
                        Object.fromEntries(options.map(({ name, value }) => [name, value])),
                    ]),
                );
            } catch (error) {
                // What other SDKs read as a section is refused in any case.
                if (/a section for some SDKs/.test((error as Error).message)) continue;
            }
            expect(sections, JSON.stringify(each)).to.deep.equal(raw);
            if (raw === undefined) continue;
            readable += 1;
            if (/"[^"]*[^"n]\\n\\n/.test(JSON.stringify(raw))) continued += 1;
        }
        expect(readable).to.be.above(500);
        // Values that go on after an empty line.
        expect(continued).to.be.above(20);
    });
});
