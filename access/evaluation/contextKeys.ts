import type { Principal, Context, ContextValue, Tags } from "./question";

/** What is known about the principal of a request. */
export interface PrincipalFacts extends Pick<
    Principal,
    "kind" | "arn" | "accountId" | "sessionName"
> {
    /** Whether the ARN is a pattern that stands for a principal not created yet. */
    readonly isPattern?: boolean;
    /** Name of the user or role; absent: the last part of the ARN. */
    readonly name?: string;
    /** Unique id, `AIDA...` or `AROA...`; absent: unknown. */
    readonly id?: string;
    /** Tags of the user or role; absent: any tags are possible. */
    readonly tags?: Tags;
    /** Whether its session may add tags or override tags of the same keys. */
    readonly sessionTagsPossible?: boolean;
    /** Whether its session may have a source identity. @default it may */
    readonly sourceIdentityPossible?: boolean;
    /** Patterns, one of which its session's source identity matches. @default it may have any, or none */
    readonly sourceIdentities?: readonly string[];
    /** Organization id of its account, `o-...`; absent: unknown. */
    readonly organizationId?: string;
}

/** Properties of a session that its request may set, each only with a further action. */
export interface SessionFacts {
    /** Session tags, with `sts:TagSession`. */
    readonly tags: boolean;
    /** A source identity, with `sts:SetSourceIdentity`. */
    readonly sourceIdentity: boolean;
}

/** What is known about a request. */
export interface RequestFacts {
    /** What a session that is requested is given. @default it may be given anything */
    readonly session?: SessionFacts;
    readonly principal: PrincipalFacts;
    /** Full action name. @default "sts:AssumeRole" */
    readonly action?: string;
    /** 12 digits. */
    readonly resourceAccountId: string;
    /** Tags of the resource; absent: any tags are possible. */
    readonly resourceTags?: Tags;
    /** Organization id of the resource's account; absent: unknown. */
    readonly resourceOrganizationId?: string;
    /** Service that a role is passed to, e.g. `lambda.amazonaws.com`. */
    readonly passedToService?: string;
    /**
     * ARN of the boundary that the request names or its target has; `null`: none; absent: unknown.
     */
    readonly permissionsBoundary?: string | null;
    /** ARN of the managed policy that is attached or detached. */
    readonly policyArn?: string;
    /** ARN of the resource that a passed role is for. */
    readonly associatedResourceArn?: string;
    /** Earliest time of the request. */
    readonly now: Date;
    /** Values by key in lower case; they take precedence. */
    readonly overrides?: ReadonlyMap<string, ContextValue>;
}

type Rule = (facts: RequestFacts) => ContextValue;

const absent: ContextValue = { absent: true };
const present = { attackerControlled: true, mayBeAbsent: false } as const;
const anything = { attackerControlled: true, mayBeAbsent: true } as const;
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

/** Organization id assumed for the attacker's own account: never that of the registered accounts. */
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
    // In their own account, attackers choose the names of users and roles.
    if (principal.kind === "outside" && principal.isPattern !== true) {
        const [, partition = "aws"] = /^arn:([^:]+):/.exec(principal.arn) ?? [];
        const within = `arn:${partition}:iam::${principal.accountId}:*`;
        return { attackerControlled: true, within, mayBeAbsent: false };
    }
    return principal.isPattern === true
        ? { attackerControlled: true, within: principal.arn, mayBeAbsent: false }
        : known(principal.arn);
}

/** The longest session there is, of GetSessionToken and GetFederationToken, in seconds. */
const longestSession = 36 * 60 * 60;

/** Long-term credentials have none, and a session that is over makes no request. */
const sessionStartOf: Rule = ({ now }) => ({
    attackerControlled: true,
    from: Math.floor(now.getTime() / 1000) - longestSession,
    mayBeAbsent: true,
});

/** Whether only the account of the principal is known, so that it may be of any type. */
const isAnyone = ({ kind, isPattern }: PrincipalFacts): boolean =>
    kind === "outside" || (kind === "root" && isPattern === true);

/** Only who assumes a role can set it, and its trust policy has to allow that. */
const sourceIdentityOf: Rule = ({ principal }) => {
    const { kind, sourceIdentities: oneOf, sourceIdentityPossible } = principal;
    if (oneOf !== undefined) return { ...present, oneOf };
    const isPossible = isAnyone(principal) || (kind === "role" && sourceIdentityPossible !== false);
    return isPossible ? anything : absent;
};

/** A session that has a source identity can't set another. */
const sourceIdentityToSet: Rule = ({ principal: { sourceIdentities: oneOf } }) =>
    oneOf === undefined ? anything : { ...anything, oneOf };

const principalTypes = { user: "User", role: "AssumedRole", root: "Account" } as const;

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
    const id = principal.id ?? "A*";
    const { within: name = "*", without = [] } = principal.sessionName ?? {};
    return {
        attackerControlled: true,
        within: `${id}:${name}`,
        // A session's name has no colon.
        without: ["*:*:*", ...without.map((other) => `${id}:${other}`)],
        mayBeAbsent: false,
    };
}

function userNameOf({ principal }: RequestFacts): ContextValue {
    if (isAnyone(principal)) return anything;
    if (principal.kind !== "user") return absent;
    if (principal.isPattern === true) return present;
    return known(principal.name ?? principal.arn.slice(principal.arn.lastIndexOf("/") + 1));
}

/** The caller of AssumeRole chooses the session name. */
const sessionNameOf: Rule = ({ action = "sts:AssumeRole" }) =>
    /^sts:AssumeRole/i.test(action) ? present : anything;

/** A role's session may come from an identity provider; users and root users do not. */
const federationOf: Rule = ({ principal }) =>
    principal.kind === "role" || isAnyone(principal) ? anything : absent;

/**
 * Values of the context keys that AWS sets for a direct request by a user or role. Keys that are not listed are
 * attacker-controlled: those the caller chooses (`sts:ExternalId`, session tags), and those AWS does not document.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
    // Principal.
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
    // Policy documents do not say which MFA devices exist.
    ["aws:multifactorauthpresent", () => anything],
    ["aws:multifactorauthage", () => anything],
    ["aws:tokenissuetime", sessionStartOf],
    ["aws:sourceidentity", sourceIdentityOf],

    // Request.
    ["aws:currenttime", fromNow],
    ["aws:epochtime", fromNow],
    ["aws:requestedregion", anyValue],
    ["aws:securetransport", anyValue],
    // The attacker may have a service such as CloudFormation make the request with the same
    // permissions.
    ["aws:viaawsservice", anyValue],
    // Set only on requests that services make on their own behalf.
    ["aws:sourceaccount", notSent],
    ["aws:sourcearn", notSent],
    ["aws:sourceorgid", notSent],
    ["aws:sourceorgpaths", notSent],

    // Resource.
    ["aws:resourceaccount", ({ resourceAccountId }) => known(resourceAccountId)],
    ["aws:resourceorgid", (facts) => knownOr(facts.resourceOrganizationId, anything)],
    [
        "aws:resourceorgpaths",
        ({ resourceOrganizationId: id }) =>
            id === undefined
                ? anything
                : { attackerControlled: true, within: `${id}/*`, mayBeAbsent: true },
    ],

    // STS and IAM actions.
    ["sts:rolesessionname", sessionNameOf],
    ["sts:sourceidentity", sourceIdentityToSet],
    ["iam:passedtoservice", (facts) => knownOr(facts.passedToService, anything)],
    [
        "iam:permissionsboundary",
        ({ permissionsBoundary: arn }) => (arn === null ? absent : knownOr(arn, anything)),
    ],
    ["iam:policyarn", (facts) => knownOr(facts.policyArn, anything)],
    ["iam:associatedresourcearn", (facts) => knownOr(facts.associatedResourceArn, anything)],
]);

/** Keys that an identity provider sets on a federated session. */
const federatedKey =
    /^(?:saml:|accounts\.google\.com:|graph\.facebook\.com:|www\.amazon\.com:|cognito-identity\.amazonaws\.com:|[^/]+(?:\/[^:]*)?:(?:sub|aud|amr|oaud|azp|email)$)/;

const tagPrefixes: readonly {
    readonly prefix: string;
    readonly tags: (facts: RequestFacts) => Tags | undefined;
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
 * The context of a request by a user, a role's session, a root user, or a principal of an
 * unregistered account.
 *
 * Federated requests (`AssumeRoleWithSAML`, `AssumeRoleWithWebIdentity`) have other keys; pass
 * those as `overrides`.
 */
export function requestContext(facts: RequestFacts): Context {
    const { overrides } = facts;
    return (key) => {
        const override = overrides?.get(key);
        if (override !== undefined) return override;
        if (facts.session !== undefined && isNotGiven(key, facts.session)) return absent;
        const rule = rules.get(key);
        if (rule !== undefined) return rule(facts);
        for (const { prefix, tags } of tagPrefixes) {
            if (key.startsWith(prefix)) return tagValue(tags(facts), key.slice(prefix.length));
        }
        return federatedKey.test(key) ? federationOf(facts) : anything;
    };
}

/** Keys of a request for a session that gives it no tags, or no source identity. */
const isNotGiven = (key: string, { tags, sourceIdentity }: SessionFacts): boolean =>
    (!sourceIdentity && key === "sts:sourceidentity") || (!tags && tagsOfSession.test(key));

const tagsOfSession = /^(?:aws:requesttag\/|aws:tagkeys$|sts:transitivetagkeys$)/;

/** Tag keys are case-insensitive. */
function tagValue(tags: Tags | undefined, key: string): ContextValue {
    if (tags === undefined) return anything;
    for (const [name, value] of tags)
        if (name.toLowerCase() === key) return knownOr(value, anything);
    return absent;
}
