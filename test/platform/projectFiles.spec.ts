import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";

import { checkout } from "../../platform/checkout";
import { ProjectFileError } from "../../platform/programError";
import { readProjectFile, readStackConfig } from "../../platform/projectFiles";
import { refuseOverrides } from "../../platform/refuseOverrides";
import { overriddenSettings, withShared } from "../../platform/sharedSettings";
import cases from "./projectFiles.cases.json";

const name = "iam-profiles";
const noStackFile = "config: {}";

async function errorOf(run: Promise<unknown>): Promise<ProjectFileError | undefined> {
    try {
        await run;
        return undefined;
    } catch (error) {
        expect(error).to.be.instanceOf(ProjectFileError);
        return error as ProjectFileError;
    }
}

describe("the project's files", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "project-"));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    for (const { name: what, project = "", stack = noStackFile, file, faults } of cases) {
        it(`${faults.length === 0 ? "take" : "refuse"} ${what}`, async () => {
            await writeFile(path.join(folder, "Pulumi.yaml"), `name: ${name}\n${project}\n`);
            await writeFile(path.join(folder, "Pulumi.prod.yaml"), `${stack}\n`);
            const read = async (): Promise<void> => {
                const { name: of } = await readProjectFile(folder);
                await readStackConfig(folder, "prod", of);
            };
            const error = await errorOf(read());
            expect(error?.file).to.equal(file);
            const found = error?.faults ?? [];
            expect(found).to.have.length(faults.length);
            faults.forEach((fault, i) =>
                expect(found[i]).to.satisfy((text: string) => text.startsWith(fault)),
            );
        });
    }

    it("give keys without a namespace the project's", async () => {
        await writeFile(path.join(folder, "Pulumi.prod.yaml"), "config: { tags: { a: b } }\n");
        expect(await readStackConfig(folder, "prod", name)).to.deep.equal({
            "iam-profiles:tags": { a: "b" },
        });
    });
});

describe("shared settings", () => {
    const shared = {
        "iam-profiles:accounts": '{"b":{"id":"2","environment":"prod"},"a":{"id":"1"}}',
        "iam-profiles:prefix": "PSK",
        "iam-profiles:waivers": '[{"expires":"2026-12-31"}]',
        "aws:region": "us-east-1",
    };

    it("are the same however their keys are ordered and their days are read", () => {
        const running = {
            ...shared,
            "iam-profiles:accounts": '{"a":{"id":"1"},"b":{"environment":"prod","id":"2"}}',
            "iam-profiles:waivers": '[{"expires":"2026-12-31T00:00:00Z"}]',
            "aws:region": "eu-central-1",
            "iam-profiles:tags": "{}",
        };
        expect(overriddenSettings(name, shared, running)).to.deep.equal([]);
    });

    for (const [key, value] of Object.entries({
        "iam-profiles:accounts": '{"a":{"id":"1"}}',
        "iam-profiles:partition": "aws-cn",
        "iam-profiles:prefix": "psk",
        "iam-profiles:secretReaders": '{"prod":["x"]}',
        "iam-profiles:waivers": '[{"expires":"2026-12-31T00:00:01Z"}]',
    })) {
        it(`are not, if ${key} is another one`, () => {
            const running = { ...shared, [key]: value };
            expect(overriddenSettings(name, shared, running)).to.deep.equal([key]);
            expect(withShared(name, shared, running)).to.deep.equal(shared);
        });
    }

    it("are not, if one is missing", () => {
        const running = Object.fromEntries(
            Object.entries(shared).filter(([key]) => key !== "iam-profiles:prefix"),
        );
        expect(overriddenSettings(name, shared, running)).to.deep.equal(["iam-profiles:prefix"]);
    });
});

describe("refuseOverrides", () => {
    const inProject = async (run: (folder: string) => Promise<void>): Promise<void> => {
        const folder = await mkdtemp(path.join(tmpdir(), "project-"));
        try {
            for (const file of await readdir(checkout)) {
                if (/^Pulumi\./.test(file))
                    await cp(path.join(checkout, file), path.join(folder, file));
            }
            await run(folder);
        } finally {
            await rm(folder, { recursive: true, force: true });
        }
    };
    const mocks: pulumi.runtime.Mocks = {
        newResource: ({ name: id, inputs }) => ({ id, state: inputs as object }),
        call: ({ inputs }) => inputs as object,
    };
    const running = async (folder: string): Promise<Record<string, string>> => {
        const { config } = await readProjectFile(folder);
        await pulumi.runtime.setMocks(mocks, name, "prod");
        return { ...config };
    };

    it("lets a stack run that has no shared settings of its own", () =>
        inProject(async (folder) => {
            const config = await running(folder);
            pulumi.runtime.setAllConfig({ ...config, "aws:region": "eu-central-1" });
            await refuseOverrides(folder);
        }));

    it("names a key that came by the command line or an environment, and where to look", () =>
        inProject(async (folder) => {
            const config = await running(folder);
            pulumi.runtime.setAllConfig({ ...config, "iam-profiles:prefix": "X" });
            expect((await errorOf(refuseOverrides(folder)))?.message).to.equal(
                'The configuration of "prod" is not usable:\n' +
                    "  - Pulumi.prod.yaml, an environment that it imports, --config or --config-file: " +
                    "iam-profiles:prefix overrides what all stacks share; set it in Pulumi.yaml alone, " +
                    "and remove it here: pulumi config rm iam-profiles:prefix --stack prod",
            );
        }));

    it("names the stack's file, if the key is there", () =>
        inProject(async (folder) => {
            await writeFile(
                path.join(folder, "Pulumi.prod.yaml"),
                "config:\n    iam-profiles:prefix: X\n",
            );
            const config = await running(folder);
            pulumi.runtime.setAllConfig({ ...config, "iam-profiles:prefix": "X" });
            expect((await errorOf(refuseOverrides(folder)))?.file).to.equal("Pulumi.prod.yaml");
        }));
});
