import type { ManagedPolicy } from "../../organization/organization";
import type { Document } from "../../policy/document";
import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import type { Change } from "../changes";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
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
    { isStillNeeded }: Scope,
): Iterable<Step> {
    const { accountNode } = controlled;
    if (accountNode === undefined) return;
    for (const policy of accountNode.account.managedPolicies) {
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
