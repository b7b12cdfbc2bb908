import { readDocument } from "../../policy/readDocument";
import type { Actor } from "../actor";
import { mightDo } from "../actor";
import { ask } from "../ask";
import type { Request } from "../ask";
import type { Changes } from "../changes";
import type { Power, Scope } from "../power";
import type { Node, PrincipalNode, World } from "../world";
import { inside } from "./target";

/** Kind of its hops. */
export const assumes = "AssumeRole";

const action = `sts:${assumes}`;

/** Roles that an actor may assume: both locks open. */
export function* assume(actor: Actor, { world, wanted }: Scope): Iterable<Power> {
    for (const role of candidates(world, actor.node)) {
        const gives = { controls: role };
        if (role === actor.node || !wanted(gives)) continue;
        const yes = ask(actor, assumeRequest(role, actor.changes));
        if (yes !== undefined) {
            yield {
                gives,
                hop: { kind: assumes, from: actor.node.arn, to: role.arn, action, ...yes },
            };
        }
    }
    yield* leaveTheRegistry(actor, world, wanted);
}

/** The request to assume a role. @param changes that may have changed its tags */
export function assumeRequest({ arn, principal, home }: PrincipalNode, changes?: Changes): Request {
    const anyTags = changes?.has({ what: "tags", subject: arn }) === true;
    return {
        action,
        resource: arn,
        ...inside(home),
        ...(principal.kind === "role" ? { resourcePolicy: principal.trust } : {}),
        ...(anyTags ? {} : { resourceTags: principal.tags }),
    };
}

function candidates(world: World, node: Node): readonly PrincipalNode[] {
    switch (node.kind) {
        case "principal":
            return world.trust.candidatesFor(node.arn, node.home.account.id);
        case "created":
            return world.trust.rolesThatMayTrust(node.home.account.id);
        case "outsider":
            return node.accountId === undefined
                ? world.trust.rolesThatMayTrustAnybody
                : world.trust.rolesThatMayTrust(node.accountId);
        case "root":
            // A root user can't assume roles.
            return [];
    }
}

const trustsEverybody = readDocument(
    "trust policies of an account that isn't in the registry",
    { Version: "2012-10-17", Statement: { Effect: "Allow", Principal: "*", Action: "sts:*" } },
    "trust",
);

/** Into an unregistered account that roles of the registry trust: whom it lets in, nobody here knows. */
function* leaveTheRegistry(actor: Actor, world: World, wanted: Scope["wanted"]): Iterable<Power> {
    if (actor.home === undefined || actor.node.kind === "root" || !mightDo(actor, action)) return;
    for (const outsider of world.outsiders) {
        const { accountId } = outsider;
        const gives = { controls: outsider };
        if (accountId === undefined || !wanted(gives)) continue;
        const resource = `arn:${actor.home.account.partition}:iam::${accountId}:role/*`;
        const yes = ask(actor, {
            action,
            resource,
            isPattern: true,
            resourceAccountId: accountId,
            resourcePolicy: trustsEverybody,
            resourceControlPolicies: [],
        });
        if (yes === undefined) continue;
        const unknown = `account ${accountId} isn't in the registry, so whom its roles trust isn't known`;
        const because = yes.because.filter(({ document }) => document !== trustsEverybody.name);
        yield {
            gives,
            hop: {
                kind: assumes,
                from: actor.node.arn,
                to: resource,
                action,
                because,
                unknown,
            },
        };
    }
}
