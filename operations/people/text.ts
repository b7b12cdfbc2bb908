import { rolePath } from "../../platform/naming";
import type { Settings } from "../../platform/config";
import { signInHosts } from "../../platform/partitions";
import { stepText } from "../step";
import type { Step } from "../step";

/** What was done to a person. `planned`: nothing yet. */
export type PersonOutcome = "added" | "reset" | "planned" | "removed";

/** What a command did, or would do; the password is no part of it. */
export interface PersonResult {
    /** IAM user name. */
    readonly person: string;
    readonly outcome: PersonOutcome;
    /** Taken, or, if it is planned, to be taken, in order. */
    readonly steps: readonly Step[];
    /** Of a removal: what ends their access by federation, a sentence each. @default nothing */
    readonly elsewhere?: readonly string[];
}

/** Where IAM users of the state account sign in; `undefined`: not known of the partition. */
export function signInUrl({ partition, stateAccount }: Settings): string | undefined {
    const { host, isGlobal = false } = signInHosts[partition] ?? {};
    return isGlobal ? `https://${stateAccount.id}.${host}/console` : undefined;
}

/**
 * The password, and how the person goes on from it. For a terminal alone.
 *
 * @param signInCommand what stands for the console, where there is none
 */
export function passwordText(
    settings: Settings,
    person: string,
    password: string,
    signInCommand?: string,
): string {
    const url = signInUrl(settings);
    const place =
        (signInCommand === undefined ? undefined : `by ${signInCommand}`) ??
        (url === undefined ? `to account ${settings.stateAccount.id}` : `at ${url}`);
    return [
        `The password of ${person}, good for one sign-in. It is stored nowhere, and not shown again:`,
        "",
        `    ${password}`,
        "",
        `Give it to them in a way that only they read. Then they:`,
        `  1. sign in as ${person} ${place}, and choose a password of their own`,
        `  2. assign an authenticator app under "Security credentials", named exactly ${person}`,
        `  3. sign out, and in again with a code of it`,
        `  4. switch to a role: account id and ${rolePath(settings.prefix).slice(1)}ROLE; in the AWS CLI: aws login`,
        "Before step 3 nothing works: the groups' policies and every role's trust policy demand MFA.",
    ].join("\n");
}

/** A result as text, without a password. */
export function personText({ person, outcome, steps, elsewhere = [] }: PersonResult): string {
    const list = steps.map((step) => `  - ${stepText(step)}`);
    switch (outcome) {
        case "added":
            return `${person} has a password`;
        case "reset":
            return [`${person} has a new password`, ...list].join("\n");
        case "planned":
            return steps.length === 0
                ? leftText(person, elsewhere)
                : [
                      `${person}: ${steps.length} ${steps.length === 1 ? "step" : "steps"}; nothing was changed`,
                      ...list,
                      "",
                      "To do this, run it again with --yes.",
                      ...elsewhereLines(elsewhere),
                  ].join("\n");
        case "removed":
            return leftText(person, elsewhere);
    }
}

/** Without these, a person who comes by federation, too, still gets in. */
const elsewhereLines = (elsewhere: readonly string[]): readonly string[] =>
    elsewhere.length === 0
        ? []
        : [
              "",
              "If they come by federation, too, nothing in AWS ends that. At the identity provider:",
              ...elsewhere.map((text) => `  - ${text}`),
          ];

const leftText = (person: string, elsewhere: readonly string[]): string =>
    [
        `${person} can't sign in as an IAM user any more, and has no keys.`,
        "Now:",
        "  - a session that was begun before goes on for 12 hours at most, and assumes roles; end it: docs/runbooks.md",
        "  - remove their line from identities/catalogue.ts, update the stacks (iam-profiles up), then: iam-profiles identity remove " +
            person,
        ...elsewhereLines(elsewhere),
    ].join("\n");

/** A result as data, for scripts. */
export const personJson = (
    settings: Settings,
    { person, outcome, steps, elsewhere = [] }: PersonResult,
): object => ({
    version: 1,
    person,
    outcome,
    signIn: signInUrl(settings) ?? null,
    steps: steps.map((step) => ({ account: step.account, do: step.do, text: stepText(step) })),
    elsewhere,
});
