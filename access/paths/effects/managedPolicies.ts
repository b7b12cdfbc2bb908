import type { Policy } from "../../organization/organization";
import type { Document, Statement } from "../../policy/document";
import type { ControlledNode } from "../controlledNode";
import { permissionFor, combine } from "../permission";
import type { Request, Permission } from "../permission";
import type { AccountNode } from "../nodes";
import { arnsFor } from "./arns";
import { requestOnArn } from "./target";

/** A managed policy that a node might attach, or set as a boundary. */
export interface PolicyChoice {
    /** Its ARN, or a pattern that it matches. */
    readonly arn: string;
    /** Its content; absent: whatever the attacker wants. */
    readonly policy?: Policy;
    /** The permission to create it, if it does not exist yet. */
    readonly made?: Permission;
    /** ARNs that it does not have, although the pattern matches them: of policies that may not be created. */
    readonly isNot?: readonly string[];
}

/**
 * The managed policies that a node might use: AdministratorAccess, policies it can create, those of
 * the account, and other AWS managed policies, whose content is unknown unless a principal of the
 * account uses them.
 *
 * @param key context key, in lower case, by which conditions restrict the policy
 * @param only the ARN of the one policy that is looked for, beside those of any content; `null`: there is none
 */
export function policyChoices(
    controlled: ControlledNode,
    accountNode: AccountNode,
    key: string,
    only?: string | null,
): readonly PolicyChoice[] {
    const admin = { arn: `${ofAws(accountNode)}AdministratorAccess` };
    const free = [admin, ...choicesMade(controlled, accountNode, key)];
    if (only === null) return free;
    const { list, byArn } = choicesOf(accountNode);
    const one = only === undefined ? undefined : byArn.get(only);
    if (one !== undefined) return [...free, one];
    const others = otherChoices(controlled, accountNode, key);
    return only === undefined
        ? [...free, ...list, ...others]
        : [...free, ...others.filter(({ arn }) => arn === only)];
}

/** As `policyChoices`, without those that helpers are of no use for, where there are any: they can only create one. */
export const choicesWithHelp = (
    ...[controlled, accountNode, key, only]: Parameters<typeof policyChoices>
): readonly PolicyChoice[] =>
    controlled.helpers === undefined
        ? policyChoices(controlled, accountNode, key, only)
        : choicesMade(controlled, accountNode, key);

const ofAws = ({ account }: AccountNode): string => `arn:${account.partition}:iam::aws:policy/`;

const made = new WeakMap<ControlledNode, Map<string, readonly PolicyChoice[]>>();

/** Policies that a node or its helpers can create. */
function choicesMade(
    controlled: ControlledNode,
    accountNode: AccountNode,
    key: string,
): readonly PolicyChoice[] {
    const byKey = made.get(controlled) ?? new Map<string, readonly PolicyChoice[]>();
    made.set(controlled, byKey);
    const before = byKey.get(key);
    if (before !== undefined) return before;
    const found = [controlled, ...(controlled.helpers ?? [])].flatMap((maker) =>
        policiesToMake(maker, accountNode).map((choice) => ({
            ...choice,
            isNot: notToMake(maker, accountNode, namedOf(controlled, key)),
        })),
    );
    byKey.set(key, found);
    return found;
}

interface KnownChoices {
    readonly list: readonly PolicyChoice[];
    readonly byArn: ReadonlyMap<string, PolicyChoice>;
}

const known = new WeakMap<AccountNode, KnownChoices>();

/** Those whose documents are in the account's details. */
function choicesOf(accountNode: AccountNode): KnownChoices {
    let found = known.get(accountNode);
    if (found === undefined) {
        const { managedPolicies } = accountNode.account;
        const list = [...managedPolicies, ...heldOfAws(accountNode)].flatMap(
            ({ arn, document }): PolicyChoice[] =>
                arn === undefined ? [] : [{ arn, policy: { arn, document } }],
        );
        found = { list, byArn: new Map(list.map((choice) => [choice.arn, choice])) };
        known.set(accountNode, found);
    }
    return found;
}

/** AWS's others, by name as far as conditions name them. */
function otherChoices(
    controlled: ControlledNode,
    accountNode: AccountNode,
    key: string,
): readonly PolicyChoice[] {
    const { byArn } = choicesOf(accountNode);
    const prefix = ofAws(accountNode);
    const arns = new Set([...namedOfAws(controlled, key, prefix), `${prefix}any-other`]);
    return [...arns]
        .filter((arn) => !byArn.has(arn))
        .map((arn) => ({ arn, policy: { arn, document: notKnown(arn) } }));
}

const makes = "iam:CreatePolicy";

/** Policies that a node itself can create. A node that helps others is asked about again with each of them. */
function policiesToMake(maker: ControlledNode, accountNode: AccountNode): readonly PolicyChoice[] {
    const known = toMake.get(maker);
    if (known !== undefined) return known;
    const { partition, id } = accountNode.account;
    const found = [...arnsFor(maker, makes, `arn:${partition}:iam::${id}:policy/`)].flatMap(
        (arn) => {
            const made = permissionFor(maker, requestOnArn(arn, makes, accountNode));
            return made === undefined ? [] : [{ arn, made }];
        },
    );
    toMake.set(maker, found);
    return found;
}

const toMake = new WeakMap<ControlledNode, readonly PolicyChoice[]>();

/** Of the policies that conditions name, those that a node itself may not create. */
const notToMake = (
    maker: ControlledNode,
    accountNode: AccountNode,
    named: readonly string[],
): readonly string[] => {
    const { partition, id } = accountNode.account;
    return [...new Set(named)].filter(
        (arn) =>
            arn.startsWith(`arn:${partition}:iam::${id}:policy/`) &&
            !/[*?$]/.test(arn) &&
            permissionFor(maker, requestOnArn(arn, makes, accountNode)) === undefined,
    );
};

/** The permission to use a policy, combined with the permission to create it. */
export const withMaking = (
    choice: PolicyChoice,
    used: Permission | undefined,
): Permission | undefined =>
    used === undefined || choice.made === undefined ? used : combine(choice.made, used);

/** The context key of the policy in a request. */
export const saying = (
    key: string,
    { arn, isNot = [] }: Pick<PolicyChoice, "arn" | "isNot">,
): Pick<Request, "overrides"> => ({
    overrides: new Map([
        [
            key,
            /[*?]/.test(arn)
                ? { attackerControlled: true, within: arn, without: isNot, mayBeAbsent: false }
                : { known: [arn] },
        ],
    ]),
});

const notKnown = (arn: string): Document => ({
    name: arn,
    statements: [],
    fault: "its document is not in the authorization details",
});

const held = new WeakMap<AccountNode, readonly Policy[]>();

/** AWS managed policies that principals of the account use; their documents are in its details. */
function heldOfAws(accountNode: AccountNode): readonly Policy[] {
    const before = held.get(accountNode);
    if (before !== undefined) return before;
    const { users, groups, roles } = accountNode.account;
    const found = new Map<string, Policy>();
    const policies = [
        ...[...users, ...groups, ...roles].flatMap((holder) => holder.policies),
        ...[...users, ...roles].flatMap(({ boundary }) => boundary ?? []),
    ];
    for (const policy of policies) {
        if (policy.arn?.split(":")[4] === "aws") found.set(policy.arn, policy);
    }
    const ofAws = [...found.values()];
    held.set(accountNode, ofAws);
    return ofAws;
}

/** AWS managed policies that conditions of the node's statements name: ARNs and patterns. */
const namedOfAws = (controlled: ControlledNode, key: string, prefix: string): string[] =>
    namedOf(controlled, key).flatMap((value) => {
        const [, account = "", name = ""] =
            /^arn:[^:]*:iam::([^:]*):policy\/(.*)$/.exec(value) ?? [];
        return /^aws$|[*?]/.test(account) && awsPath.test(name) ? [`${prefix}${name}`] : [];
    });

/** Policies that conditions of the node's statements and of its helpers' name: ARNs and patterns. */
const namedOf = ({ principals, helpers = [] }: ControlledNode, key: string): string[] =>
    [{ principals }, ...helpers].flatMap((one) => namedBy(one.principals, key));

/** By key, what the statements of some principals name. */
const named = new WeakMap<ControlledNode["principals"], Map<string, readonly string[]>>();

function namedBy(principals: ControlledNode["principals"], key: string): readonly string[] {
    const byKey = named.get(principals) ?? new Map<string, readonly string[]>();
    named.set(principals, byKey);
    const known = byKey.get(key) ?? findNamed(principals, key);
    byKey.set(key, known);
    return known;
}

function findNamed(principals: ControlledNode["principals"], key: string): readonly string[] {
    const documents = principals.flatMap(({ policies, boundary, serviceControlPolicies }) => [
        ...policies,
        ...(boundary === undefined ? [] : [boundary]),
        ...serviceControlPolicies.flat(),
    ]);
    return documents
        .flatMap(({ statements }) => statements)
        .flatMap((statement) => valuesOf(statement, key));
}

const valuesOf = ({ conditions }: Statement, key: string): readonly string[] =>
    conditions.filter((condition) => condition.key === key).flatMap(({ values }) => values);

/** AWS managed policies use few paths. */
const awsPath = /^(?:(?:service-role|job-function|aws-service-role|root-task)\/)?[^/]*$|^[^/]*[*?]/;
