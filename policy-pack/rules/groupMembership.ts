import { groupClass } from "../environmentBoundary";
import type { TrustClass } from "../environmentBoundary";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule, StackRule } from "../rule";
import { show } from "../unknown";

const groupMembership = "aws:iam/groupMembership:GroupMembership";
const userGroupMembership = "aws:iam/userGroupMembership:UserGroupMembership";
const userType = "aws:iam/user:User";

const metadata = {
    severity: "critical",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html",
} as const;

/** The memberships that one resource declares. */
function pairsOf({ type, props }: ResourceFacts): { user: unknown; group: unknown }[] {
    const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
    return type === groupMembership
        ? list(props["users"]).map((user) => ({ user, group: props["group"] }))
        : list(props["groups"]).map((group) => ({ user: props["user"], group }));
}

/** A name that is only known after the update cannot be checked before it. */
export const membershipIsKnown: Rule = {
    name: "iam-group-membership-is-known",
    description: "The users and groups of a membership are known at preview.",
    ...metadata,
    remediationSteps:
        "Pass the names as strings, and make the membership depend on the users and the group (dependsOn).",
    governs: oneOf(groupMembership, userGroupMembership),
    check: (resource) =>
        pairsOf(resource)
            .filter(({ user, group }) => typeof user !== "string" || typeof group !== "string")
            .map(
                ({ user, group }) =>
                    `Membership of user ${show(user)} in group ${show(group)} cannot be checked; pass both names as strings.`,
            ),
};

/**
 * Members have the trust class of their group. The class is in the user's path, but a membership has only its name, so the
 * rule needs the stack's users; a user that is not among them counts as nonprod.
 */
export const membershipKeepsClass: StackRule = {
    name: "iam-group-membership-keeps-class",
    description: "A prod group has only prod users, a nonprod group only nonprod users.",
    ...metadata,
    remediationSteps:
        "Put the user into a group of its own class; the class is the last part of the user's path.",
    governs: oneOf(groupMembership, userGroupMembership, userType),
    checkStack: (resources, context) => {
        const classes = classesOf(resources);
        return resources
            .filter(({ type }) => type !== userType)
            .flatMap((resource) =>
                pairsOf(resource).flatMap(({ user, group }) => {
                    const message = mixes(user, group, classes, context);
                    return message === undefined ? [] : [{ urn: resource.urn, message }];
                }),
            );
    },
};

function classesOf(resources: readonly ResourceFacts[]): ReadonlyMap<string, TrustClass> {
    return new Map(
        resources.flatMap(({ type, props }): [string, TrustClass][] =>
            type === userType && typeof props["name"] === "string"
                ? [[props["name"], String(props["path"]).endsWith("/prod/") ? "prod" : "nonprod"]]
                : [],
        ),
    );
}

function mixes(
    user: unknown,
    group: unknown,
    classes: ReadonlyMap<string, TrustClass>,
    context: Context,
): string | undefined {
    const ofUser = (typeof user === "string" ? classes.get(user) : undefined) ?? "nonprod";
    const ofGroup = groupClass(group, context);
    return ofUser === ofGroup
        ? undefined
        : `The ${ofUser} user ${show(user)} is in the ${ofGroup} group ${show(group)}; use a group of its class.`;
}
