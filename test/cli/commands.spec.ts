import type { Command } from "commander";
import { expect } from "chai";

import { commands } from "../../cli/main";
import { fittedHelp } from "../../platform/fitted";

interface Named {
    readonly name: string;
    readonly command: Command;
}

/** Commands that do something, by their whole name. */
const leavesOf = (name: string, command: Command): readonly Named[] =>
    command.commands.length === 0
        ? [{ name, command }]
        : command.commands.flatMap((inner) => leavesOf(`${name} ${inner.name()}`, inner));

/** A help as a terminal of this width shows it. */
function helpOf(command: Command, width: number): string {
    let help = "";
    command.configureOutput({
        writeOut: (text) => void (help += fittedHelp(text, width)),
        getOutHelpWidth: () => width,
    });
    command.outputHelp();
    return help;
}

const words = (text: string): string => text.replace(/ +\\\n\s*|\s+/g, " ").trim();

describe("every command", () => {
    let all: readonly Named[];
    before(async () => {
        const made = Object.entries(commands).map(async ([name, make]) =>
            leavesOf(name, await make()),
        );
        all = (await Promise.all(made)).flat();
    });

    it("prints JSON with --json", () => {
        const without = all.filter(
            ({ command }) => !command.options.some(({ long }) => long === "--json"),
        );
        expect(without.map(({ name }) => name)).to.deep.equal([]);
        expect(all.length).to.be.greaterThan(20);
    });

    it("describes itself, and each of its options and arguments", () => {
        for (const { name, command } of all) {
            expect(command.description(), name).not.to.equal("");
            for (const { long, description } of command.options) {
                expect(description, `${name} ${long ?? ""}`).not.to.equal("");
            }
            for (const argument of command.registeredArguments) {
                expect(argument.description, `${name} ${argument.name()}`).not.to.equal("");
            }
        }
    });

    const widths = [60, 80, 120];
    it(`has a help that fits ${widths.join(", ")} columns, with every word whole`, () => {
        for (const { name, command } of all) {
            const whole = words(helpOf(command, 10_000));
            for (const width of widths) {
                const help = helpOf(command, width);
                const long = help
                    .split("\n")
                    .filter(
                        (line) => line.length > width && / /.test(line.replace(/ \\$/, "").trim()),
                    );
                expect(long, `${name}, ${width}`).to.deep.equal([]);
                expect(words(help), `${name}, ${width}`).to.equal(whole);
            }
        }
    });
});
