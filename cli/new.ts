import { Command, Option } from "commander";

import { readIfThere, writeChanges } from "./scaffold/change";
import type { Scaffold } from "./scaffold/change";
import type { Read } from "./scaffold/files";
import { scaffoldJson, scaffoldText } from "./scaffold/text";
import { verify } from "./scaffold/verify";
import { checkout } from "../platform/checkout";
import { environments } from "../platform/environments";
import { trustClasses } from "../platform/naming";
import { action, exitCode, print, printText, progress, stopOnInterrupt } from "./action";

interface NewOptions {
    readonly dryRun?: boolean;
    readonly json?: boolean;
}

/** Loaded on demand, since what changes TypeScript loads its compiler, which is slow. */
type Plan = (name: string, options: never, read: Read) => Scaffold;

/** `new`, with a subcommand for each kind of thing. */
export function newCommand(): Command {
    const command = new Command("new").description(
        "write what a new account, identity, pipeline, person, role or team takes, checked",
    );
    const classOf = (): Option =>
        new Option("--class <class>", "its trust class").choices(trustClasses);
    const limits = (one: Command): Command =>
        one
            .addOption(classOf().makeOptionMandatory())
            .option(
                "--role <name...>",
                "the only roles of the catalogue that it may assume; of a team also ROLE@ACCOUNT, its own",
            );
    const team = (one: Command): Command =>
        one.option("--team <team>", "of this team: a file in its folder; default: the platform's");
    const add = (
        kind: string,
        about: string,
        withOptions: (one: Command) => Command,
        load: () => Promise<Plan>,
    ): void => {
        command.addCommand(
            withOptions(new Command(kind).description(about))
                .argument("<name>", "its name, without the platform's prefix")
                .option("--dry-run", "check it and show what would be written; write nothing")
                .option("--json", "print the files, and what to do next, as JSON")
                .addHelpText("after", `\n${outcome}`)
                .action(
                    action(async (name: string, options: NewOptions) => {
                        stopOnInterrupt("look with git status whether it was written");
                        const plan = await load();
                        return make(name, () => plan(name, options as never, read), options);
                    }),
                ),
        );
    };
    add(
        "account",
        "an entry of the account registry, and its stack file",
        (one) =>
            one
                .requiredOption("--id <id>", "12 digits")
                .addOption(
                    new Option("--environment <environment>", "what it is for")
                        .choices(environments)
                        .makeOptionMandatory(),
                ),
        async () => (await import("./scaffold/plans")).newAccount,
    );
    add(
        "identity",
        "a service account, with an access key; prefer a pipeline",
        (one) => team(limits(one)),
        async () => (await import("./scaffold/plans")).newIdentity,
    );
    add(
        "person",
        "a person who is an IAM user",
        limits,
        async () => (await import("./scaffold/plans")).newPerson,
    );
    add(
        "pipeline",
        "a pipeline that enters by its issuer's token, without a key",
        (one) =>
            team(limits(one)).requiredOption(
                "--source <json>",
                'where it runs, as docs/pipeline-identities.md lists it, e.g. {"issuer": "gitlab", "project": "acme/api", "on": {"branch": "main"}}',
            ),
        async () => (await import("./scaffold/plans")).newPipeline,
    );
    add(
        "role",
        "a role of every account, or of a team's",
        (one) =>
            team(one)
                .requiredOption("--description <text>", "what it is for")
                .requiredOption("--action <action...>", "what it may do, e.g. s3:GetObject")
                .option("--resource <arn...>", "on what", ["*"])
                .requiredOption(
                    "--assumable-by <who...>",
                    "identities, prodIdentities or namedIdentities; of a team: ACCOUNT=IDENTITY",
                )
                .option("--source <json>", "of a team: makes the pipeline that assumes it, too")
                .addOption(classOf()),
        async () => (await import("./scaffold/plans")).newRole,
    );
    add(
        "team",
        "what a team may add by itself, and its line of CODEOWNERS",
        (one) =>
            one
                .requiredOption("--owner <owner...>", "as CODEOWNERS has them, e.g. @acme/payments")
                .requiredOption("--name-prefix <prefix>", "what its names begin with")
                .addOption(classOf().makeOptionMandatory())
                .requiredOption("--account <account...>", "accounts that its roles may be in")
                .option("--boundary <action...>", "actions that its roles can do at most")
                .option(
                    "--repository <repository...>",
                    "where its pipelines run: ISSUER=REPOSITORY",
                ),
        async () => (await import("./scaffold/teamPlans")).newTeam,
    );
    return command;
}

const outcome =
    "What is written is loaded and checked in a copy first; nothing is overwritten, and nothing is half-done." +
    "\nExit code: 0 if it is written, or would be; 1 if it is refused, with every reason; 2 on wrong usage.";

const read: Read = (file) => readIfThere(checkout, file);

async function make(
    name: string,
    plan: () => Scaffold,
    { dryRun, json }: NewOptions,
): Promise<number> {
    if (!/^\w[\w+=,.@-]{0,63}$/.test(name)) {
        throw new Error(
            `the name is "${name}"; must be letters, digits or +=,.@_-, a letter or digit first`,
        );
    }
    let scaffold: Scaffold;
    try {
        scaffold = plan();
        await verify(checkout, scaffold);
    } catch (error) {
        progress(`refused, nothing is written: ${(error as Error).message}`);
        return exitCode.attention;
    }
    if (dryRun !== true) writeChanges(checkout, scaffold.changes);
    if (json === true) print(JSON.stringify(scaffoldJson(scaffold, dryRun !== true), undefined, 2));
    else printText(scaffoldText(scaffold, dryRun !== true));
    return exitCode.fine;
}
