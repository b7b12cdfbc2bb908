import type { ManagedPolicy } from "../../organization/organization";
import type { Document } from "../../policy/document";
import type { Actor } from "../actor";
import { askAll } from "../ask";
import type { Change } from "../changes";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import { hopBy } from "./hop";
import { requestAnywhere, requestOnArn } from "./target";

/** Managed policies of the account whose text an actor can replace. */
export const rewritePolicy = (actor: Actor, primitive: Primitive, scope: Scope): Iterable<Power> =>
    onPolicies(({ arn }) => ({ what: "rewrites", subject: arn }), actor, primitive, scope);

/** Managed policies of the account of which an actor can bring back another version. */
export const restorePolicy = (actor: Actor, primitive: Primitive, scope: Scope): Iterable<Power> =>
    onPolicies(
        (policy) =>
            policy.otherVersions.length === 0
                ? undefined
                : {
                      what: "restores",
                      subject: policy.arn,
                      policy: { document: allVersions(policy), arn: policy.arn },
                  },
        actor,
        primitive,
        scope,
    );

function* onPolicies(
    changeOf: (policy: ManagedPolicy) => Change | undefined,
    actor: Actor,
    primitive: Primitive,
    { wanted }: Scope,
): Iterable<Power> {
    const { home } = actor;
    if (home === undefined) return;
    for (const policy of home.account.managedPolicies) {
        // AWS's own policies belong to no account and can't be changed.
        if (policy.arn.split(":")[4] !== home.account.id) continue;
        const change = changeOf(policy);
        if (change === undefined || !wanted({ change })) continue;
        const yes = askAll(actor, [
            ...primitive.actions.map((action) => requestOnArn(policy.arn, action, home)),
            ...(primitive.anywhere ?? []).map((action) => requestAnywhere(action, home)),
        ]);
        if (yes !== undefined)
            yield { gives: { change }, hop: hopBy(actor, primitive, policy.arn, yes) };
    }
}

/** Every version in one document: whoever can switch between them has the best of each. */
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
