import type { StatementReference } from "../policy/document";
import type { ReportAccount } from "../report/report";

/** Short, readable names for the ARNs of a report. */
export interface Labels {
    /** `prod`; with its id if two accounts share a name; only the id if the account is not in the registry. */
    account(id: string): string;
    /** `role PSKPlatformVPCRole in prod`; an ARN of another service is unchanged. */
    arn(arn: string): string;
    /** `trust policy of role PSKPlatformVPCRole in prod, statement 0 (Sid)`. */
    statement(reference: StatementReference): string;
}

/** IAM names are unique within an account, so the path is omitted. */
const iamArn = /^arn:[^:\s]+:iam::([^:\s]*):(user|group|role|policy)\/(?:[^\s]*\/)?([^/\s]+)$/;

export function labelsOf(accounts: readonly ReportAccount[]): Labels {
    const seen = new Set<string>();
    const shared = new Set<string>();
    for (const { name } of accounts) (seen.has(name) ? shared : seen).add(name);
    const names = new Map(
        accounts.map(({ id, name }) => [id, shared.has(name) ? `${name} (${id})` : name]),
    );

    const account = (id: string): string => names.get(id) ?? id;
    const arn = (text: string): string => {
        const [, owner = "", kind = "", name = ""] = iamArn.exec(text) ?? [];
        if (name === "") return text;
        return owner === "aws" ? `AWS's ${kind} ${name}` : `${kind} ${name} in ${account(owner)}`;
    };
    return {
        account,
        arn,
        statement: ({ document, statement, sid }) => {
            // A document's name is an ARN, or begins with its owner's ARN.
            const [owner = "", ...rest] = document.split(" ");
            const name = [...rest, ...(rest.length > 0 ? ["of"] : []), arn(owner)].join(" ");
            return `${name}, statement ${statement}${sid === undefined ? "" : ` (${sid})`}`;
        },
    };
}
