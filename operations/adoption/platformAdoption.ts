import type { RenderedStack } from "../../plan/renderStack";
import type { Settings } from "../../platform/config";
import { arnsById } from "../drift/accountFacts";
import { isOnPath } from "../drift/drift";
import type { LiveAccount } from "../liveAccount";
import { shortId } from "../step";
import { stackTasks } from "../stacks/order";
import { adoptionOf } from "./adoption";
import type { StackAdoption } from "./adoption";
import type { FoundAccount } from "./foundAccount";
import type { TerraformAccount } from "./terraformState";

/** The stacks as the program defines them. */
export interface Platform {
    readonly settings: Settings;
    /** Name of the Pulumi project. */
    readonly project: string;
    readonly rendered: readonly RenderedStack[];
}

/** Where it is known from what is there. */
export type Source =
    | { readonly live: readonly LiveAccount[]; readonly terraform?: undefined }
    | { readonly terraform: readonly TerraformAccount[]; readonly live?: undefined };

/** What becomes of every account. */
export interface PlatformAdoption {
    /** In the order of an update: the state stack first. */
    readonly stacks: readonly StackAdoption[];
    /** What Terraform has to forget, by stack. */
    readonly addresses: ReadonlyMap<string, readonly string[]>;
    readonly notes: readonly string[];
    /** What could not be read. */
    readonly unread: readonly string[];
}

interface Origin {
    readonly found: FoundAccount;
    readonly isOurs: (arn: string) => boolean;
    readonly terraform?: TerraformAccount;
    readonly live?: LiveAccount;
}

/**
 * What the stacks adopt. Of a Terraform state, accounts are known by their ARNs; an account without a state has nothing to adopt.
 *
 * @param only names of stacks; all if absent
 * @throws Error naming a state of an account that isn't in the registry, a second state of one, or an unknown stack
 */
export function adoptionsOf(
    { settings, project, rendered }: Platform,
    source: Source,
    only: readonly string[] | undefined,
): PlatformAdoption {
    const origins = source.live
        ? source.live.map((found): Origin => ({
              found,
              live: found,
              isOurs: (arn) => isOnPath(settings.prefix, arn),
          }))
        : terraformOrigins(settings, source.terraform);
    const all = origins.map(({ found }) => found);
    const arnOfId = arnsById(all.map(({ details }) => details));
    const tasks = stackTasks("up", settings.accounts, only);
    const unknown = tasks
        .map(({ stack }) => stack)
        .filter((name) => !all.some(({ account }) => account.name === name));
    if (only !== undefined && unknown.length > 0) {
        throw new Error(`no Terraform state is of ${unknown.join(", ")}; pass its file, too`);
    }
    const chosen = tasks.flatMap(({ stack }) => {
        const origin = origins.find(({ found }) => found.account.name === stack);
        const own = rendered.find(({ account }) => account.name === stack);
        return origin === undefined || own === undefined ? [] : [{ origin, stack: own }];
    });
    return {
        stacks: chosen.map(({ origin: { found, isOurs }, stack }) =>
            adoptionOf({ project, stack, found, all, isOurs, arnOfId }),
        ),
        addresses: new Map(
            chosen.flatMap(({ origin: { found, terraform } }) =>
                terraform === undefined ? [] : [[found.account.name, terraform.addresses] as const],
            ),
        ),
        notes: [
            ...chosen.flatMap(({ origin: { found, terraform } }) =>
                (terraform?.notes ?? []).map((note) => `${found.account.name}: ${note}`),
            ),
            ...chosen.flatMap(({ origin: { live } }) => (live === undefined ? [] : keyNotes(live))),
            ...unknown.map(
                (name) => `${name}: no Terraform state was given, so nothing is adopted`,
            ),
        ],
        unread: (source.live ?? []).flatMap(({ unread }) => unread),
    };
}

/** A key's secret can't be read again, so that each stays where it is until it is rotated. */
const keyNotes = ({ account, credentials }: LiveAccount): readonly string[] =>
    Object.entries(credentials).flatMap(([user, { accessKeys }]) => {
        if (accessKeys.length === 0) return [];
        const ids = accessKeys.map(({ id }) => shortId(id)).join(" and ");
        const room =
            accessKeys.length < mostKeys
                ? ""
                : `; AWS allows ${mostKeys}, so end one that is not in use before you rotate`;
        return [
            `${account.name}: access key ${ids} of ${user} works on until it is rotated${room}`,
        ];
    });

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostKeys = 2;

function terraformOrigins(
    { accounts }: Settings,
    states: readonly TerraformAccount[],
): readonly Origin[] {
    const faults: string[] = [];
    const origins = states.flatMap((terraform, index): Origin[] => {
        const { accountId, arns } = terraform;
        const account = accounts.find(({ id }) => id === accountId);
        if (account === undefined) {
            faults.push(
                `a state is of account ${accountId}, which Pulumi.yaml doesn't have; enter it there`,
            );
            return [];
        }
        if (states.findIndex((other) => other.accountId === accountId) !== index) {
            faults.push(`two states are of account ${accountId} (${account.name}); pass one`);
        }
        return [
            { found: { ...terraform.found, account }, isOurs: (arn) => arns.has(arn), terraform },
        ];
    });
    if (faults.length > 0) throw new Error(faults.join("\n"));
    return origins;
}
