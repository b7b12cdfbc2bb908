import { Argument, Command } from "commander";

import { action, exitCode, print } from "./action";
import { candidates } from "./completion/candidates";
import { platformNames } from "./completion/names";
import { scripts, shells } from "./completion/scripts";
import type { Shell } from "./completion/scripts";

export const completionCommand = (): Command =>
    new Command("completion")
        .description(
            "print a shell's completion of commands, options, accounts, identities and roles",
        )
        .addArgument(new Argument("<shell>", "the shell to complete in").choices(shells))
        .option("--json", "print the shell and its script as JSON")
        .addHelpText(
            "after",
            `
Examples:
  $ eval "$(iam-profiles completion bash)"      # in ~/.bashrc; zsh: the same in ~/.zshrc
  $ iam-profiles completion fish | source       # in ~/.config/fish/config.fish

The shell completes \`iam-profiles\`; with npx, define it first: alias iam-profiles='npx iam-profiles'`,
        )
        .action(
            action((shell: Shell, { json }: { readonly json?: boolean }) => {
                const script = scripts[shell];
                print(json === true ? JSON.stringify({ shell, script }, undefined, 2) : script);
                return Promise.resolve(exitCode.fine);
            }),
        );

/** What the scripts ask. @param program with every command */
export const completeCommand = (program: Command): Command =>
    new Command("complete")
        .argument("[words...]")
        .allowUnknownOption()
        .action(
            action(async (words: readonly string[]) => {
                const found = candidates(program, words, await platformNames());
                if (found.length > 0) print(found.join("\n"));
                return exitCode.fine;
            }),
        );
