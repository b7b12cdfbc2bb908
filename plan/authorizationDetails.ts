import type { AuthorizationDetails, SecretDetail } from "./detailsShape";
import { groupDetail, roleDetail, secretDetail, userDetail } from "./drafts";
import type { Drafts, Holder } from "./drafts";
import { links } from "./links";
import { makers } from "./makers";
import { checks } from "./ownership";
import { PlanError } from "./plannedResource";
import type { PlannedAccount, PlannedResource } from "./plannedResource";
import { Properties } from "./properties";
import { isPassedOver, refusal } from "./resourceTypes";

/** How a stack's resources are to be read. */
export interface ReadOptions {
    /**
     * Whether a value stands for one that isn't known before it is made.
     *
     * @default every value is known
     */
    readonly isUnknown?: (value: unknown) => boolean;
    /**
     * ARN of the user whose access key a secret holds, by the secret's ARN.
     *
     * @default nobody says, so any secret may hold any key
     */
    readonly keyHolders?: ReadonlyMap<string, string>;
}

/** What access to an account depends on. */
export interface AccountDocuments {
    readonly details: AuthorizationDetails;
    readonly secrets: readonly SecretDetail[];
}

/**
 * The account as AWS would describe it once a stack's resources are made.
 *
 * A document that isn't known becomes one that can't be read, so that a proof answers "unknown".
 *
 * @throws PlanError with everything that would be left out otherwise: types that nobody decided on, names that aren't
 * known, policies of somebody whom this stack doesn't make
 */
export function authorizationDetails(
    account: PlannedAccount,
    resources: readonly PlannedResource[],
    { isUnknown = () => false, keyHolders = new Map() }: ReadOptions = {},
): AccountDocuments {
    const faults = new Set<string>();
    const context = { account, isUnknown, fault: (text: string) => void faults.add(text) };
    const all = resources
        .filter(({ type }) => !isPassedOver(type))
        .map((resource) => new Properties(resource, context));

    const drafts: Drafts = {
        user: new Map(),
        group: new Map(),
        role: new Map(),
        policies: [],
        secrets: [],
    };
    for (const properties of all) {
        const { type } = properties.resource;
        if (Object.hasOwn(makers, type)) makers[type]?.(drafts, properties, account);
        else if (!Object.hasOwn(links, type) && !Object.hasOwn(checks, type)) {
            properties.fault(refusal(type));
        }
    }
    // Somebody may be linked to whoever comes later, and checks are of all links.
    for (const step of [links, checks]) {
        for (const properties of all) {
            const { type } = properties.resource;
            if (Object.hasOwn(step, type)) step[type]?.(drafts, properties);
        }
    }
    if (faults.size > 0) throw new PlanError(`account ${account.id}`, [...faults]);

    const sorted = (holders: ReadonlyMap<string, Holder>): readonly Holder[] =>
        [...holders.values()].sort(byArn((holder) => holder.arn));
    return {
        details: {
            UserDetailList: sorted(drafts.user).map(userDetail),
            GroupDetailList: sorted(drafts.group).map(groupDetail),
            RoleDetailList: sorted(drafts.role).map(roleDetail),
            Policies: drafts.policies.sort(byArn((policy) => policy.Arn)),
        },
        secrets: drafts.secrets
            .sort(byArn((secret) => secret.arn))
            .map((secret) => secretDetail(secret, keyHolders.get(secret.arn))),
    };
}

const byArn =
    <T>(arnOf: (value: T) => string) =>
    (a: T, b: T): number =>
        arnOf(a) < arnOf(b) ? -1 : 1;
