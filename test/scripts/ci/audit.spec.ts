import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { checkout } from "../../../platform/checkout";

/** audit.sh with a `node` that writes its arguments down. */
describe("audit.sh", function () {
    let folder: string;
    before(async function () {
        // The script is bash's.
        if (process.platform === "win32") this.skip();
        folder = await mkdtemp(path.join(tmpdir(), "audit-"));
        const node = `#!/usr/bin/env bash\necho "$*" >> '${folder}/calls'\nexit 1\n`;
        await writeFile(path.join(folder, "node"), node, { mode: 0o755 });
    });
    after(() => rm(folder, { recursive: true, force: true }));

    const audit = (...args: readonly string[]): Promise<number> =>
        new Promise((resolve) => {
            const env = {
                PATH: `${folder}:${process.env["PATH"] ?? ""}`,
                AUDIT_ROLE: "PSKRoles/PSKAccessAuditRole",
            };
            const script = path.join(checkout, "scripts", "ci", "audit.sh");
            execFile("bash", [script, ...args], { env }, (error) => {
                resolve(typeof error?.code === "number" ? error.code : 0);
            });
        });

    for (const [what, command] of [
        ["drift", "drift --role PSKRoles/PSKAccessAuditRole"],
        ["access", "access --source live --read-role PSKRoles/PSKAccessAuditRole"],
    ] as const) {
        it(`${what}: reads the accounts once, and exits as the command does`, async () => {
            const file = path.join(folder, "calls");
            await writeFile(file, "");
            expect(await audit(what)).to.equal(1);
            expect(await readFile(file, "utf8")).to.equal(
                `cli/iam-profiles.cjs ${command} --sarif ${what}.sarif\n`,
            );
        });
    }

    it("refuses anything else", async () => {
        expect(await audit("rotate")).to.equal(2);
    });
});
