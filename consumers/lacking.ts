import { roleMay } from "../access";
import type { Decision, Organization } from "../access";
import { attributeOf } from "./attributes";
import { needsOf } from "./requests";
import type { Doubt, NeededRequest } from "./requests";
import type { TerraformPlan } from "./terraformPlan";

/** A role of one account. */
export interface HeldRole {
    readonly arn: string;
    readonly name: string;
    readonly account: { readonly id: string; readonly name: string; readonly partition: string };
}

/** A request that a role may not make. */
export interface Lack extends NeededRequest {
    /** What denies it, or that nothing allows it. */
    readonly reason: string;
}

/** What applying a plan needs of a role. */
export interface RoleNeeds {
    readonly role: string;
    readonly account: string;
    /** Number of requests that the plan makes, as far as they are known. */
    readonly requests: number;
    readonly lacking: readonly Lack[];
    /** What could not be judged. */
    readonly unknown: readonly Doubt[];
}

/**
 * Every role with a name, `NAME@ACCOUNT` or an ARN. A name alone means the accounts of the plan's resources, or every account if
 * none of them exists yet.
 */
export function rolesFor(
    { accounts }: Organization,
    wanted: string,
    plan: TerraformPlan,
): readonly HeldRole[] {
    const named = accounts
        .flatMap((account) => account.roles.map(({ arn, name }) => ({ arn, name, account })))
        .filter(({ arn, name, account }) =>
            [arn, name, `${name}@${account.name}`, `${name}@${account.id}`].includes(wanted),
        );
    const there = accountsOf(plan);
    const found = named.filter(({ account }) => there.has(account.id));
    return found.length > 0 ? found : named;
}

/** Accounts of the resources that exist, 12 digits each. */
const accountsOf = ({ changes }: TerraformPlan): ReadonlySet<string> =>
    new Set(
        changes.flatMap((change) => {
            const arn = attributeOf(change, "arn", "before");
            const [, , , , account = ""] = arn.kind === "known" ? String(arn.value).split(":") : [];
            return change.mode === "managed" && change.before !== undefined ? [account] : [];
        }),
    );

/** What of a plan's requests a role may not make: its permissions and its boundary, in its account. */
export function lackingOf(
    organization: Organization,
    { arn, account }: HeldRole,
    plan: TerraformPlan,
): RoleNeeds {
    const { requests, unknown } = needsOf(plan, {
        partition: account.partition,
        account: account.id,
        regionOf: plan.regionOf,
    });
    const judged = requests.map((request) => judge(organization, arn, request));
    return {
        role: arn,
        account: account.name,
        requests: requests.length,
        lacking: judged.flatMap(({ lack }) => lack ?? []),
        unknown: [...unknown, ...judged.flatMap(({ doubt }) => doubt ?? [])],
    };
}

interface Judged {
    readonly lack?: Lack;
    readonly doubt?: Doubt;
}

function judge(organization: Organization, role: string, request: NeededRequest): Judged {
    const { address, action, resource } = request;
    const decision = roleMay(organization, role, request);
    if (decision.answer === "allowed") return {};
    if (decision.answer === "unknown") {
        return { doubt: { address, reason: `${action}: ${decision.reason}` } };
    }
    // A part of the ARN is not known before the plan is applied.
    if (resource !== "*" && resource.includes("*")) {
        const some = roleMay(organization, role, { ...request, isPattern: true });
        if (some.answer !== "denied") {
            return { doubt: { address, reason: `${action} is not allowed on all of ${resource}` } };
        }
    }
    return { lack: { ...request, reason: reasonOf(decision) } };
}

function reasonOf({ because, missing }: Extract<Decision, { answer: "denied" }>): string {
    const denies = because.map(
        ({ document, sid, statement }) => `${sid ?? `statement ${statement}`} of ${document}`,
    );
    if (denies.length > 0) return `denied by ${denies.join(", ")}`;
    return `no ${missing.length === 0 ? "policy" : missing.join(" and no ")} allows it`;
}
