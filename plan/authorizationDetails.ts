import type { AuthorizationDetails, SecretDetail } from "./detailsShape";
import { groupDetail, roleDetail, secretDetail, userDetail } from "./drafts";
import type { Drafts, Holder } from "./drafts";
import { links } from "./links";
import { makers } from "./makers";
import { checks } from "./ownership";
import { PlanError } from "./plannedResource";
import type { PlannedAccount, PlannedResource } from "./plannedResource";
import { Properties } from "./properties";
import type { ReadingContext } from "./properties";
import { isPassedOver, refusal } from "./resourceTypes";

/** Options for reading a stack's resources. */
export interface ReadOptions {
    /**
     * Whether a value is the placeholder of one that is only known after the deployment.
     *
     * @default every value is known
     */
    readonly isUnknown?: (value: unknown) => boolean;
    /**
     * ARN of the user whose access key a secret holds, by the secret's ARN.
     *
     * @default not known: every secret may hold any key
     */
    readonly keyHolders?: ReadonlyMap<string, string>;
}

/** What access to an account depends on. */
export interface AccountDocuments {
    readonly details: AuthorizationDetails;
    readonly secrets: readonly SecretDetail[];
}

/**
 * The account's authorization details, as AWS would return them after the stack's deployment.
 *
 * A document that isn't known yet becomes an unreadable one, so that the proof answers `unknown`.
 *
 * @throws PlanError listing everything that would otherwise be missing: unclassified resource types, unknown names, and
 * policies of principals that this stack does not create
 */
export function authorizationDetails(
    account: PlannedAccount,
    resources: readonly PlannedResource[],
    { isUnknown = () => false, keyHolders = new Map() }: ReadOptions = {},
): AccountDocuments {
    const faults = new Set<string>();
    const context: ReadingContext = {
        account,
        byUrn: new Map(
            resources.flatMap((one) => (one.urn === undefined ? [] : [[one.urn, one] as const])),
        ),
        isUnknown,
        fault: (text) => void faults.add(text),
    };
    const all = resources
        .filter(({ type }) => !isPassedOver(type))
        .map((resource) => new Properties(resource, context));

    const drafts: Drafts = {
        user: new Map(),
        group: new Map(),
        role: new Map(),
        permissionSets: new Map(),
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
    // A link may refer to a resource that comes later, and the checks need all links.
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
            // As long as they aren't known, ARNs may be alike.
            .sort(byArn(({ arn, resource }) => `${arn} ${resource.urn ?? ""}`))
            .map((secret) => secretDetail(secret, keyHolders)),
    };
}

const byArn =
    <T>(arnOf: (value: T) => string) =>
    (a: T, b: T): number =>
        arnOf(a) < arnOf(b) ? -1 : 1;
