import { expect } from "chai";

import { requestContext } from "../../../access/evaluation/contextKeys";
import type { PrincipalFacts, RequestFacts } from "../../../access/evaluation/contextKeys";
import type { ContextValue } from "../../../access/evaluation/question";

const account = "111111111111";
const user: PrincipalFacts = {
    kind: "user",
    arn: `arn:aws:iam::${account}:user/team/ci`,
    accountId: account,
    id: "AIDACKCEVSQ6C2EXAMPLE",
    tags: new Map([["Team", "red"]]),
    organizationId: "o-ours",
};
const role: PrincipalFacts = {
    kind: "role",
    arn: `arn:aws:iam::${account}:role/Tool`,
    accountId: account,
    tags: new Map([["Team", "red"]]),
};
const created: PrincipalFacts = {
    kind: "user",
    arn: `arn:aws:iam::${account}:user/*`,
    isPattern: true,
    accountId: account,
};
const root: PrincipalFacts = {
    kind: "root",
    arn: `arn:aws:iam::${account}:root`,
    accountId: account,
};
const outside: PrincipalFacts = {
    kind: "outside",
    arn: "arn:aws:iam::000000000000:root",
    accountId: "000000000000",
};

/** Any principal of an account. */
const anyone: PrincipalFacts = { ...root, isPattern: true };
const outsideRoles: PrincipalFacts = {
    ...outside,
    arn: "arn:aws:iam::000000000000:role/*",
    isPattern: true,
};

const absent: ContextValue = { absent: true };
const anything: ContextValue = { attackerControlled: true, mayBeAbsent: true };
const present: ContextValue = { attackerControlled: true, mayBeAbsent: false };
const known = (value: string): ContextValue => ({ known: [value] });
const within = (pattern: string, mayBeAbsent = false): ContextValue => ({
    attackerControlled: true,
    within: pattern,
    mayBeAbsent,
});

const valueOf = (
    key: string,
    principal: PrincipalFacts,
    more: Partial<RequestFacts> = {},
): ContextValue =>
    requestContext({
        principal,
        resourceAccountId: "333333333333",
        now: new Date("2026-01-01T00:00:00Z"),
        ...more,
    })(key);

/** Key, principal, value. */
const table: readonly (readonly [string, PrincipalFacts, ContextValue])[] = [
    ["aws:principalarn", user, known(user.arn)],
    ["aws:principalarn", created, within(created.arn)],
    ["aws:principalarn", outside, within("arn:aws:iam::000000000000:*")],
    ["aws:principalarn", outsideRoles, within(outsideRoles.arn)],
    [
        "aws:principalarn",
        { ...outside, arn: "arn:aws-cn:iam::000000000000:root" },
        within("arn:aws-cn:iam::000000000000:*"),
    ],
    ["aws:principalaccount", user, known(account)],
    ["aws:principaltype", user, known("User")],
    ["aws:principaltype", role, known("AssumedRole")],
    ["aws:principaltype", root, known("Account")],
    ["aws:principaltype", outside, present],
    ["aws:principaltype", anyone, present],
    ["aws:userid", user, known("AIDACKCEVSQ6C2EXAMPLE")],
    ["aws:userid", role, { ...within("A*:*"), without: ["*:*:*"] }],
    [
        "aws:userid",
        { ...role, id: "AROAEXAMPLE" },
        { ...within("AROAEXAMPLE:*"), without: ["*:*:*"] },
    ],
    [
        "aws:userid",
        { ...role, id: "AROAEXAMPLE", sessionName: { within: "ci" } },
        { ...within("AROAEXAMPLE:ci"), without: ["*:*:*"] },
    ],
    [
        "aws:userid",
        { ...role, id: "AROAEXAMPLE", sessionName: { without: ["ci"] } },
        { ...within("AROAEXAMPLE:*"), without: ["*:*:*", "AROAEXAMPLE:ci"] },
    ],
    ["aws:sourceidentity", user, absent],
    ["aws:sourceidentity", role, anything],
    ["aws:sourceidentity", { ...role, sourceIdentityPossible: false }, absent],
    ["aws:sourceidentity", outside, anything],
    ["aws:sourceidentity", anyone, anything],
    ["aws:sourceidentity", { ...role, sourceIdentities: ["ci*"] }, { ...present, oneOf: ["ci*"] }],
    ["sts:sourceidentity", role, anything],
    ["sts:sourceidentity", { ...role, sourceIdentities: ["ci*"] }, { ...anything, oneOf: ["ci*"] }],
    ["aws:userid", root, known(account)],
    ["aws:userid", anyone, present],
    ["aws:userid", outside, present],
    ["aws:userid", created, within("A*")],
    ["aws:username", user, known("ci")],
    ["aws:username", { ...user, name: "other" }, known("other")],
    ["aws:username", created, present],
    ["aws:username", anyone, anything],
    ["aws:username", outside, anything],
    ["aws:username", role, absent],
    ["aws:username", root, absent],
    ["aws:principalorgid", user, known("o-ours")],
    ["aws:principalorgid", role, anything],
    ["aws:principalorgid", outside, within("o-outside", true)],
    ["aws:principalorgpaths", user, within("o-ours/*", true)],
    ["aws:principalorgpaths", role, anything],
    ["aws:principalorgpaths", outside, within("o-outside/*", true)],
    ["aws:principaltag/team", user, known("red")],
    ["aws:principaltag/other", user, absent],
    ["aws:principaltag/team", created, anything],
    ["aws:principaltag/team", { ...role, sessionTagsPossible: true }, anything],
    ["aws:principaltag/team", outside, anything],
    ["aws:multifactorauthpresent", user, anything],
    ["aws:multifactorauthage", user, anything],
    ["aws:principalisawsservice", user, known("false")],
    ["aws:viaawsservice", user, present],
    ["aws:sourceaccount", user, absent],
    ["aws:sourcearn", role, absent],
    ["aws:sourceorgid", user, absent],
    ["aws:sourceorgpaths", user, absent],
    ["aws:principalservicename", user, absent],
    ["aws:principalservicenameslist", user, absent],
    ["aws:federatedprovider", user, absent],
    ["aws:federatedprovider", role, anything],
    ["saml:aud", user, absent],
    ["token.actions.githubusercontent.com:sub", user, absent],
    ["oidc.eks.eu-west-1.amazonaws.com/id/abc:sub", user, absent],
    ["sts:externalid", user, anything],
    ["aws:requesttag/team", user, anything],
    ["aws:resourceaccount", user, known("333333333333")],
    ["aws:resourcetag/team", user, anything],
    ["aws:nobodyknows", user, anything],
    ["__proto__", user, anything],
    ["aws:assumedroot", root, anything],
    ["aws:assumedroot", user, absent],
    ["aws:resourceorgid", user, anything],
    ["aws:resourceorgpaths", user, anything],
    // 36 hours before: the longest session there is.
    ["aws:tokenissuetime", user, { ...anything, from: 1767096000 }],
    ["aws:currenttime", user, { attackerControlled: true, from: 1767225600, mayBeAbsent: false }],
];

describe("requestContext", () => {
    for (const [key, principal, value] of table) {
        it(`gives ${key} of ${principal.kind} ${principal.arn}: ${JSON.stringify(value)}`, () => {
            expect(valueOf(key, principal)).to.deep.equal(value);
        });
    }

    it("knows what the request names", () => {
        const facts: Partial<RequestFacts> = {
            resourceTags: new Map([["Team", "blue"]]),
            passedToService: "lambda.amazonaws.com",
            permissionsBoundary: `arn:aws:iam::${account}:policy/Boundary`,
            policyArn: `arn:aws:iam::${account}:policy/P`,
        };
        expect(valueOf("iam:resourcetag/team", user, facts)).to.deep.equal(known("blue"));
        expect(valueOf("secretsmanager:resourcetag/team", user, facts)).to.deep.equal(
            known("blue"),
        );
        expect(valueOf("aws:resourcetag/other", user, facts)).to.deep.equal(absent);
        expect(valueOf("iam:passedtoservice", user, facts)).to.deep.equal(
            known("lambda.amazonaws.com"),
        );
        expect(valueOf("iam:permissionsboundary", user, facts)).to.deep.equal(
            known(`arn:aws:iam::${account}:policy/Boundary`),
        );
        expect(
            valueOf("iam:permissionsboundary", user, { permissionsBoundary: null }),
        ).to.deep.equal(absent);
        expect(valueOf("iam:permissionsboundary", user)).to.deep.equal(anything);
        expect(valueOf("iam:policyarn", user, facts)).to.deep.equal(
            known(`arn:aws:iam::${account}:policy/P`),
        );
    });

    it("knows the organization of the resource", () => {
        const facts = { resourceOrganizationId: "o-ours" };
        expect(valueOf("aws:resourceorgid", user, facts)).to.deep.equal(known("o-ours"));
        expect(valueOf("aws:resourceorgpaths", user, facts)).to.deep.equal(
            within("o-ours/*", true),
        );
    });

    it("has of a session that is requested what it is given", () => {
        const keys = {
            tags: ["aws:requesttag/team", "aws:tagkeys", "sts:transitivetagkeys"],
            sourceIdentity: ["sts:sourceidentity"],
        };
        for (const given of ["tags", "sourceIdentity"] as const) {
            const session = { tags: false, sourceIdentity: false, [given]: true };
            for (const [fact, of] of Object.entries(keys)) {
                const expected = fact === given ? anything : absent;
                for (const key of of) {
                    expect(valueOf(key, user, { session }), key).to.deep.equal(expected);
                }
            }
            expect(valueOf("sts:externalid", user, { session })).to.deep.equal(anything);
            expect(valueOf("aws:requesttags", user, { session })).to.deep.equal(anything);
        }
    });

    it("has a session's name where a role is assumed", () => {
        const key = "sts:rolesessionname";
        expect(valueOf(key, user, { action: "sts:AssumeRole" })).to.deep.equal(present);
        expect(valueOf(key, user, { action: "iam:GetUser" })).to.deep.equal(anything);
    });

    it("lets overrides win", () => {
        const overrides = new Map([["aws:username", known("else")]]);
        expect(valueOf("aws:username", user, { overrides })).to.deep.equal(known("else"));
    });
});
