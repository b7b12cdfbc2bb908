import { trustClassOfPerson } from "../organization/readEnvironments";
import type { Environments } from "../organization/readEnvironments";
import {
    organizationInstance,
    permissionSetNames,
    readAssignments,
    readPrincipals,
} from "./identityCenter";
import type { IdentityCenterCaller } from "./identityCenter";
import type { LiveAccount } from "./live";
import type { OrganizationTree } from "./organizationTree";
import { pool } from "./pool";
import { kept, keptOrRefused } from "./readingStore";
import type { ReadingStore } from "./readingStore";
import { Refused } from "./refused";

interface PeopleOptions {
    readonly identityCenter: IdentityCenterCaller;
    readonly environments: Environments;
}

/** As accounts.json has them. */
interface People {
    /** Absent: not known. */
    readonly people?: readonly object[];
    readonly unread: readonly string[];
}

/** The people and groups of IAM Identity Center, with what they are assigned in the accounts. */
export async function readPeople(
    accounts: readonly LiveAccount[],
    tree: OrganizationTree | undefined,
    { identityCenter, environments }: PeopleOptions,
    store: ReadingStore,
): Promise<People> {
    if (tree === undefined) return { unread: [] };
    const instance = await keptOrRefused(store, "identityCenter", async () => {
        const found = await organizationInstance(identityCenter, tree.managementAccount);
        const { InstanceArn, IdentityStoreId } = found ?? {};
        return { arn: InstanceArn, storeId: IdentityStoreId };
    });
    if (instance instanceof Refused) {
        return { unread: [`The people of IAM Identity Center: ${instance.why}`] };
    }
    const { arn, storeId } = instance;
    // Or it is in another region; then accounts have roles of it that no assignment explains.
    if (arn === undefined) return { people: [], unread: [] };
    if (!accounts.some(({ id }) => id === tree.managementAccount)) {
        const why = `account ${tree.managementAccount}, which owns it, is not among the accounts`;
        return { unread: [`The people of IAM Identity Center: ${why}.`] };
    }
    const unread: string[] = [];
    const nameOf = permissionSetNames(identityCenter, arn);
    const assigned = new Map<string, Awaited<ReturnType<typeof readAssignments>>>();
    await pool(accounts, 4, async ({ id }) => {
        const found = await keptOrRefused(store, `${id}.assignments`, () =>
            readAssignments(identityCenter, arn, id, nameOf),
        );
        if (found instanceof Refused) {
            unread.push(`The assignments of IAM Identity Center in account ${id}: ${found.why}`);
        } else assigned.set(id, found);
    });
    const center = await kept(
        store,
        "people",
        () => readPrincipals(identityCenter, storeId, assigned),
        (found) => found.unread.length + unread.length === 0,
    );
    const [, partition = "aws"] = arn.split(":");
    const people = center.principals.map(({ type, id, name, groups, assignments }) => ({
        arn: `arn:${partition}:identitystore:::${type}/${id}`,
        name,
        account: tree.managementAccount,
        trustClass:
            type === "group"
                ? (environments.groups.get(name) ?? "nonprod")
                : trustClassOfPerson(environments, name, groups),
        assignments,
    }));
    return { people, unread: [...unread.sort(), ...center.unread] };
}
