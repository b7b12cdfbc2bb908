import type { Argument, Command, Option } from "commander";

/** Names that words may be completed with. */
export interface Names {
    readonly accounts: readonly string[];
    /** IAM user names. */
    readonly identities: readonly string[];
    /** `NAME@ACCOUNT`. */
    readonly roles: readonly string[];
}

/** What an option or argument takes, by its name; of others, only the choices are known. */
const kinds: Readonly<Record<string, readonly (keyof Names)[]>> = {
    identity: ["identities"],
    role: ["roles"],
    account: ["accounts"],
};
const sources = ["plan", "sandbox", "live"];

/**
 * Words that may stand at the end of a command line.
 *
 * @param words after the program's name; the last is the one to complete, perhaps empty
 * @returns those that begin with it, sorted; empty: a file, or nothing that is known
 */
export function candidates(
    program: Command,
    words: readonly string[],
    names: Names,
): readonly string[] {
    const current = words.at(-1) ?? "";
    let command = program;
    let positionals = 0;
    let expecting: Option | undefined;
    for (const word of words.slice(0, -1)) {
        if (expecting !== undefined) {
            expecting = undefined;
            continue;
        }
        if (word === "--") return [];
        if (word.startsWith("-")) {
            const option = optionOf(command, word);
            expecting = option?.required === true && !word.includes("=") ? option : undefined;
            continue;
        }
        const inner = command.commands.find((one) => one.name() === word);
        if (inner === undefined) positionals += 1;
        else command = inner;
    }
    return wordsFor(command, positionals, expecting, current, names)
        .filter((word) => word.startsWith(current))
        .sort();
}

function wordsFor(
    command: Command,
    positionals: number,
    expecting: Option | undefined,
    current: string,
    names: Names,
): readonly string[] {
    if (expecting !== undefined) return valuesOf(expecting.attributeName(), expecting, names);
    if (current.startsWith("-")) {
        const own = command.options.filter(({ hidden }) => !hidden);
        return [...own.flatMap(({ long }) => long ?? []), "--help"];
    }
    if (command.commands.length > 0) {
        const helper = command.createHelp();
        return helper.visibleCommands(command).map((one) => one.name());
    }
    const argument = command.registeredArguments[positionals];
    return argument === undefined ? [] : valuesOf(argument.name(), argument, names);
}

/** `--read-role` takes a role of no account, so only the whole name decides. */
function valuesOf(
    name: string,
    { argChoices }: Pick<Argument, "argChoices"> | Pick<Option, "argChoices">,
    names: Names,
): readonly string[] {
    if (argChoices !== undefined) return argChoices;
    if (name === "source") return sources;
    return (kinds[name] ?? []).flatMap((kind) => names[kind]);
}

const optionOf = (command: Command, word: string): Option | undefined => {
    const [name] = word.split("=");
    return command.options.find(({ long, short }) => long === name || short === name);
};
