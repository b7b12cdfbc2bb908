import type { Account } from "../../platform/accounts";
import { isSamePrincipal, isSessionOf, waysToEnd } from "./caller";
import type { Caller } from "./caller";

/** Resources per operation, e.g. `{ create: 38 }`; empty if nothing changes. */
export type Changes = Readonly<Record<string, number>>;

/** Whether credentials still work. */
export type Credentials =
    | { readonly state: "valid"; readonly caller: Caller }
    /** AWS or the SDK says that they are expired, deleted or not there. */
    | { readonly state: "ended"; readonly why: string };

/** What is left of an administrator's way into an account, besides running sessions. */
export type WayIn =
    | { readonly state: "closed" }
    | { readonly state: "open"; readonly what: string };

/** What a bootstrap does in AWS, with Pulumi, and with the checkout. Each may be done again. */
export interface BootstrapWorld {
    /** The person's own credentials. */
    readonly administrator: () => Promise<Credentials>;
    /** As whom the account was bootstrapped, in this run and earlier ones. */
    readonly recalled: () => Promise<readonly Caller[]>;
    readonly remember: (caller: Caller) => Promise<void>;
    /** Creates the account's stack in the backend, if it isn't there. */
    readonly initialize: () => Promise<void>;
    /** Previews the stack with the policy pack, as the administrator, and shows the preview. */
    readonly plan: () => Promise<Changes>;
    /** Deploys it as the administrator. */
    readonly deploy: () => Promise<Changes>;
    /** Whether the stack's file names the pipeline's role. */
    readonly isRoleSet: () => Promise<boolean>;
    readonly setRole: () => Promise<void>;
    /** Whether credentials were given that may assume the pipeline's role. */
    readonly canEnter: boolean;
    /** Assumes the pipeline's role. @returns who one is then */
    readonly enter: () => Promise<Caller>;
    /** Updates the stack by the pipeline's role, with a refresh. */
    readonly verify: () => Promise<Changes>;
    /** Looked at by the pipeline's role. */
    readonly wayIn: (administrator: Caller) => Promise<WayIn>;
}

export interface BootstrapRequest {
    readonly account: Account;
    /** All of the registry. */
    readonly accounts: readonly Account[];
    /** ARN of the pipeline's role in the account. */
    readonly role: string;
    /** Whether the administrator's role or user is to stay. Its session must end all the same. */
    readonly keepsAccess: boolean;
    /** Asks whether to deploy what was shown. */
    readonly confirm: () => Promise<boolean>;
    readonly onStep: (text: string) => void;
}

/** How a bootstrap ended. */
export type Outcome =
    | { readonly status: "done" }
    /** Something is left to do by a person; then it is run again. */
    | { readonly status: "waiting"; readonly todo: readonly string[] }
    | { readonly status: "declined" };

/**
 * Takes an account from empty to its pipeline: deploys its stack as an administrator, then proves that the pipeline's role does
 * without, and that the administrator's access is gone. What is done is seen, and not done again, so that a run that was killed
 * can be run again.
 *
 * @throws Error if the credentials are another account's, the stack can't be deployed, or the role doesn't work
 */
export async function bootstrap(
    world: BootstrapWorld,
    request: BootstrapRequest,
): Promise<Outcome> {
    const { account, role, confirm, onStep } = request;
    const administrator = await world.administrator();
    if (administrator.state === "valid") {
        checkAdministrator(administrator.caller, request);
        onStep(`you are ${administrator.caller.arn}, in account ${account.id} (${account.name})`);
        // Before anything is created, so that a later run knows whose access has to end.
        await world.remember(administrator.caller);
        await world.initialize();
        const planned = await world.plan();
        if (isEmpty(planned)) {
            onStep(`stack ${account.name} is deployed`);
        } else {
            if (!(await confirm())) return { status: "declined" };
            onStep(`deploying stack ${account.name} ...`);
            await world.deploy();
            onStep(`stack ${account.name} is deployed`);
        }
        if (!(await world.isRoleSet())) {
            await world.setRole();
            onStep(`Pulumi.${account.name}.yaml names ${role}: commit it`);
        }
    } else {
        onStep(`your own credentials have ended: ${administrator.why}`);
    }
    const used = await world.recalled();
    if (used.length === 0) {
        throw new Error(
            `no run has bootstrapped ${account.name} from here; sign in as an administrator of account ${account.id} first`,
        );
    }
    if (!world.canEnter) return { status: "waiting", todo: waysToEnter(account) };
    const entered = await world.enter();
    if (!isSessionOf(entered, role)) {
        throw new Error(
            `${role} was assumed, and STS says ${entered.arn}; must be a session of it`,
        );
    }
    onStep(`the pipeline's role works: ${entered.arn}`);
    const rest = await world.verify();
    if (!isEmpty(rest)) {
        onStep(`the pipeline's role has updated stack ${account.name}: ${changesText(rest)}`);
    } else {
        onStep(`the pipeline's role finds stack ${account.name} as it is defined`);
    }
    const now = await world.administrator();
    const todo: string[] = [];
    for (const one of used) todo.push(...leftOf(one, await world.wayIn(one), now, request));
    return todo.length === 0 ? { status: "done" } : { status: "waiting", todo };
}

function checkAdministrator(caller: Caller, { account, accounts, role }: BootstrapRequest): void {
    if (caller.accountId !== account.id) {
        const other = accounts.find(({ id }) => id === caller.accountId);
        const what = other === undefined ? "which is not in Pulumi.yaml" : `which is ${other.name}`;
        throw new Error(
            `you are ${caller.arn}, in account ${caller.accountId}, ${what}; ${account.name} is account ${account.id}: sign in there`,
        );
    }
    if (isSessionOf(caller, role)) {
        throw new Error(
            `you are ${caller.arn}, the pipeline's own role; sign in as an administrator of account ${account.id}`,
        );
    }
}

/**
 * What is left to do until an administrator's access is gone: the way in, and the sessions, which end with it; of a way in that
 * is to stay, only the caller's own can be tried.
 */
function leftOf(
    used: Caller,
    wayIn: WayIn,
    now: Credentials,
    { keepsAccess, onStep }: BootstrapRequest,
): readonly string[] {
    const isNow = now.state === "valid" && isSamePrincipal(now.caller, used);
    const left: string[] = [];
    if (wayIn.state === "open" && !keepsAccess) left.push(wayIn.what);
    if (isNow) left.push(`your session of ${used.arn} still works`);
    else if (now.state === "valid" && wayIn.state === "open" && keepsAccess) {
        left.push(
            `you are ${now.caller.arn} now; sign in as ${used.arn} again, to see that its session has ended`,
        );
    }
    if (left.length > 0) return [...left, ...waysToEnd(used)];
    onStep(
        wayIn.state === "closed"
            ? `${used.arn} has no access any more`
            : `${wayIn.what}, and is kept; your session has ended`,
    );
    return [];
}

const waysToEnter = ({ environment }: Account): readonly string[] => [
    ...(environment === "state"
        ? [
              "bootstrap the other accounts as far as this, since a new key is tried in one that it reaches",
              "create the service accounts' keys: iam-profiles credentials rotate",
          ]
        : []),
    "write AWS profiles of the identities: iam-profiles aws-config",
    "run this again with --as PROFILE: the pipeline's entry role, or an identity's profile of the pipeline's role",
];

const isEmpty = (changes: Changes): boolean => Object.keys(changes).length === 0;

/** E.g. `3 create, 1 update`. */
const changesText = (changes: Changes): string =>
    Object.entries(changes)
        .map(([operation, count]) => `${count} ${operation}`)
        .join(", ");
