import type {
    Account,
    OrganizationalUnit,
    OrganizationsClient,
    PolicySummary,
    PolicyTargetSummary,
    PolicyType,
    Root,
} from "@aws-sdk/client-organizations";

import { awsCall } from "./awsCall";
import { allPages } from "./pages";
import { pool } from "./pool";
import { Refused, orRefused } from "./refused";
import { withRetries } from "./retry";
import type { Wait } from "./retry";

/** Who asks AWS Organizations. */
export interface OrganizationsCaller {
    readonly organizations: Pick<OrganizationsClient, "send">;
    /** Principal of the calls, for messages. */
    readonly caller: string;
    /** How to wait between attempts. @default as long as it says */
    readonly wait?: Wait;
}

/** Accounts and policies of an organization, as JSON. */
export interface OrganizationTree {
    /** `o-...` */
    readonly id: string;
    /** 12 digits. */
    readonly managementAccount: string;
    readonly accounts: readonly TreeAccount[];
    /** By type; a text: why its policies are not known. */
    readonly policies: Readonly<Record<TreePolicyType, PoliciesByTarget | string>>;
    /** What was refused, a sentence each. */
    readonly unread: readonly string[];
}

export interface TreeAccount {
    /** 12 digits. */
    readonly id: string;
    readonly name: string;
    /** Whether principals can act in it: it isn't suspended or closed. */
    readonly isActive: boolean;
    /** From the root down. */
    readonly parents: readonly TreeParent[];
}

/** The root or an organizational unit. */
export interface TreeParent {
    readonly id: string;
    /** Names from the root down: `/` the root, `/Workloads/Prod` a unit. */
    readonly path: string;
}

/** Documents as AWS has them, JSON text, by the id of the root, unit or account that they are attached to. */
export type PoliciesByTarget = Readonly<Record<string, readonly string[]>>;

export const policyTypes = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;
type TreePolicyType = (typeof policyTypes)[number];

/** Calls at once: AWS Organizations has one limit for the whole organization. */
const atOnce = 4;

/**
 * Reads the accounts, units, and service and resource control policies of an organization.
 *
 * @throws Error if the organization, or its roots, may not be read; what isn't a refusal
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html
 */
export async function readOrganizationTree(asker: OrganizationsCaller): Promise<OrganizationTree> {
    const { DescribeOrganizationCommand, ListRootsCommand } =
        await import("@aws-sdk/client-organizations");
    const { organizations } = asker;
    const { Organization: organization } = await call(asker, "DescribeOrganization", () =>
        organizations.send(new DescribeOrganizationCommand({})),
    );
    const roots = await allPages<Root>(async (NextToken) => {
        const page = await call(asker, "ListRoots", () =>
            organizations.send(new ListRootsCommand({ NextToken })),
        );
        return { items: page.Roots ?? [], next: page.NextToken };
    });
    const unread: string[] = [];
    const accounts = await readAccounts(
        asker,
        roots.map(({ Id = "" }) => ({ id: Id, path: "/", above: [] })),
        unread,
    );
    const enabled = new Set(
        roots
            .flatMap(({ PolicyTypes = [] }) => PolicyTypes)
            .flatMap(({ Type, Status }) => (Status === "ENABLED" && Type ? [Type] : [])),
    );
    const policies: Partial<Record<TreePolicyType, PoliciesByTarget | string>> = {};
    for (const type of policyTypes) {
        const read = enabled.has(type)
            ? await orRefused(() => readPolicies(asker, type))
            : fullAccessAt(roots, type);
        policies[type] = read instanceof Refused ? read.why : read;
    }
    return {
        id: organization?.Id ?? "",
        managementAccount: organization?.MasterAccountId ?? "",
        accounts,
        policies: policies as OrganizationTree["policies"],
        unread,
    };
}

interface Parent extends TreeParent {
    /** Its parents, from the root down. */
    readonly above: readonly TreeParent[];
}

/** Level by level, so that no more than `atOnce` calls are open. */
async function readAccounts(
    asker: OrganizationsCaller,
    parents: readonly Parent[],
    unread: string[],
): Promise<readonly TreeAccount[]> {
    const { ListAccountsForParentCommand, ListOrganizationalUnitsForParentCommand } =
        await import("@aws-sdk/client-organizations");
    const { organizations } = asker;
    const accounts: TreeAccount[] = [];
    const below: Parent[] = [];
    await pool(parents, atOnce, async ({ id, path, above }) => {
        const chain = [...above, { id, path }];
        const found = await orRefused(() =>
            allPages<Account>(async (NextToken) => {
                const page = await call(asker, "ListAccountsForParent", () =>
                    organizations.send(
                        new ListAccountsForParentCommand({ ParentId: id, NextToken }),
                    ),
                );
                return { items: page.Accounts ?? [], next: page.NextToken };
            }),
        );
        if (found instanceof Refused) unread.push(`The accounts of ${path} (${id}): ${found.why}`);
        else accounts.push(...found.map((account) => treeAccount(account, chain)));
        const units = await orRefused(() =>
            allPages<OrganizationalUnit>(async (NextToken) => {
                const page = await call(asker, "ListOrganizationalUnitsForParent", () =>
                    organizations.send(
                        new ListOrganizationalUnitsForParentCommand({ ParentId: id, NextToken }),
                    ),
                );
                return { items: page.OrganizationalUnits ?? [], next: page.NextToken };
            }),
        );
        if (units instanceof Refused) {
            unread.push(`The organizational units below ${path} (${id}): ${units.why}`);
            return;
        }
        for (const { Id = "", Name = "" } of units) {
            below.push({ id: Id, path: `${path === "/" ? "" : path}/${Name}`, above: chain });
        }
    });
    if (below.length > 0) accounts.push(...(await readAccounts(asker, below, unread)));
    return accounts.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function treeAccount(account: Account, parents: readonly TreeParent[]): TreeAccount {
    const { Id = "", Name = "", State } = account;
    // Earlier answers have the same as Status.
    const state = State ?? (account as { readonly Status?: string }).Status;
    return { id: Id, name: Name, isActive: state === undefined || state === "ACTIVE", parents };
}

/** Where a type of policy is not enabled, nothing is limited. */
function fullAccessAt(roots: readonly Root[], type: TreePolicyType): PoliciesByTarget {
    return Object.fromEntries(roots.map(({ Id = "" }) => [Id, [fullAccess[type]]]));
}

/** What AWS attaches where nothing is limited. */
export const fullAccess: Readonly<Record<TreePolicyType, string>> = {
    SERVICE_CONTROL_POLICY:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    RESOURCE_CONTROL_POLICY:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
};

/** By policy, since there are fewer of them than of accounts. */
async function readPolicies(
    asker: OrganizationsCaller,
    type: PolicyType,
): Promise<PoliciesByTarget> {
    const { DescribePolicyCommand, ListPoliciesCommand, ListTargetsForPolicyCommand } =
        await import("@aws-sdk/client-organizations");
    const { organizations } = asker;
    const policies = await allPages<PolicySummary>(async (NextToken) => {
        const page = await call(asker, "ListPolicies", () =>
            organizations.send(new ListPoliciesCommand({ Filter: type, NextToken })),
        );
        return { items: page.Policies ?? [], next: page.NextToken };
    });
    const read = await pool(policies, atOnce, async ({ Id: PolicyId }) => {
        const { Policy: policy } = await call(asker, "DescribePolicy", () =>
            organizations.send(new DescribePolicyCommand({ PolicyId })),
        );
        const targets = await allPages<PolicyTargetSummary>(async (NextToken) => {
            const page = await call(asker, "ListTargetsForPolicy", () =>
                organizations.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken })),
            );
            return { items: page.Targets ?? [], next: page.NextToken };
        });
        return { content: policy?.Content ?? "", targets };
    });
    const byTarget: Record<string, string[]> = {};
    for (const { content, targets } of read) {
        for (const { TargetId = "" } of targets) (byTarget[TargetId] ??= []).push(content);
    }
    return byTarget;
}

const call = <Result>(
    { caller, wait }: OrganizationsCaller,
    action: string,
    send: () => Promise<Result>,
): Promise<Result> => awsCall(`organizations:${action}`, caller, () => withRetries(send, wait));
