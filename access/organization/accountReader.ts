import { iamArn } from "./iamArn";
import type { IamArn } from "./iamArn";
import { isObject } from "../policy/policyError";
import { entriesAt, objectAt, quote, textAt } from "./shape";
import type { Entry, Fault, Raw } from "./shape";

/** An ARN, as text and parsed. */
export interface ReadArn extends IamArn {
    readonly text: string;
}

/** Reads one account's authorization details and checks ARNs: of this account, and unique. */
export class AccountReader {
    /** File name for messages, e.g. `222222222222.json`. */
    readonly file: string;
    private readonly seen = new Set<string>();
    private firstArn: ReadArn | undefined;

    constructor(
        readonly accountId: string,
        readonly fault: Fault,
    ) {
        this.file = detailsFile(accountId);
    }

    /** `undefined` if no ARN of the account was read. */
    get partition(): string | undefined {
        return this.firstArn?.partition;
    }

    /** The details as an object, checked to be complete. */
    details(raw: unknown): Raw {
        const details = objectAt(raw, this.file, this.fault);
        const { IsTruncated, Marker, NextToken } = details;
        const isTruncated = IsTruncated !== undefined && IsTruncated !== false;
        // The CLI prints NextToken if --max-items truncated the output; IAM returns IsTruncated and
        // Marker.
        if (isTruncated || Marker !== undefined || NextToken !== undefined) {
            const key = isTruncated ? "IsTruncated" : Marker !== undefined ? "Marker" : "NextToken";
            this.fault(
                `${this.file}: ${key} is ${quote(details[key])}, so the output is incomplete; run aws iam get-account-authorization-details without --max-items and --no-paginate`,
            );
        }
        if (isObject(raw)) {
            for (const key of required.filter((name) => details[name] === undefined)) {
                this.fault(
                    `${this.file}: ${key} is missing; must be a list, as aws iam get-account-authorization-details prints it`,
                );
            }
        }
        return details;
    }

    /** The entries of one list of the details. */
    list(details: Raw, key: List): readonly Entry[] {
        return entriesAt(
            details[key] === undefined ? [] : details[key],
            `${this.file}: ${key}`,
            this.fault,
        );
    }

    /**
     * The ARN of an entry; an error if another entry has the same name.
     *
     * @param nameKey property that repeats the name in the ARN
     */
    arnOf({ raw, at }: Entry, type: string, nameKey: string): ReadArn | undefined {
        const arn = this.arnAt(raw, "Arn", at, type);
        if (arn === undefined) return undefined;
        // Names are unique regardless of path and case. AWS managed policies may share a name with
        // the account's own.
        const key = type === "policy" ? arn.text : `${type} ${arn.name.toLowerCase()}`;
        if (this.seen.has(key)) {
            this.fault(`${at}.Arn is ${quote(arn.text)}; there is another ${type} of that name`);
            return undefined;
        }
        this.seen.add(key);
        if (raw[nameKey] !== arn.name) {
            this.fault(
                `${at}.${nameKey} is ${quote(raw[nameKey])}; must be ${quote(arn.name)}, as in its Arn`,
            );
        }
        return arn;
    }

    /** An ARN of this account, or of AWS for a managed policy. */
    arnAt(owner: Raw, key: string, at: string, type: string): ReadArn | undefined {
        const text = textAt(owner, key, at, this.fault);
        if (text === undefined) return undefined;
        const arn = iamArn(text);
        const ofAws = arn?.type === "policy" && arn.accountId === "aws";
        if (arn?.type !== type || (arn.accountId !== this.accountId && !ofAws)) {
            this.fault(
                `${at}.${key} is ${quote(text)}; must be the ARN of a ${type} of account ${this.accountId}`,
            );
            return undefined;
        }
        this.firstArn ??= { ...arn, text };
        if (arn.partition !== this.firstArn.partition) {
            this.fault(
                `${at}.${key} is ${quote(text)}, but ${this.firstArn.text} is in the same account; an account is in one partition`,
            );
        }
        return { ...arn, text };
    }
}

/** File name of an account's details. */
export const detailsFile = (accountId: string): string => `${accountId}.json`;

type List = "UserDetailList" | "GroupDetailList" | "RoleDetailList" | "Policies";

/**
 * Without these lists principals would be missed. A missing group or policy is reported where it is
 * referenced.
 */
const required: readonly List[] = ["UserDetailList", "RoleDetailList"];
