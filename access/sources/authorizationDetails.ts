import type { GetAccountAuthorizationDetailsResponse, IAMClient } from "@aws-sdk/client-iam";

import { awsCall } from "./awsCall";
import { allPages } from "./pages";

/** The maximum page size in AWS. */
const MaxItems = 1000;
type List = "UserDetailList" | "GroupDetailList" | "RoleDetailList" | "Policies";

/** An account's authorization details, all pages merged. */
export type Details = Readonly<Record<List, readonly unknown[]>>;

/**
 * Reads all IAM data of an account, including the AWS managed policies it uses.
 *
 * @param caller principal of the call, for messages
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export async function readDetails(iam: Pick<IAMClient, "send">, caller: string): Promise<Details> {
    // Loaded on demand, so that other sources start fast.
    const { GetAccountAuthorizationDetailsCommand } = await import("@aws-sdk/client-iam");
    const pages = await allPages(async (Marker) => {
        const page: GetAccountAuthorizationDetailsResponse = await awsCall(
            "iam:GetAccountAuthorizationDetails",
            caller,
            () => iam.send(new GetAccountAuthorizationDetailsCommand({ Marker, MaxItems })),
        );
        if (page.IsTruncated === true && page.Marker === undefined) {
            throw new Error("IAM returned IsTruncated without a Marker; retry.");
        }
        return { items: [page], next: page.IsTruncated === true ? page.Marker : undefined };
    });
    const all = (key: List): unknown[] => pages.flatMap((page) => page[key] ?? []);
    return {
        UserDetailList: all("UserDetailList"),
        GroupDetailList: all("GroupDetailList"),
        RoleDetailList: all("RoleDetailList"),
        Policies: all("Policies"),
    };
}
