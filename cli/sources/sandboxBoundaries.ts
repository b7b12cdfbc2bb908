import pMap from "p-map";
import type { IAMClient } from "@aws-sdk/client-iam";

import type { Details } from "../../access";

/** Concurrent requests. */
const atOnce = 4;

/**
 * Adds the permissions boundaries of users and roles, which the local AWS, unlike AWS, omits from authorization details.
 *
 * @param details as the local AWS returns them
 */
export async function withBoundaries(
    iam: Pick<IAMClient, "send">,
    details: Details,
): Promise<Details> {
    const { GetRoleCommand, GetUserCommand } = await import("@aws-sdk/client-iam");
    const complete = (
        list: readonly unknown[],
        boundaryOf: (entry: Named) => Promise<object | undefined>,
    ): Promise<unknown[]> =>
        pMap(
            list as readonly Named[],
            async (entry) => {
                const PermissionsBoundary = await boundaryOf(entry);
                return PermissionsBoundary === undefined
                    ? entry
                    : { ...entry, PermissionsBoundary };
            },
            { concurrency: atOnce },
        );
    return {
        ...details,
        UserDetailList: await complete(details.UserDetailList, async ({ UserName }) => {
            const { User } = await iam.send(new GetUserCommand({ UserName }));
            return User?.PermissionsBoundary;
        }),
        RoleDetailList: await complete(details.RoleDetailList, async ({ RoleName }) => {
            const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
            return Role?.PermissionsBoundary;
        }),
    };
}

interface Named {
    readonly UserName?: string;
    readonly RoleName?: string;
}
