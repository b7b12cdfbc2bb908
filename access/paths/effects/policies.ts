import type { ManagedPolicy } from "../../organization/organization";
import type { Document } from "../../policy/document";
import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import type { Change } from "../changes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import type { AccountNode } from "../nodes";
import { hopBy } from "./hop";
import { requestAnywhere, requestOnArn } from "./target";

/** Managed policies of the account whose document a node can replace. */
export const rewritePolicy = (
    controlled: ControlledNode,
    primitive: Primitive,
    scope: Scope,
): Iterable<Step> =>
    onPolicies(({ arn }) => ({ what: "rewrites", subject: arn }), controlled, primitive, scope);

/** Managed policies of the account of which a node can restore another version. */
export const restorePolicy = (
    controlled: ControlledNode,
    primitive: Primitive,
    scope: Scope,
): Iterable<Step> =>
    onPolicies(
        (policy) =>
            policy.otherVersions.length === 0
                ? undefined
                : {
                      what: "restores",
                      subject: policy.arn,
                      policy: { document: allVersions(policy), arn: policy.arn },
                  },
        controlled,
        primitive,
        scope,
    );

function* onPolicies(
    changeOf: (policy: ManagedPolicy) => Change | undefined,
    controlled: ControlledNode,
    primitive: Primitive,
    { isStillNeeded, only }: Scope,
): Iterable<Step> {
    const { accountNode } = controlled;
    if (accountNode === undefined) return;
    const { managedPolicies } = accountNode.account;
    const candidates =
        only === undefined
            ? managedPolicies
            : (policiesByArn(accountNode).get(only.change?.subject ?? "") ?? []);
    for (const policy of candidates) {
        // AWS managed policies cannot be changed.
        if (policy.arn.split(":")[4] !== accountNode.account.id) continue;
        const change = changeOf(policy);
        if (change === undefined || !isStillNeeded({ change })) continue;
        const permission = permissionForAll(controlled, [
            ...primitive.actions.map((action) => requestOnArn(policy.arn, action, accountNode)),
            ...(primitive.anywhere ?? []).map((action) => requestAnywhere(action, accountNode)),
        ]);
        if (permission !== undefined)
            yield { yields: { change }, ...hopBy(controlled, primitive, policy.arn, permission) };
    }
}

const byArn = new WeakMap<AccountNode, ReadonlyMap<string, readonly ManagedPolicy[]>>();

function policiesByArn(accountNode: AccountNode): ReadonlyMap<string, readonly ManagedPolicy[]> {
    let found = byArn.get(accountNode);
    if (found === undefined) {
        found = new Map(
            accountNode.account.managedPolicies.map((policy) => [policy.arn, [policy]]),
        );
        byArn.set(accountNode, found);
    }
    return found;
}

/** All versions in one document: a node that can switch between them has the statements of each. */
const allVersions = ({ document, otherVersions }: ManagedPolicy): Document => ({
    name: document.name,
    statements: [document, ...otherVersions.map((version) => version.document)].flatMap(
        ({ statements }) => statements,
    ),
    ...faultOf([document, ...otherVersions.map((version) => version.document)]),
});

const faultOf = (documents: readonly Document[]): { fault?: string } => {
    const fault = documents.find((document) => document.fault !== undefined)?.fault;
    return fault === undefined ? {} : { fault };
};
