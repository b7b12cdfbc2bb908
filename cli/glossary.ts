import { Command } from "commander";

import { glossary } from "../access";
import { action, exitCode, print, printText } from "./action";

interface GlossaryOptions {
    readonly json?: boolean;
}

export const glossaryCommand = (): Command =>
    new Command("glossary")
        .description("what the words and marks mean")
        .argument("[term]", "only terms with this in their name")
        .option("--json", "print JSON")
        .addHelpText(
            "after",
            "\nIt is the same as docs/glossary.md.\nExit code: 0, 1 if no term is like it, 2 on wrong usage.",
        )
        .action(
            action((term: string | undefined, { json }: GlossaryOptions) => {
                const wanted = (term ?? "").toLowerCase();
                const found = glossary.filter((one) => one.term.toLowerCase().includes(wanted));
                if (json === true) print(JSON.stringify(found, undefined, 2));
                else if (found.length === 0) {
                    printText(
                        `No term has "${term ?? ""}" in its name. All: iam-profiles glossary`,
                    );
                } else {
                    printText(found.map((one) => `${one.term}\n    ${one.meaning}`).join("\n"));
                }
                return Promise.resolve(found.length > 0 ? exitCode.fine : exitCode.attention);
            }),
        );
