import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { expect } from "chai";

import { readIfThere, writeChanges } from "../../../cli/scaffold/change";
import type { Scaffold } from "../../../cli/scaffold/change";
import { codeowners } from "../../../cli/scaffold/codeowners";
import { insertInList } from "../../../cli/scaffold/insertInTypeScript";
import { insertInYaml } from "../../../cli/scaffold/insertInYaml";
import type { Read } from "../../../cli/scaffold/files";
import * as platformPlans from "../../../cli/scaffold/plans";
import { newTeam } from "../../../cli/scaffold/teamPlans";
import type { Expectation } from "../../../cli/scaffold/reach";
import { verify } from "../../../cli/scaffold/verify";
import { checkout } from "../../../platform/checkout";
import { readCases } from "../../support/readCases";

const plans = { ...platformPlans, newTeam };

interface Case {
    readonly name: string;
    readonly plan: keyof typeof plans;
    readonly of: string;
    readonly options: unknown;
    /** Files that are there beside the checkout's, or otherwise. */
    readonly given?: Readonly<Record<string, string>>;
    /** Lines that are new, by file. */
    readonly lines?: Readonly<Record<string, readonly string[]>>;
    /** Whether the result is loaded, which takes a process. @default if it is refused */
    readonly loads?: true;
    /** Why it is refused: by the plan, or when the result is loaded. */
    readonly refused?: string;
}

const cases = readCases(path.join(__dirname, "scaffold.cases.json")) as readonly Case[];

/** Pulumi.yaml with an owner of ours at GitLab, and with a team. */
const projects: Readonly<Record<string, string>> = { "@own": withOwner(), "@team": withTeam() };

function withOwner(): string {
    const text = readFileSync(path.join(checkout, "Pulumi.yaml"), "utf8");
    return insertInYaml(text, ["config", "trustedOwners", "default"], "gitlab.com", {
        acme: "prod",
    });
}

function withTeam(): string {
    return insertInYaml(withOwner(), ["config", "teams", "default"], "payments", {
        owners: ["@acme/payments"],
        namePrefix: "Payments",
        trustClass: "nonprod",
        accounts: ["nonprod"],
        boundary: ["s3:*"],
        pipelines: { "gitlab.com": ["acme/x"] },
    });
}

const filesOf = ({ given = {} }: Case): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(given).map(([file, text]) => [file, projects[text] ?? text]));

const planOf = (one: Case): Scaffold => {
    const { plan, of, options } = one;
    const given = filesOf(one);
    const read: Read = (file) => given[file] ?? readIfThere(checkout, file);
    return (plans[plan] as (name: string, options: unknown, read: Read) => Scaffold)(
        of,
        options,
        read,
    );
};

/** With what is given as if it were written, too. */
const withGiven = (scaffold: Scaffold, one: Case): Scaffold => ({
    ...scaffold,
    changes: [
        ...Object.entries(filesOf(one))
            .filter(([file]) => !scaffold.changes.some((change) => change.file === file))
            .map(([file, text]) => ({ file, text, before: undefined })),
        ...scaffold.changes,
    ],
});

/** Lines of a text that another lacks. */
const newLines = (text: string, before = ""): readonly string[] => {
    const known = before.split("\n");
    return text.split("\n").filter((line) => line !== "" && !known.includes(line));
};

/** A test of reach, a line for each cell. */
const reachIn = (text: string): readonly string[] =>
    (JSON.parse(text) as readonly Expectation[]).map(
        ({ identity, role, account, reaches }) => `${identity} ${role}@${account}: ${reaches}`,
    );

describe("what iam-profiles new writes", () => {
    for (const given of cases) {
        it(`${given.refused === undefined ? "" : "refuses "}${given.name}`, async () => {
            let error = "";
            let lines: Record<string, readonly string[]> = {};
            try {
                const scaffold = planOf(given);
                lines = Object.fromEntries(
                    scaffold.changes.map(({ file, text, before }) => [
                        file,
                        file.endsWith(".json") ? reachIn(text) : newLines(text, before),
                    ]),
                );
                if (given.loads === true || given.refused !== undefined)
                    await verify(checkout, withGiven(scaffold, given));
            } catch (caught) {
                error = (caught as Error).message;
            }
            expect(error).to.equal(given.refused ?? "");
            if (given.refused === undefined) expect(lines).to.deep.equal(given.lines);
        });
    }
});

describe("insertInList", () => {
    const cases = [
        ["const a = [];", "const a = [\n    x,\n];"],
        ["const a = [1];", "const a = [1,\n    x,\n];"],
        ["const a: A = {\n    b: [\n        1, // one\n    ],\n};", undefined],
        ["  const a = [\n    1, // one\n  ];", "  const a = [\n    1, // one\n      x,\n  ];"],
        [
            "// a = []\nconst a = [\n    f([1]),\n];",
            "// a = []\nconst a = [\n    f([1]),\n    x,\n];",
        ],
    ] as const;
    for (const [text, expected] of cases) {
        it(JSON.stringify(text), () => {
            const insert = (): string => insertInList(text, "a", "x");
            if (expected === undefined) expect(insert).to.throw("there are 0 lists a");
            else expect(insert()).to.equal(expected);
        });
    }
});

describe("insertInYaml", () => {
    it("keeps what is written, comments and quotes included", () => {
        const text = "a:\n    # of b\n    b: '1' # one\n\nc: 2\n";
        expect(insertInYaml(text, ["a"], "n", { x: "0123" })).to.equal(
            "a:\n    # of b\n    b: '1' # one\n    n:\n        x: \"0123\"\n\nc: 2\n",
        );
    });

    it("refuses what it can't add to", () => {
        expect(() => insertInYaml("a: 1\n", ["a"], "n", 1)).to.throw("no mapping a");
        expect(() => insertInYaml("a:\n  n: 1\n", ["a"], "n", 1)).to.throw("has n already");
        expect(() => insertInYaml("a: { b: 1 }\n", ["a"], "n", 1)).to.throw("on one line");
    });
});

describe("writeChanges", () => {
    let root: string;
    beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), "iam-profiles-test-"))));
    afterEach(() => {
        rmSync(root, { recursive: true });
    });

    it("writes all", () => {
        writeFileSync(path.join(root, "a"), "1");
        writeChanges(root, [
            { file: "a", text: "2", before: "1" },
            { file: "b/c", text: "3", before: undefined },
        ]);
        expect(readFileSync(path.join(root, "a"), "utf8")).to.equal("2");
        expect(readdirSync(path.join(root, "b"))).to.deep.equal(["c"]);
    });

    it("writes nothing where a file was changed meanwhile, or can't be written", () => {
        writeFileSync(path.join(root, "a"), "1");
        for (const other of [
            { file: "b", text: "2", before: "gone" },
            { file: "a/b", text: "2", before: undefined },
        ]) {
            const write = (): void => {
                writeChanges(root, [{ file: "a", text: "2", before: "1" }, other]);
            };
            expect(write).to.throw();
            expect(readdirSync(root)).to.deep.equal(["a"]);
            expect(readFileSync(path.join(root, "a"), "utf8")).to.equal("1");
        }
    });
});

describe("CODEOWNERS", () => {
    const project = readFileSync(path.join(checkout, "Pulumi.yaml"), "utf8");
    const text = readFileSync(path.join(checkout, ".github", "CODEOWNERS"), "utf8");

    it("has the owners of the teams", () => {
        expect(codeowners(text, project)).to.equal(text);
    });

    it("gets a line for each team, after all others, and loses those of no team", () => {
        const teams = `config:\n  teams:\n    default:\n      b: { owners: ["@o/b", c@d.example] }\n      a: { owners: ["@a"] }\n`;
        const found = codeowners("* @all\n", teams);
        expect(
            found.split("\n").filter((line) => line !== "" && !line.startsWith("#")),
        ).to.deep.equal([
            "* @all",
            `${"/teams/a/".padEnd(35)} @a`,
            `${"/teams/b/".padEnd(35)} @o/b c@d.example`,
        ]);
        expect(codeowners(found, teams)).to.equal(found);
        expect(codeowners(found, "config: {}\n")).to.equal(codeowners("* @all\n", "config: {}\n"));
    });
});
