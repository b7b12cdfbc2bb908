import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import type { ListedAccount } from "../../../cli/accounts";
import {
    previewAll,
    previewArguments,
    settleRegistry,
    shownText,
} from "../../../scripts/ci/preview";

const account = (
    name: string,
    id: string,
    environment: ListedAccount["environment"],
): ListedAccount => ({
    name,
    id,
    environment,
    production: environment !== "nonprod",
    stack: name,
    deployRole: `arn:aws:iam::${id}:role/PSKRoles/PSKIamProfilesRole`,
});
const accounts = [
    account("development", "444444444444", "nonprod"),
    account("prod", "333333333333", "prod"),
    account("state", "111111111111", "state"),
];

const reader = {
    project: "iam-profiles",
    partition: "aws",
    auditRole: "PSKRoles/PSKAccessAuditRole",
};

describe("the previews of a pull request", () => {
    let folder: string;
    before(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "preview-"));
    });
    after(() => rm(folder, { recursive: true }));

    it("show every stack, also where one fails, and a new one as new", async function () {
        if (process.platform === "win32") this.skip();
        const pulumi = path.join(folder, "pulumi");
        const calls = path.join(folder, "calls");
        await writeFile(pulumi, `#!/bin/sh\necho "$5" >> '${calls}'\n[ "$5" = state ]\n`);
        await chmod(pulumi, 0o755);
        const shown = await previewAll(
            {
                pulumi,
                base: folder,
                ...reader,
                accounts,
                existing: new Set(["prod", "state"]),
            },
            ["development", "prod", "state"],
        );
        expect(shownText(shown)).to.equal(
            "development: new, has no stack yet\nprod: failed\nstate: previewed",
        );
        expect(await readFile(calls, "utf8")).to.equal("prod\nstate\n");
    });

    it("use the account's own role, which reads, and the base branch's pack", () => {
        const [, prod] = accounts;
        expect(previewArguments({ base: "/base", ...reader }, prod as ListedAccount)).to.deep.equal(
            [
                ...["preview", "--non-interactive", "--diff", "--stack", "prod"],
                ...["--policy-pack", path.join("/base", "policy-pack")],
                "--config",
                "iam-profiles:deployRoleArn=arn:aws:iam::333333333333:role/PSKRoles/PSKAccessAuditRole",
            ],
        );
    });

    it("refuse what is no account", async () => {
        const all = previewAll(
            {
                pulumi: "none",
                base: folder,
                ...reader,
                accounts,
                existing: new Set(),
            },
            ["prod", "nope"],
        );
        expect(await all.catch((error: unknown) => (error as Error).message)).to.equal(
            "nope is no account of Pulumi.yaml",
        );
    });

    for (const [name, own, isApproved, judges] of [
        ["that is the same", "a: 1\n", false, "a: 1\n"],
        ["that differs: the base branch's judges", "a: 2\n", false, "a: 1\n"],
        ["that differs and is approved: it judges", "a: 2\n", true, "a: 2\n"],
    ] as const) {
        it(`have a registry ${name}`, async () => {
            const [head, base] = [path.join(folder, "head"), path.join(folder, "base")];
            for (const [one, text] of [
                [head, own],
                [base, "a: 1\n"],
            ] as const) {
                await mkdir(one, { recursive: true });
                await writeFile(path.join(one, "Pulumi.yaml"), text);
            }
            const said = await settleRegistry(head, base, isApproved);
            expect(await readFile(path.join(base, "Pulumi.yaml"), "utf8")).to.equal(judges);
            expect(said === undefined).to.equal(own === "a: 1\n");
        });
    }
});
