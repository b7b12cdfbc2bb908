import type { Principal, Context, ContextValue } from "./question";

/** What is known of who asks. */
export interface PrincipalFacts extends Pick<Principal, "kind" | "arn" | "accountId"> {
    /** Whether the ARN is a pattern: of a principal that doesn't exist yet. */
    readonly isPattern?: boolean;
    /** Name of the user or role; absent: the ARN's last part. */
    readonly name?: string;
    /** Unique id, `AIDA...` or `AROA...`; absent: not known. */
    readonly id?: string;
    /** Of the user or role, by key as written; absent: it may have any. */
    readonly tags?: ReadonlyMap<string, string>;
    /** Whether its session may carry further tags, or others of the same keys. */
    readonly sessionTagsPossible?: boolean;
    /** Of its account, `o-...`; absent: not known. */
    readonly organizationId?: string;
}

/** What is known of a request. */
export interface RequestFacts {
    readonly principal: PrincipalFacts;
    /** In full. @default "sts:AssumeRole" */
    readonly action?: string;
    /** 12 digits. */
    readonly resourceAccountId: string;
    /** Of the resource, by key as written; absent: it may have any. */
    readonly resourceTags?: ReadonlyMap<string, string>;
    /** Of the resource's account; absent: not known. */
    readonly resourceOrganizationId?: string;
    /** Service that a role is passed to, e.g. `lambda.amazonaws.com`. */
    readonly passedToService?: string;
    /** ARN of the boundary that the request names or its target has; `null`: none; absent: not known. */
    readonly permissionsBoundary?: string | null;
    /** ARN of the managed policy that is attached or detached. */
    readonly policyArn?: string;
    /** ARN of what a passed role is for. */
    readonly associatedResourceArn?: string;
    /** No request is made earlier. */
    readonly now: Date;
    /** By key in lower case; these win. */
    readonly overrides?: ReadonlyMap<string, ContextValue>;
}

type Rule = (facts: RequestFacts) => ContextValue;

const absent: ContextValue = { absent: true };
const present: ContextValue = { attackerControlled: true, mayBeAbsent: false };
const anything: ContextValue = { attackerControlled: true, mayBeAbsent: true };
const known = (value: string): ContextValue => ({ known: [value] });
const knownOr = (value: string | undefined, otherwise: ContextValue): ContextValue =>
    value === undefined ? otherwise : known(value);

const notSent: Rule = () => absent;
const anyValue: Rule = () => present;
const falseOnly: Rule = () => known("false");
const fromNow: Rule = ({ now }) => ({
    attackerControlled: true,
    from: Math.floor(now.getTime() / 1000),
    mayBeAbsent: false,
});

/** Somebody of an account outside is in no organization of ours. */
const outsideOrganization = "o-outside";

function organizationOf({ principal }: RequestFacts): ContextValue {
    if (principal.kind === "outside") {
        return { attackerControlled: true, within: outsideOrganization, mayBeAbsent: true };
    }
    return knownOr(principal.organizationId, anything);
}

function organizationPathOf({ principal }: RequestFacts): ContextValue {
    const id = principal.kind === "outside" ? outsideOrganization : principal.organizationId;
    return id === undefined
        ? anything
        : { attackerControlled: true, within: `${id}/*`, mayBeAbsent: true };
}

function principalArnOf({ principal }: RequestFacts): ContextValue {
    // In an account of their own, attackers name users and roles as they like.
    if (principal.kind === "outside" && principal.isPattern !== true) {
        const [, partition = "aws"] = /^arn:([^:]+):/.exec(principal.arn) ?? [];
        const within = `arn:${partition}:iam::${principal.accountId}:*`;
        return { attackerControlled: true, within, mayBeAbsent: false };
    }
    return principal.isPattern === true
        ? { attackerControlled: true, within: principal.arn, mayBeAbsent: false }
        : known(principal.arn);
}

const principalTypes = { user: "User", role: "AssumedRole", root: "Account" } as const;

/** Somebody of whom only the account is known may be of any kind. */
const isAnyone = ({ kind, isPattern }: PrincipalFacts): boolean =>
    kind === "outside" || (kind === "root" && isPattern === true);

function principalTypeOf({ principal }: RequestFacts): ContextValue {
    if (principal.kind === "outside" || isAnyone(principal)) return present;
    return known(principalTypes[principal.kind]);
}

function userIdOf({ principal }: RequestFacts): ContextValue {
    if (isAnyone(principal)) return present;
    if (principal.kind === "root") return known(principal.accountId);
    if (principal.kind === "user") {
        return knownOr(principal.id, {
            attackerControlled: true,
            within: "A*",
            mayBeAbsent: false,
        });
    }
    // Whoever assumes a role chooses the session's name.
    return { attackerControlled: true, within: `${principal.id ?? "A*"}:*`, mayBeAbsent: false };
}

function userNameOf({ principal }: RequestFacts): ContextValue {
    if (isAnyone(principal)) return anything;
    if (principal.kind !== "user") return absent;
    if (principal.isPattern === true) return present;
    return known(principal.name ?? principal.arn.slice(principal.arn.lastIndexOf("/") + 1));
}

/** Whoever assumes a role names its session. */
const sessionNameOf: Rule = ({ action = "sts:AssumeRole" }) =>
    /^sts:AssumeRole/i.test(action) ? present : anything;

/** A role's session may have come from an identity provider; a user's or root user's hasn't. */
const federationOf: Rule = ({ principal }) =>
    principal.kind === "role" || isAnyone(principal) ? anything : absent;

/**
 * Keys of a request that a user or role makes itself, over the network, as AWS fills them in. A key that isn't here is free: the
 * attacker's own choice, as `sts:ExternalId`, `sts:SourceIdentity` and the tags it asks for, or not documented.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
    // Of the principal.
    ["aws:principalarn", principalArnOf],
    ["aws:principalaccount", ({ principal }) => known(principal.accountId)],
    ["aws:principaltype", principalTypeOf],
    ["aws:userid", userIdOf],
    ["aws:username", userNameOf],
    ["aws:principalorgid", organizationOf],
    ["aws:principalorgpaths", organizationPathOf],
    ["aws:principalisawsservice", falseOnly],
    ["aws:principalservicename", notSent],
    ["aws:principalservicenameslist", notSent],
    ["aws:federatedprovider", federationOf],
    ["aws:assumedroot", ({ principal }) => (principal.kind === "root" ? anything : absent)],
    // Which devices exist, and who has them, is in no policy.
    ["aws:multifactorauthpresent", () => anything],
    ["aws:multifactorauthage", () => anything],
    ["aws:tokenissuetime", () => anything],

    // Of the request.
    ["aws:currenttime", fromNow],
    ["aws:epochtime", fromNow],
    ["aws:requestedregion", anyValue],
    ["aws:securetransport", anyValue],
    // The attacker may have CloudFormation, say, make the request with its own permissions.
    ["aws:viaawsservice", anyValue],
    // Only services send these, for what they do themselves.
    ["aws:sourceaccount", notSent],
    ["aws:sourcearn", notSent],
    ["aws:sourceorgid", notSent],
    ["aws:sourceorgpaths", notSent],

    // Of the resource.
    ["aws:resourceaccount", ({ resourceAccountId }) => known(resourceAccountId)],
    ["aws:resourceorgid", (facts) => knownOr(facts.resourceOrganizationId, anything)],
    [
        "aws:resourceorgpaths",
        ({ resourceOrganizationId: id }) =>
            id === undefined
                ? anything
                : { attackerControlled: true, within: `${id}/*`, mayBeAbsent: true },
    ],

    // Of STS's and IAM's actions.
    ["sts:rolesessionname", sessionNameOf],
    ["iam:passedtoservice", (facts) => knownOr(facts.passedToService, anything)],
    [
        "iam:permissionsboundary",
        ({ permissionsBoundary: arn }) => (arn === null ? absent : knownOr(arn, anything)),
    ],
    ["iam:policyarn", (facts) => knownOr(facts.policyArn, anything)],
    ["iam:associatedresourcearn", (facts) => knownOr(facts.associatedResourceArn, anything)],
]);

/** Keys of sessions that an identity provider vouches for. */
const federatedKey =
    /^(?:saml:|accounts\.google\.com:|graph\.facebook\.com:|www\.amazon\.com:|cognito-identity\.amazonaws\.com:|[^/]+(?:\/[^:]*)?:(?:sub|aud|amr|oaud|azp|email)$)/;

const tagPrefixes: readonly {
    readonly prefix: string;
    readonly tags: (facts: RequestFacts) => ReadonlyMap<string, string> | undefined;
}[] = [
    {
        prefix: "aws:principaltag/",
        tags: ({ principal }) =>
            principal.kind === "outside" || principal.sessionTagsPossible === true
                ? undefined
                : principal.tags,
    },
    { prefix: "aws:resourcetag/", tags: ({ resourceTags }) => resourceTags },
    { prefix: "iam:resourcetag/", tags: ({ resourceTags }) => resourceTags },
    { prefix: "secretsmanager:resourcetag/", tags: ({ resourceTags }) => resourceTags },
];

/**
 * The context of a request that a user, a role's session, a root user or somebody outside makes.
 *
 * Federated sessions (`AssumeRoleWithSAML`, `AssumeRoleWithWebIdentity`) are other requests; `overrides` is for them.
 */
export function requestContext(facts: RequestFacts): Context {
    const { overrides } = facts;
    return (key) => {
        const override = overrides?.get(key);
        if (override !== undefined) return override;
        const rule = rules.get(key);
        if (rule !== undefined) return rule(facts);
        for (const { prefix, tags } of tagPrefixes) {
            if (key.startsWith(prefix)) return tagValue(tags(facts), key.slice(prefix.length));
        }
        return federatedKey.test(key) ? federationOf(facts) : anything;
    };
}

/** Keys of tags are compared without regard to case. */
function tagValue(tags: ReadonlyMap<string, string> | undefined, key: string): ContextValue {
    if (tags === undefined) return anything;
    for (const [name, value] of tags) if (name.toLowerCase() === key) return known(value);
    return absent;
}
