import type { Account } from "../../platform/accounts";
import { defaultQuotas } from "../../platform/quotas";
import type { Quotas } from "../../platform/quotas";
import { iamQuotas } from "./iamQuotas";
import type { IamQuota } from "./iamQuotas";
import type { GrantedQuotas } from "./readGranted";

/** An account's quotas as configured, and as AWS grants them. */
export interface AccountQuotas {
    readonly account: Account;
    readonly configured: Quotas;
    readonly granted: GrantedQuotas;
}

/**
 * How a configured quota stands to the granted one: `fine`: they are the same; `claims more`: a deployment that uses it fails;
 * `grants more`: there is room that the configuration doesn't use; `not read`: neither is known.
 */
export type QuotaFinding = "fine" | "claims more" | "grants more" | "not read";

/** One quota of one account. */
export interface QuotaRow {
    readonly account: Account;
    readonly quota: IamQuota;
    readonly configured: number;
    /** Whether the configuration has IAM's default, which needs no entry in Pulumi.yaml. */
    readonly isDefault: boolean;
    /** Absent where it could not be read. */
    readonly granted?: number;
    readonly finding: QuotaFinding;
    /** What it means, and the next step; absent where all is fine. */
    readonly message?: string;
}

/** All quotas of all accounts, compared. @param region where they are requested */
export const quotaStatus = (
    accounts: readonly AccountQuotas[],
    region: string,
): readonly QuotaRow[] =>
    accounts.flatMap((account) => iamQuotas.map((quota) => rowOf(account, quota, region)));

function rowOf(
    { account, configured: all, granted: answers }: AccountQuotas,
    quota: IamQuota,
    region: string,
): QuotaRow {
    const configured = all[quota.key];
    const isDefault = configured === defaultQuotas[quota.key];
    const answer = answers.get(quota.code) ?? { unread: "it was not asked for" };
    const row = { account, quota, configured, isDefault };
    if ("unread" in answer) return { ...row, finding: "not read", message: answer.unread };
    const granted = answer.value;
    const entry = `quotas.${account.name}.${quota.key}`;
    if (granted < configured) {
        const lower = isDefault ? "" : `; or set ${entry} in Pulumi.yaml to ${granted}`;
        const message = `a deployment that uses more than ${granted} fails. Request ${configured} with credentials of account ${account.id}: ${requestCommand(quota, configured, region)}${lower}`;
        return { ...row, granted, finding: "claims more", message };
    }
    if (granted > configured) {
        const message = `${entry} in Pulumi.yaml may be set to ${granted}`;
        return { ...row, granted, finding: "grants more", message };
    }
    return { ...row, granted, finding: "fine" };
}

const requestCommand = ({ code }: IamQuota, value: number, region: string): string =>
    `aws service-quotas request-service-quota-increase --service-code iam --quota-code ${code} --desired-value ${value} --region ${region}`;

/** Of all rows: what was not read outweighs, since it may be anything. */
export function overallStatus(rows: readonly QuotaRow[]): "fine" | "attention" | "unknown" {
    const has = (finding: QuotaFinding): boolean => rows.some((row) => row.finding === finding);
    if (rows.length === 0 || has("not read")) return "unknown";
    return has("claims more") ? "attention" : "fine";
}
