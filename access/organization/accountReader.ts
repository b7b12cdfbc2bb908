import { iamArn } from "./iamArn";
import type { IamArn } from "./iamArn";
import { isObject } from "../policy/policyFault";
import { entriesAt, objectAt, quote, textAt } from "./shape";
import type { Entry, Fault, Raw } from "./shape";

/** An ARN, whole and taken apart. */
export interface ReadArn extends IamArn {
    readonly text: string;
}

/** Reads one account's details: knows whose ARNs may be there, and which were there already. */
export class AccountReader {
    /** Where it is read from, for messages, e.g. `222222222222.json`. */
    readonly file: string;
    private readonly seen = new Set<string>();
    private firstArn: ReadArn | undefined;

    constructor(
        readonly accountId: string,
        readonly fault: Fault,
    ) {
        this.file = detailsFile(accountId);
    }

    /** `undefined` if the account has nothing whose ARN says it. */
    get partition(): string | undefined {
        return this.firstArn?.partition;
    }

    /** The whole output, checked to be whole. */
    details(raw: unknown): Raw {
        const details = objectAt(raw, this.file, this.fault);
        const { IsTruncated, Marker, NextToken } = details;
        const isTruncated = IsTruncated !== undefined && IsTruncated !== false;
        // The CLI says NextToken where --max-items has cut its output, IAM itself IsTruncated and Marker.
        if (isTruncated || Marker !== undefined || NextToken !== undefined) {
            const key = isTruncated ? "IsTruncated" : Marker !== undefined ? "Marker" : "NextToken";
            this.fault(
                `${this.file}: ${key} is ${quote(details[key])}, so the output isn't whole; run aws iam get-account-authorization-details without --max-items and --no-paginate`,
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

    /** The entries of one of the output's lists. */
    list(details: Raw, key: List): readonly Entry[] {
        return entriesAt(
            details[key] === undefined ? [] : details[key],
            `${this.file}: ${key}`,
            this.fault,
        );
    }

    /**
     * The ARN of something that the account has; once only.
     *
     * @param nameKey property that repeats the ARN's name
     */
    arnOf({ raw, at }: Entry, type: string, nameKey: string): ReadArn | undefined {
        const arn = this.arnAt(raw, "Arn", at, type);
        if (arn === undefined) return undefined;
        // A name is taken whatever its path and case. AWS's own policies may be named as the account's are.
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

    /** An ARN of the account, or of AWS if it is a managed policy's. */
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

/** Name of an account's file, for messages and in folders. */
export const detailsFile = (accountId: string): string => `${accountId}.json`;

type List = "UserDetailList" | "GroupDetailList" | "RoleDetailList" | "Policies";

/** Without one of these, somebody would be missed. A group or policy that is missing is noticed with its members. */
const required: readonly List[] = ["UserDetailList", "RoleDetailList"];
