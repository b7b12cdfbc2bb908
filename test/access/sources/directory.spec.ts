import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { OrganizationError } from "../../../access/organization/organizationError";
import { readDirectory } from "../../../access/sources/directory";
import { smallFolder } from "../organization/small";

describe("readDirectory", () => {
    let folder = "";
    beforeEach(async () => {
        folder = await fs.mkdtemp(path.join(tmpdir(), "iam-profiles-directory-"));
        await fs.cp(smallFolder, folder, { recursive: true });
    });
    afterEach(() => fs.rm(folder, { recursive: true }));

    const write = (name: string, content: string | Buffer) =>
        fs.writeFile(path.join(folder, name), content);
    const read = async (name: string) => fs.readFile(path.join(folder, name), "utf8");

    const faultsOf = async (of = folder): Promise<readonly string[]> => {
        const error: unknown = await readDirectory(of).then(
            () => undefined,
            (thrown: unknown) => thrown,
        );
        expect(error).to.be.instanceOf(OrganizationError);
        return (error as OrganizationError).faults;
    };

    it("reads the accounts of a folder", async () => {
        const { accounts } = await readDirectory(folder);
        expect(
            accounts.map(({ id, name, environment, users, roles }) => [
                ...[id, name, environment],
                ...[...users, ...roles].map((principal) => principal.name),
            ]),
        ).to.deep.equal([
            ["111111111111", "state", "state", "Deploy", "Auditor"],
            ["222222222222", "nonprod", "nonprod", "Network"],
        ]);
    });

    it("reads files with a byte order mark and Windows line ends", async () => {
        for (const name of ["accounts.json", "222222222222.json"]) {
            await write(name, `\uFEFF${(await read(name)).replaceAll("\n", "\r\n")}`);
        }
        expect((await readDirectory(folder)).accounts).to.have.length(2);
    });

    it("leaves other files aside", async () => {
        await write("report.json", "no JSON");
        await write("README.md", "");
        expect((await readDirectory(folder)).accounts).to.have.length(2);
    });

    it("reports every file that can't be read, and why", async () => {
        await write("111111111111.json", "");
        await write("222222222222.json", '{"a": 1,\n "a": 2}');
        await write("333333333333.json", Buffer.from("\uFEFF{}", "utf16le"));
        await write("444444444444.json", Buffer.from([0x7b, 0xff, 0x7d]));
        await write("55555.json", "{]");
        await fs.mkdir(path.join(folder, "666666666666.json"));
        expect(
            (await faultsOf()).filter((fault) => !fault.includes("does not belong to an account")),
        ).to.deep.equal([
            "111111111111.json is empty",
            '222222222222.json has the duplicate key "a" (line 2, column 2)',
            "333333333333.json is UTF-16; save it as UTF-8",
            "444444444444.json is not UTF-8 text",
            "55555.json is not valid JSON: expected a key in quotes (line 1, column 2)",
            "666666666666.json is a folder; name a file",
        ]);
    });

    it("reports a file of an account that nobody knows", async () => {
        await write("1234.json", await read("222222222222.json"));
        expect(await faultsOf()).to.deep.equal([
            '1234.json does not belong to an account in accounts.json; add "1234" there',
        ]);
    });

    it("reports that accounts.json is missing, and what else can't be read", async () => {
        await fs.rm(path.join(folder, "accounts.json"));
        await write("222222222222.json", "{");
        expect(await faultsOf()).to.deep.equal([
            "accounts.json does not exist",
            "222222222222.json is not valid JSON: expected a key in quotes (line 1, column 2)",
        ]);
    });

    it("reports that an account's file is missing", async () => {
        await fs.rm(path.join(folder, "222222222222.json"));
        expect(await faultsOf()).to.deep.equal([
            "222222222222.json is missing, but accounts.json has the account; save there what aws iam get-account-authorization-details prints",
        ]);
    });

    it("refuses a file of over 200 MB without reading it", async () => {
        // Takes no room on the disk.
        await fs.truncate(path.join(folder, "222222222222.json"), 200_000_001);
        expect(await faultsOf()).to.deep.equal([
            "222222222222.json has 200000001 bytes; the maximum is 200000000",
        ]);
    });

    it("reports that the folder isn't there, or is none", async () => {
        const missing = path.join(folder, "missing");
        const file = path.join(folder, "accounts.json");
        const next =
            "give a folder with accounts.json and an <account id>.json for each account, or one of iam-collect";
        expect(await faultsOf(missing)).to.deep.equal([`${missing} does not exist; ${next}`]);
        expect(await faultsOf(file)).to.deep.equal([`${file} is not a folder; ${next}`]);
    });
});
