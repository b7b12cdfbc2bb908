import { readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";

import { expect } from "chai";
import { parse, stringify } from "yaml";

import { run } from "../../platform/childProcess";
import { ensureEngine } from "../../sandbox/engine";
import { checkout } from "../../platform/checkout";
import { sandboxFolders } from "../../sandbox/folders";
import { ensureLanguageHost } from "../../sandbox/languageHost";
import { stopLocalAws } from "../../sandbox/localAws";
import { openSandbox } from "../../sandbox/up";

/** `index.ts` as users run it: the ordinary command line, and Node.js started by the engine. */
describe("pulumi preview", () => {
    const folders = sandboxFolders(`cli-${process.pid}`);
    after(async () => {
        await stopLocalAws(folders.localAws);
        await rm(folders.root, { recursive: true, force: true });
    });

    it("runs index.ts through the ordinary command line", async () => {
        const quiet = (): void => undefined;
        const { deployer, project } = await openSandbox(folders, quiet);
        const [state] = project.stacks;
        if (state === undefined) throw new Error("no state stack");
        const { binary } = await ensureEngine(quiet);
        const languageHost = await ensureLanguageHost(quiet);

        // The engine runs in a folder that it may write to, and the program where it is.
        const file = path.join(folders.work, "Pulumi.yaml");
        const settings = parse(await readFile(file, "utf8")) as Record<string, unknown>;
        await writeFile(file, stringify({ ...settings, main: checkout }));
        const environment = deployer.environment(state);
        const pulumi = (...args: string[]): Promise<string> =>
            run(binary, [...args, "--non-interactive", "--color", "never"], {
                cwd: folders.work,
                env: {
                    ...process.env,
                    ...environment,
                    PATH: [languageHost, environment["PATH"]].join(path.delimiter),
                },
            });

        await pulumi("stack", "init", "organization/iam-profiles/state");
        const preview = await pulumi("preview", "--stack", "state");
        expect(preview).to.match(/\+ 57 to create/);
        expect(preview).to.include("aws:iam:Role");
    });
});
