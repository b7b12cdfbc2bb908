import { Command } from "commander";

import { accountRemoval } from "../operations/removal/accountRemoval";
import type { GroupCatalogue } from "../operations/removal/furtherGroups";
import { entryRemoval } from "../operations/removal/entryRemoval";
import { identityRemoval } from "../operations/removal/identityRemoval";
import { perform } from "../operations/removal/perform";
import { platformRemoval } from "../operations/removal/platformRemoval";
import type { Observed, Removal } from "../operations/removal/removal";
import { roleRemoval } from "../operations/removal/roleRemoval";
import { removalJson, removalText } from "../operations/removal/text";
import type { Outcome } from "../operations/removal/text";
import { deployedAccounts } from "../platform/accounts";
import { action, exitCode, print, printText, progress, stopOnInterrupt } from "./action";
import { openOperations } from "./openOperations";
import { knownUsers, readStates, withOperations } from "./operations";
import type { Operations, OperationsOptions } from "./operations";

interface RemoveOptions extends OperationsOptions {
    readonly yes?: boolean;
    readonly json?: boolean;
}

/** Decides a removal from what there is. */
type Decide = (name: string, operations: Operations, observed: Observed) => Removal;

const kinds: Readonly<
    Record<
        Removal["kind"],
        { readonly takes: string; readonly about: string; readonly decide: Decide }
    >
> = {
    identity: {
        takes: "IAM name of a user, or of the entry role of a pipeline or a federated group, with or without the prefix",
        about: "take an identity's credentials away and let Pulumi delete it",
        decide: (name, operations, observed) =>
            entryRemoval(name, operations.settings, operations.catalogues.identities, observed) ??
            identityRemoval(name, operations.settings, knownUsers(operations), observed),
    },
    role: {
        takes: "role, with or without the prefix",
        about: "take away what keeps a role of the catalogue from being deleted",
        decide: (name, operations, observed) =>
            roleRemoval(name, operations.settings, catalogueOf(operations), observed),
    },
    account: {
        takes: "account, as Pulumi.yaml names it",
        about: "take away what keeps an account's stack from being destroyed",
        decide: (name, operations, observed) =>
            accountRemoval(name, operations.settings, catalogueOf(operations), observed),
    },
    platform: {
        takes: "the project's name, as a confirmation",
        about: "take all credentials away and let every stack be destroyed",
        decide: (name, operations, observed) =>
            platformRemoval(
                name,
                operations.project,
                operations.settings,
                knownUsers(operations),
                observed,
            ),
    },
};

const catalogueOf = (operations: Operations): GroupCatalogue => ({
    roles: operations.catalogues.roles,
    identities: knownUsers(operations),
});

/** `identity`, `role`, `account` or `platform`, with its `remove`. */
export const removeCommand = (kind: Removal["kind"]): Command =>
    new Command(kind).description(`remove: ${kinds[kind].about}`).addCommand(
        withOperations(new Command("remove"))
            .description(`${kinds[kind].about}; shows the steps, and takes them with --yes`)
            .argument("<name>", kinds[kind].takes)
            .option("--yes", "carry the steps out; default: only show them")
            .option("--json", "print the result as JSON")
            .addHelpText(
                "after",
                "\nWhat to do before and after it: docs/removing.md. Interrupted, it can be run again." +
                    "\nExit code: 0 if it is planned, done, or there is nothing to do; 1 if something is in the way; 2 on wrong usage or if that cannot be determined.",
            )
            .action(
                action(async (name: string, options: RemoveOptions) => {
                    stopOnInterrupt("what was done is done; run it again for the rest");
                    const { removal, outcome } = await remove(
                        kind,
                        name,
                        await openOperations(options),
                        options.yes ?? false,
                    );
                    if (options.json === true) {
                        print(JSON.stringify(removalJson(removal, outcome), undefined, 2));
                    } else printText(removalText(removal, outcome));
                    if (outcome !== "refused") return exitCode.fine;
                    return removal.refusals.some((text) => text.startsWith("not known: "))
                        ? exitCode.cannotTell
                        : exitCode.attention;
                }),
            ),
    );

/** Decides a removal, and carries it out if `--yes` is given and nothing is in the way. */
export async function remove(
    kind: Removal["kind"],
    name: string,
    operations: Operations,
    yes: boolean,
): Promise<{ readonly removal: Removal; readonly outcome: Outcome }> {
    const { settings, clientFor, caller, pulumi } = operations;
    progress("reading the accounts and the stacks ...");
    const stacks =
        kind === "identity"
            ? [settings.stateAccount.name]
            : deployedAccounts(settings.accounts).map((one) => one.name);
    const observed: Observed = {
        accounts: await operations.readAccounts(),
        stacks: await readStates(operations, stacks),
        caller,
        now: new Date(),
    };
    const removal = kinds[kind].decide(name, operations, observed);
    if (removal.refusals.length > 0) return { removal, outcome: "refused" };
    if (!yes) return { removal, outcome: "planned" };
    await perform(removal, {
        clientFor,
        unprotect: async (stack, urns) => {
            await pulumi(["state", "unprotect", ...urns, "--yes"], stack);
        },
        onStep: progress,
    });
    return { removal, outcome: "done" };
}
