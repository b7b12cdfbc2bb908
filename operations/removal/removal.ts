import { deployedAccounts } from "../../platform/accounts";
import type { Settings } from "../../platform/config";
import type { LiveAccount } from "../liveAccount";
import type { Step } from "../step";
import type { StackState } from "./stackState";

/** What a removal does, decided from what there is. Run again after a kill, it is what is left to do. */
export interface Removal {
    readonly kind: "identity" | "role" | "account" | "platform";
    /** As IAM or the registry calls it. */
    readonly name: string;
    /** Why it can't begin, each with the next step; nothing is changed then. */
    readonly refusals: readonly string[];
    /** In order. */
    readonly steps: readonly Step[];
    /** Resources that Pulumi may delete from then on, after the steps. */
    readonly unprotect: readonly { readonly stack: string; readonly urns: readonly string[] }[];
    /** Commands to run afterwards, in order. */
    readonly next: readonly string[];
    /** What is left afterwards, and why. */
    readonly stays: readonly string[];
}

/** What there is: the accounts in AWS, and the stacks' states. */
export interface Observed {
    readonly accounts: readonly LiveAccount[];
    /** By the stack's name; of stacks that exist. */
    readonly stacks: ReadonlyMap<string, StackState>;
    /** ARN of the calling user or role session. */
    readonly caller: string;
    readonly now: Date;
}

/** The pack is part of every recipe. */
export const upCommand = (stack: string): string => `iam-profiles up --stacks ${stack}`;

/** The updates of all accounts but state's, after which none trusts an identity that left the catalogue. */
export const accountUps = ({ accounts }: Pick<Settings, "accounts">): string =>
    deployedAccounts(accounts)
        .filter(({ environment }) => environment !== "state")
        .map(({ name }) => upCommand(name))
        .join(" && ");

export const destroyCommand = (stack: string): string => `pulumi destroy --stack ${stack}`;

/** Refuses what can't be decided: what wasn't read, and states that a killed run left open. */
export const unknowns = ({ accounts, stacks }: Observed): string[] => [
    ...accounts.flatMap(({ unread }) => unread.map((text) => `not known: ${text}`)),
    ...[...stacks].flatMap(([stack, { pending }]) =>
        pending === 0
            ? []
            : [
                  `stack "${stack}" has ${pending} pending operations of a run that was killed; see what became of them: ` +
                      `pulumi refresh --stack ${stack}`,
              ],
    ),
];

/** Refuses what the state of a stack would have to say, if there is no such stack: perhaps it is another backend's. */
export const missingStack = ({ stacks }: Observed, stack: string, what: string): string[] =>
    stacks.has(stack)
        ? []
        : [
              `not known: ${what} is there, and stack "${stack}" is not; log in to its backend: pulumi login`,
          ];

/** Protected resources of a stack among some, as `unprotect` takes them. */
export function unprotected(
    stack: string,
    resources: readonly { readonly urn: string; readonly isProtected: boolean }[],
): Removal["unprotect"] {
    const urns = resources.filter(({ isProtected }) => isProtected).map(({ urn }) => urn);
    return urns.length === 0 ? [] : [{ stack, urns }];
}

/** Days that a deleted secret can be restored, as the program deletes it: the provider's default. */
const recoveryDays = 30;

/** Says until when a secret that is deleted now can be restored, and keeps its name. */
export function secretStays(arn: string, now: Date): string {
    const end = new Date(now.getTime() + recoveryDays * 86_400_000).toISOString().slice(0, 10);
    return (
        `secret ${arn}: scheduled for deletion by the last command, and gone ${recoveryDays} days later (${end} if it runs today); ` +
        `until then: aws secretsmanager restore-secret`
    );
}

/** Refuses to remove what the caller works with: the run would end half-way. */
export function callerRefusal(caller: string, arn: string, what: string): string[] {
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const account = arn.split(":")[4] ?? "";
    const isUser = caller === arn;
    const isSession = caller.startsWith(
        `${arn.split(":").slice(0, 2).join(":")}:sts::${account}:assumed-role/${name}/`,
    );
    return isUser || (isSession && arn.includes(":role/"))
        ? [`${what} is the caller of this command; use the credentials of an administrator`]
        : [];
}
