import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { Argument, Command, Option } from "commander";
import { expect } from "chai";

import { candidates } from "../../../cli/completion/candidates";
import { launcher } from "../runCli";
import { useHere } from "../useHere";

const names = {
    accounts: ["nonprod", "prod"],
    identities: ["PSKDeploy", "PSKTest"],
    roles: ["PSKTool@nonprod", "PSKTool@prod"],
};

const program = (): Command => {
    const cli = new Command("iam-profiles");
    cli.addCommand(
        new Command("explain")
            .argument("<identity>")
            .argument("<role>")
            .addOption(new Option("--format <format>").choices(["text", "json"]))
            .option("--source <source>")
            .option("-q, --quiet"),
    );
    const credentials = new Command("credentials");
    credentials.addCommand(new Command("exec").option("--identity <name>").option("--role <role>"));
    cli.addCommand(credentials);
    cli.addCommand(
        new Command("completion").addArgument(new Argument("<shell>").choices(["bash"])),
    );
    return cli;
};

/** Words after the program, and what the last may become. */
const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
    [[""], ["completion", "credentials", "explain", "help"]],
    [["ex"], ["explain"]],
    [
        ["credentials", ""],
        ["exec", "help"],
    ],
    [
        ["explain", ""],
        ["PSKDeploy", "PSKTest"],
    ],
    [["explain", "PSKT"], ["PSKTest"]],
    [
        ["explain", "PSKTest", ""],
        ["PSKTool@nonprod", "PSKTool@prod"],
    ],
    [["explain", "PSKTest", "PSKTool@p"], ["PSKTool@prod"]],
    [["explain", "--quiet", "PSKTest", "PSKTool@n"], ["PSKTool@nonprod"]],
    [["explain", "--format", "json", "PSKT"], ["PSKTest"]],
    [
        ["explain", "--format", ""],
        ["json", "text"],
    ],
    [
        ["explain", "--source", ""],
        ["live", "plan", "sandbox"],
    ],
    [["explain", "--q"], ["--quiet"]],
    [
        ["explain", "-"],
        ["--format", "--help", "--quiet", "--source"],
    ],
    [["credentials", "exec", "--identity", "PSKD"], ["PSKDeploy"]],
    [
        ["credentials", "exec", "--role", ""],
        ["PSKTool@nonprod", "PSKTool@prod"],
    ],
    [["credentials", "exec", "--", ""], []],
    [["completion", ""], ["bash"]],
    [["explain", "a", "b", ""], []],
    [
        ["nothing", ""],
        ["completion", "credentials", "explain", "help"],
    ],
];

describe("completion of the command line", () => {
    for (const [words, found] of cases) {
        it(words.join(" "), () => {
            expect(candidates(program(), words, names)).to.deep.equal(found);
        });
    }

    it("knows the platform's identities, roles and accounts", async () => {
        const identity = await useHere(["complete", "--", "explain", "PSKN"]);
        expect(identity).to.include({ code: 0, stdout: "PSKNonprodServiceAccount\n" });
        const role = await useHere(["complete", "--", "explain", "x", "PSKPlatformVPCRole@"]);
        expect(role.stdout).to.equal(
            ["nonprod", "prod", "state"].map((name) => `PSKPlatformVPCRole@${name}\n`).join(""),
        );
        expect((await useHere(["complete", "--", "explain", "--format", "m"])).stdout).to.equal(
            "mermaid\n",
        );
    });

    for (const [words, some] of [
        [[""], ["access", "credentials", "help", "up"]],
        [["cr"], ["credentials"]],
        [
            ["credentials", ""],
            ["console", "exec", "help", "status"],
        ],
        [
            ["credentials", "rotate", "--"],
            ["--force", "--help"],
        ],
    ] as const) {
        it(`knows the program's own commands: ${words.join(" ")}`, async () => {
            const { stdout, code } = await useHere(["complete", "--", ...words]);
            expect(stdout.split("\n")).to.include.members([...some]);
            expect(stdout.split("\n")).not.to.include("complete");
            expect(code).to.equal(0);
        });
    }

    it("works in bash, also past the @ of NAME@ACCOUNT", async () => {
        const { stdout: script } = await useHere(["completion", "bash"]);
        const ask = [
            `iam-profiles() { "${process.execPath}" "${launcher}" "$@"; }`,
            script,
            "COMP_WORDS=(iam-profiles explain x PSKPlatformVPCRole@p); COMP_CWORD=3",
            "_iam_profiles",
            'echo "$COMP_WORDBREAKS" | grep -c "[@:]"',
            'printf "%s\\n" "${COMPREPLY[@]}"',
        ].join("\n");
        const { stdout } = await promisify(execFile)("bash", ["-c", ask]);
        expect(stdout).to.equal("0\nPSKPlatformVPCRole@prod\n");
    });

    for (const shell of ["zsh", "fish"]) {
        it(`has a script for ${shell}`, async () => {
            const { code, stdout } = await useHere(["completion", shell]);
            expect(stdout).to.contain("iam-profiles complete -- ");
            expect(code).to.equal(0);
        });
    }

    it("prints the script as JSON", async () => {
        const { stdout } = await useHere(["completion", "fish", "--json"]);
        const { shell, script } = JSON.parse(stdout) as Record<string, string>;
        expect(shell).to.equal("fish");
        expect(`${script ?? ""}\n`).to.equal((await useHere(["completion", "fish"])).stdout);
    });

    it("refuses another shell", async () => {
        const { code, stderr } = await useHere(["completion", "tcsh"]);
        expect(stderr).to.contain("Allowed choices are bash, zsh, fish");
        expect(code).to.equal(2);
    });
});

describe("iam-profiles --version", () => {
    it("prints the version of the package", async () => {
        const { code, stdout } = await useHere(["--version"]);
        expect(stdout).to.match(/^\d+\.\d+\.\d+\n$/);
        expect(code).to.equal(0);
    });
});
