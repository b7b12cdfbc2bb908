import { Command } from "commander";

import { identityName } from "../identities/identity";
import { elsewhere } from "../operations/people/elsewhere";
import { firstPassword } from "../operations/people/firstPassword";
import { leavingSteps, mfaSteps, readPerson, setPassword } from "../operations/people/person";
import type { ObservedPerson } from "../operations/people/person";
import { passwordText, personJson, personText } from "../operations/people/text";
import type { PersonResult } from "../operations/people/text";
import { carryOut, stepText } from "../operations/step";
import { fitted, widthOf } from "../platform/fitted";
import { userPath } from "../platform/naming";
import { didYouMean } from "../platform/nearest";
import { action, exitCode, print, printText, progress, stopOnInterrupt } from "./action";
import { openOperations } from "./openOperations";
import { withOperations } from "./operations";
import type { Operations, OperationsOptions } from "./operations";

type Verb = "add" | "reset" | "remove";

interface PersonOptions extends OperationsOptions {
    readonly json?: boolean;
    readonly mfa?: boolean;
    readonly yes?: boolean;
}

/** Shows a secret to people. */
export type ShowSecret = (text: string) => void;

const about: Readonly<Record<Verb, string>> = {
    add: "give a person of the catalogue their first password, and say how they enrol MFA",
    reset: "give a person a new password; with --mfa, let them enrol another MFA device",
    remove: "take everything from a person that they can sign in with: password, MFA, keys; say what ends federation",
};

/** `person`, with `add`, `reset` and `remove`. */
export function personCommand(): Command {
    const person = new Command("person").description(
        "add, reset, remove: passwords of people who are IAM users, and their end",
    );
    for (const verb of ["add", "reset", "remove"] as const) person.addCommand(verbCommand(verb));
    return person;
}

function verbCommand(verb: Verb): Command {
    const command = withOperations(new Command(verb))
        .description(about[verb])
        .argument("<name>", "IAM user name, with or without the prefix")
        .option("--json", "print the result as JSON; a password is never part of it");
    if (verb === "reset")
        command.option("--mfa", "also take their MFA devices away, as after a loss");
    if (verb === "remove") command.option("--yes", "carry the steps out; default: only show them");
    const secret =
        "\nThe password is shown once, on a terminal; it goes to AWS and nowhere else. It must be changed at the first sign-in.";
    return command
        .addHelpText(
            "after",
            (verb === "remove" ? "\nInterrupted, it can be run again." : secret) +
                "\nIt needs the state account's PSKIamProfilesRole, or an administrator of that account." +
                "\nExit code: 0 if it is done, planned, or there is nothing to do; 1 if something is in the way; 2 on wrong usage or an error.",
        )
        .action(
            action(async (name: string, options: PersonOptions) => {
                stopOnInterrupt("what was done is done; run it again for the rest");
                const show = verb === "remove" ? () => undefined : terminal(options.json === true);
                const operations = await openOperations(options);
                const result = await runPerson(verb, name, operations, options, show);
                if (result === undefined) return exitCode.attention;
                if (options.json === true) {
                    print(JSON.stringify(personJson(operations.settings, result), undefined, 2));
                } else printText(personText(result));
                return exitCode.fine;
            }),
        );
}

/**
 * Does one thing to a person.
 *
 * @param show shows the password
 * @returns `undefined`: something is in the way, and was said
 * @throws Error if there is no such person
 */
export async function runPerson(
    verb: Verb,
    name: string,
    operations: Operations,
    options: Pick<PersonOptions, "mfa" | "yes">,
    show: ShowSecret,
): Promise<PersonResult | undefined> {
    const { settings, clientFor, lacks, signInCommand } = operations;
    const { id } = settings.stateAccount;
    const person = userOf(operations, name, verb === "remove");
    const clients = await clientFor(id);
    const found = await readPerson(clients, person, lacks);
    const left =
        verb === "remove" ? elsewhere(settings.prefix, operations.catalogues.identities) : [];
    const further = left.length === 0 ? {} : { elsewhere: left };
    if (found === undefined) {
        if (verb === "remove") return { person, outcome: "removed", steps: [], ...further };
        throw new Error(
            `${person} is in the catalogue, but there is no such user; deploy it first: iam-profiles up --stacks ${settings.stateAccount.name}`,
        );
    }
    refuseOthers(operations, person, found);
    if (verb === "add" && found.credentials.password) {
        progress(
            `${person} has a password already; for a new one: iam-profiles person reset ${person}`,
        );
        return undefined;
    }
    const steps =
        verb === "remove"
            ? leavingSteps(id, person, found)
            : options.mfa === true
              ? mfaSteps(id, person, found)
              : [];
    if (verb === "remove" && options.yes !== true)
        return { person, outcome: "planned", steps, ...further };
    if (verb !== "remove") {
        // Before the devices go, so that the old password, which may be known to others, is not enough to enrol one.
        const password = firstPassword();
        await setPassword(clients, person, password, found.credentials.password);
        show(passwordText(settings, person, password, signInCommand?.(person)));
    }
    for (const step of steps) {
        await carryOut(step, clients);
        progress(`${step.account}: ${stepText(step)}`);
    }
    const outcome = verb === "add" ? "added" : verb === "reset" ? "reset" : "removed";
    return { person, outcome, steps, ...further };
}

/** The IAM user name of a person. @param isLeaving whether their line may be gone already */
function userOf({ settings, catalogues }: Operations, name: string, isLeaving: boolean): string {
    const people = catalogues.identities.people.map((one) => identityName(settings.prefix, one));
    const known = people.find((one) => one === name || one === `${settings.prefix}${name}`);
    if (known !== undefined) return known;
    if (isLeaving) return name.startsWith(settings.prefix) ? name : `${settings.prefix}${name}`;
    throw new Error(
        `no person "${name}" in identities/catalogue.ts${didYouMean(name, people)}; add a line to people there, and deploy it`,
    );
}

/** A service account has no password, and its keys are `identity remove`'s. */
function refuseOthers({ settings }: Operations, name: string, { path }: ObservedPerson): void {
    const paths = (["nonprod", "prod"] as const).map((trustClass) =>
        userPath(settings.prefix, "person", trustClass),
    );
    if (paths.includes(path)) return;
    throw new Error(
        `${name} is no person: its path is ${path}, not ${paths.join(" or ")}; for service accounts: iam-profiles identity remove`,
    );
}

/**
 * Shows a secret on the terminal.
 *
 * @throws Error if there is none, before anything is changed
 */
function terminal(isJson: boolean): ShowSecret {
    // With --json, stdout is the result's.
    const streams = isJson ? [process.stderr] : [process.stdout, process.stderr];
    const stream = streams.find(({ isTTY }) => isTTY);
    if (stream === undefined) {
        throw new Error(
            "the password is shown on a terminal alone, and there is none here; run it in one, without redirecting its output",
        );
    }
    return (text) => void stream.write(`${fitted(text, widthOf(stream))}\n\n`);
}
