import { ListServiceQuotasCommand } from "@aws-sdk/client-service-quotas";
import type { ServiceQuota, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";

import { awsCall } from "../../access";
import { iamQuotas, serviceCode } from "./iamQuotas";
import type { IamQuota } from "./iamQuotas";

/** How an account's quotas are read. */
export interface QuotaClient {
    readonly client: Pick<ServiceQuotasClient, "send">;
    /** Principal of the calls, for messages. */
    readonly caller: string;
}

/** What AWS grants, or why that isn't known. */
export type Granted = { readonly value: number } | { readonly unread: string };

/** Answers to the quotas of `iamQuotas`, by their codes. Nothing that wasn't answered is taken for granted. */
export type GrantedQuotas = ReadonlyMap<string, Granted>;

/**
 * IAM's quotas in one account, as Service Quotas lists them. What can't be read is an answer, too.
 *
 * @param open opens the account
 * @see https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html
 */
export async function readGranted(open: () => Promise<QuotaClient>): Promise<GrantedQuotas> {
    let listed: ReadonlyMap<string, ServiceQuota>;
    try {
        listed = await listQuotas(await open());
    } catch (error) {
        const unread = (error as Error).message;
        return new Map(iamQuotas.map(({ code }) => [code, { unread }]));
    }
    return new Map(
        iamQuotas.map((quota) => [quota.code, grantedOf(quota, listed.get(quota.code))]),
    );
}

async function listQuotas({
    client,
    caller,
}: QuotaClient): Promise<ReadonlyMap<string, ServiceQuota>> {
    const listed = new Map<string, ServiceQuota>();
    const tokens = new Set<string>();
    let NextToken: string | undefined;
    do {
        const page = new ListServiceQuotasCommand({
            ServiceCode: serviceCode,
            MaxResults: 100,
            ...(NextToken === undefined ? {} : { NextToken }),
        });
        const answer = await awsCall("servicequotas:ListServiceQuotas", caller, () =>
            client.send(page),
        );
        for (const quota of answer.Quotas ?? []) {
            if (quota.QuotaCode !== undefined) listed.set(quota.QuotaCode, quota);
        }
        NextToken = answer.NextToken;
        if (NextToken !== undefined && tokens.has(NextToken)) {
            throw new Error("Service Quotas lists the same page again and again; retry later");
        }
        if (NextToken !== undefined) tokens.add(NextToken);
    } while (NextToken !== undefined);
    return listed;
}

function grantedOf({ code, isNamed }: IamQuota, quota: ServiceQuota | undefined): Granted {
    if (quota === undefined) return { unread: `Service Quotas doesn't list ${code}` };
    const { QuotaName = "", Value, ErrorReason } = quota;
    if (ErrorReason !== undefined) {
        const { ErrorCode = "an error", ErrorMessage = "" } = ErrorReason;
        return {
            unread: `Service Quotas answers for ${code}: ${ErrorCode} ${ErrorMessage}`.trim(),
        };
    }
    if (!isNamed.test(QuotaName)) {
        return { unread: `Service Quotas calls ${code} ${JSON.stringify(QuotaName)}` };
    }
    if (Value === undefined || !Number.isSafeInteger(Value) || Value < 0) {
        return { unread: `Service Quotas has value ${String(Value)} for ${code}` };
    }
    return { value: Value };
}
