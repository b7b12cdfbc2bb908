import { ListUsersCommand } from "@aws-sdk/client-iam";
import type { IAMClient } from "@aws-sdk/client-iam";

import type { Contract } from "../identities/contract";
import { userRootPath } from "../platform/naming";
import type { UserKind, TrustClass } from "../platform/naming";
import { calling } from "./awsCall";
import { finding } from "./findings";
import type { Sleep } from "./retry";
import { rowOf } from "./statusRows";
import type { StatusRow } from "./statusRows";

const kinds: readonly UserKind[] = ["serviceAccount", "person"];

/**
 * IAM users on the platform's paths that the state stack didn't make: its groups and roles take them for its own.
 *
 * @param trustClass of the users to look for @default both
 */
export async function unknownUsers(
    iam: IAMClient,
    sleep: Sleep,
    prefix: string,
    { identities }: Pick<Contract, "identities">,
    trustClass?: TrustClass,
): Promise<StatusRow[]> {
    const rows: StatusRow[] = [];
    for (const PathPrefix of kinds.map((kind) => userRootPath(prefix, kind))) {
        try {
            for (const arn of await usersBelow(iam, sleep, PathPrefix)) {
                const identity = arn.slice(arn.lastIndexOf("/") + 1);
                const known = Object.hasOwn(identities, identity) && identities[identity]?.arn;
                const found = arn.includes("/nonprod/") ? "nonprod" : "prod";
                if (known === arn || (trustClass ?? found) !== found) continue;
                rows.push(rowOf({ identity, trustClass: found }, {}, [unknown(arn)]));
            }
        } catch (error) {
            const text = `users below ${PathPrefix} can't be read: ${(error as Error).message}`;
            const row = { identity: "-", trustClass: trustClass ?? "prod" };
            rows.push(rowOf(row, {}, [finding("unreadable", text)]));
        }
    }
    return rows;
}

const unknown = (arn: string) =>
    finding(
        "not-in-contract",
        `${arn} is on the platform's path, and not in the state stack's contract: find out who made it; ` +
            `delete it, or add it to identities/catalogue.ts and import it`,
    );

/** @returns ARNs */
async function usersBelow(iam: IAMClient, sleep: Sleep, PathPrefix: string): Promise<string[]> {
    const arns: string[] = [];
    let Marker: string | undefined;
    do {
        const input = { PathPrefix, Marker };
        const page = await calling(
            { service: "IAM", call: "ListUsers", subject: PathPrefix },
            sleep,
            () => iam.send(new ListUsersCommand(input)),
        );
        arns.push(...(page.Users ?? []).map(({ Arn = "" }) => Arn));
        Marker = page.IsTruncated === true ? page.Marker : undefined;
        if (page.IsTruncated === true && Marker === undefined) {
            throw new Error("IAM's answer to ListUsers is incomplete; try again");
        }
    } while (Marker !== undefined);
    return arns;
}
