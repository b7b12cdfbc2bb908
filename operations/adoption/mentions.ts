import { isObject } from "../../platform/isObject";
import { nameOf } from "../accountDetails";
import { parsedDocument } from "../policyText";
import type { FoundAccount } from "./foundAccount";
import type { Move } from "./moves";

/**
 * Policies that name an ARN as text, in conditions and resources, and not its new one. Of a principal, AWS stores the unique id, so
 * that it shows the new ARN after a move.
 *
 * @returns what each is, e.g. `trust policy of PSKPlatformVPCRole in prod`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const mentionsOf = ({ from, to }: Move, all: readonly FoundAccount[]): readonly string[] =>
    all.flatMap((account) =>
        documentsOf(account)
            .filter(({ document }) =>
                textsOf(parsedDocument(document)).some(
                    (text) => matches(text, from) && !matches(text, to),
                ),
            )
            .map(({ what }) => `${what} in ${account.account.name}`),
    );

interface Named {
    readonly what: string;
    readonly document: unknown;
}

function documentsOf({ details }: FoundAccount): readonly Named[] {
    const inline = (
        of: string,
        list: readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[] = [],
    ): Named[] =>
        list.map(({ PolicyName, PolicyDocument }) => ({
            what: `inline policy ${PolicyName} of ${of}`,
            document: PolicyDocument,
        }));
    return [
        ...details.UserDetailList.flatMap((one) => inline(one.UserName, one.UserPolicyList)),
        ...details.GroupDetailList.flatMap((one) => inline(one.GroupName, one.GroupPolicyList)),
        ...details.RoleDetailList.flatMap((one) => [
            ...inline(one.RoleName, one.RolePolicyList),
            { what: `trust policy of ${one.RoleName}`, document: one.AssumeRolePolicyDocument },
        ]),
        ...details.Policies.flatMap(({ Arn, PolicyVersionList = [] }) =>
            PolicyVersionList.filter(({ IsDefaultVersion }) => IsDefaultVersion).map(
                ({ Document }) => ({ what: `policy ${nameOf(Arn)}`, document: Document }),
            ),
        ),
    ];
}

/** Every text of a document, but for its principals. */
function textsOf(value: unknown): readonly string[] {
    if (typeof value === "string") return [value];
    if (Array.isArray(value)) return value.flatMap(textsOf);
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([key, part]) =>
        key === "Principal" || key === "NotPrincipal" ? [] : textsOf(part),
    );
}

/** Whether a pattern of a policy that is an ARN matches one; `*` and `?` are IAM's. */
function matches(pattern: string, arn: string): boolean {
    if (!pattern.startsWith("arn:")) return false;
    const source = pattern
        .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
    return new RegExp(`^${source}$`).test(arn);
}
