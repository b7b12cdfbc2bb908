import { mayBreakGlass } from "../platform/breakGlass";
import { scopeOf } from "../platform/config";
import type { Settings } from "../platform/config";
import { deployedAccounts } from "../platform/accounts";
import type { Account } from "../platform/accounts";
import { breakGlassRoleArn } from "../platform/naming";
import type { TrustClass } from "../platform/naming";
import { policyDocument, policyLength } from "../platform/policyDocument";
import type { PolicyDocument } from "../platform/policyDocument";
import { longestAssumePolicy } from "./assumePolicies";
import type { AssumePolicy } from "./assumePolicies";
import { identityName } from "./identity";
import type { KnownUser } from "./identity";
import { partsOf } from "./parts";

/** A group of those who may use emergency access, all of one trust class. */
export interface BreakGlassGroup {
    /** IAM group name. It begins with the class, as that of every group: `PSKProdBreakGlassGroup`. */
    readonly name: string;
    readonly trustClass: TrustClass;
    readonly policies: readonly AssumePolicy[];
    /** IAM user names, sorted. */
    readonly members: readonly string[];
}

/** The other lock of emergency access: a group for each class of its people; none where it is off. */
export function breakGlassGroups(
    settings: Settings,
    users: readonly KnownUser[],
): readonly BreakGlassGroup[] {
    const { breakGlass, prefix, accounts } = settings;
    if (breakGlass === undefined) return [];
    return (["nonprod", "prod"] as const).flatMap((trustClass) => {
        const members = users
            .filter((user) => user.kind === "person" && user.trustClass === trustClass)
            .filter(({ name }) => breakGlass.people.includes(name))
            .map((user) => identityName(prefix, user))
            .sort();
        const reached = deployedAccounts(accounts).filter((account) =>
            mayBreakGlass(trustClass, account),
        );
        if (members.length === 0 || reached.length === 0) return [];
        const document = (its: readonly Account[]): PolicyDocument => policyOf(settings, its);
        const policies = partsOf(
            reached,
            ({ id }) => id,
            (its) => policyLength(document(its)) <= longestAssumePolicy,
        ).map(({ number, items }) => ({ number, document: document(items) }));
        const className = trustClass === "prod" ? "Prod" : "Nonprod";
        return [{ name: `${prefix}${className}BreakGlassGroup`, trustClass, policies, members }];
    });
}

/** MFA is asked for here as well; how old it may be, and the ticket, by the role. A session takes no tags. */
const policyOf = (settings: Settings, accounts: readonly Account[]): PolicyDocument =>
    policyDocument([
        {
            Sid: "BreakGlass",
            Effect: "Allow",
            Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
            Resource: accounts
                .map((account) => breakGlassRoleArn(scopeOf(settings, account)))
                .sort(),
            Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
        },
    ]);

/** Faults of the people that emergency access names: each must be a person of the catalogue. */
export const breakGlassFaults = (
    { breakGlass }: Pick<Settings, "breakGlass">,
    people: readonly { readonly name: string }[],
): readonly string[] =>
    (breakGlass?.people ?? [])
        .filter((name) => !people.some((person) => person.name === name))
        .map(
            (name) =>
                `breakGlass.people has "${name}" (Pulumi.yaml), which is none of people (${people.map((one) => one.name).join(", ") || "there is none"}); add the person, or take the name out`,
        );
