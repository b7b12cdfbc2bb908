import { expect } from "chai";
import fc from "fast-check";

import { serviceTrustPolicy, identitiesTrustPolicy } from "../../roles/trustPolicy";

const arn = (path: string): string => `arn:aws:iam::111111111111:user/${path}`;
const Action = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];
const services = (...AWS: string[]) => ({
    Sid: "TrustServiceAccounts",
    Effect: "Allow",
    Principal: { AWS },
    Action,
});
const humans = (...AWS: string[]) => ({
    Sid: "TrustPeopleWithMfa",
    Effect: "Allow",
    Principal: { AWS },
    Action,
    Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
});

const entryRole = (path: string): string => `arn:aws:iam::111111111111:role/PSKPipelines/${path}`;
const automation = (...AWS: string[]) => ({
    Sid: "TrustPipelines",
    Effect: "Allow",
    Principal: { AWS },
    Action,
});

const group = (path: string): string => `arn:aws:iam::111111111111:role/PSKPeople/${path}`;
const reserved = (set: string, region = "eu-west-1/"): string =>
    `arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/${region}AWSReservedSSO_${set}_0a1b2c3d4e5f6071`;
const federated = (...AWS: string[]) => ({
    Sid: "TrustFederatedGroups",
    Effect: "Allow",
    Principal: { AWS },
    Action,
});

const good = [
    {
        name: "federated groups alone, whose providers ask for a second factor",
        serviceAccounts: [],
        people: [],
        federatedGroups: [group("prod/b"), group("nonprod/a")],
        statements: [federated(group("nonprod/a"), group("prod/b"))],
    },
    {
        name: "permission sets' roles, with and without a region in their path",
        serviceAccounts: [],
        people: [],
        federatedGroups: [reserved("PSKProd-Ops"), reserved("PSKNonprod-Dev", "")],
        statements: [federated(reserved("PSKNonprod-Dev", ""), reserved("PSKProd-Ops"))],
    },
    {
        name: "pipelines alone",
        serviceAccounts: [],
        people: [],
        pipelines: [entryRole("prod/a")],
        statements: [automation(entryRole("prod/a"))],
    },
    {
        name: "all kinds, each sorted",
        serviceAccounts: [arn("a")],
        people: [arn("b")],
        pipelines: [entryRole("prod/a"), entryRole("nonprod/b")],
        federatedGroups: [group("prod/a")],
        statements: [
            services(arn("a")),
            humans(arn("b")),
            automation(entryRole("nonprod/b"), entryRole("prod/a")),
            federated(group("prod/a")),
        ],
    },
    {
        name: "service accounts alone",
        serviceAccounts: [arn("a")],
        people: [],
        statements: [services(arn("a"))],
    },
    {
        name: "people alone, with MFA",
        serviceAccounts: [],
        people: [arn("p/a")],
        statements: [humans(arn("p/a"))],
    },
    {
        name: "both, each sorted",
        serviceAccounts: [arn("b"), arn("a")],
        people: [arn("d"), arn("c")],
        statements: [services(arn("a"), arn("b")), humans(arn("c"), arn("d"))],
    },
    {
        name: "every partition",
        serviceAccounts: [
            "arn:aws-us-gov:iam::111111111111:user/a",
            "arn:aws-cn:iam::111111111111:user/a",
        ],
        people: [],
        statements: [
            services(
                "arn:aws-cn:iam::111111111111:user/a",
                "arn:aws-us-gov:iam::111111111111:user/a",
            ),
        ],
    },
];

const wrong = [
    "*",
    "111111111111",
    "arn:aws:iam::111111111111:root",
    "arn:aws:iam::111111111111:user/*",
    "arn:aws:iam::111111111111:user/a*",
    "arn:aws:iam::111111111111:user/a?",
    "arn:aws:iam::111111111111:user/",
    "arn:aws:iam::111111111111:user/a/",
    "arn:aws:iam::111111111111:user//a",
    "arn:aws:iam::111111111111:role/a",
    "arn:aws:iam::111111111111:group/a",
    "arn:aws:sts::111111111111:assumed-role/a/b",
    "arn:aws:sts::111111111111:federated-user/a",
    "arn:aws:iam::1111:user/a",
    "arn:aws:iam::*:user/a",
    "arn:*:iam::111111111111:user/a",
    "arn:aws:iam::111111111111:user/${aws:username}",
    "arn:aws:iam::111111111111:user/a\n",
    " arn:aws:iam::111111111111:user/a",
    "AIDAEXAMPLE",
    "",
];

describe("identitiesTrustPolicy", () => {
    for (const { name, statements, ...users } of good) {
        it(`trusts ${name}`, () => {
            expect(identitiesTrustPolicy(users)).to.deep.equal({
                Version: "2012-10-17",
                Statement: statements,
            });
        });
    }

    for (const principal of wrong) {
        for (const kind of ["serviceAccounts", "people"] as const) {
            it(`refuses ${JSON.stringify(principal)} among ${kind}`, () => {
                const users = { serviceAccounts: [arn("a")], people: [arn("b")] };
                expect(() => identitiesTrustPolicy({ ...users, [kind]: [arn("c"), principal] }))
                    .to.throw(Error)
                    .with.property(
                        "message",
                        `A trust policy names identities by their exact ARNs; these are none: ${principal}`,
                    );
            });
        }
    }

    for (const principal of [
        ...wrong,
        arn("a"),
        entryRole("a"),
        entryRole("prod/*"),
        entryRole("prod/a/b"),
        entryRole("production/a"),
        "arn:aws:iam::111111111111:role/prod/a",
        "arn:aws:iam::111111111111:role/PSKRoles/prod/a",
    ]) {
        it(`refuses ${JSON.stringify(principal)} among pipelines`, () => {
            const pipelines = [entryRole("prod/a"), principal];
            expect(() =>
                identitiesTrustPolicy({ serviceAccounts: [], people: [], pipelines }),
            ).to.throw(
                `A trust policy names identities by their exact ARNs; these are none: ${principal}`,
            );
        });
    }

    for (const principal of [
        ...wrong,
        arn("a"),
        entryRole("prod/a"),
        group("a"),
        group("prod/*"),
        group("prod/a/b"),
        group("production/a"),
        "arn:aws:iam::111111111111:user/PSKPeople/prod/a",
        reserved("AdministratorAccess"),
        reserved("Prod-Ops"),
        reserved("PSKProd-Ops").slice(0, -16),
        reserved("PSKProd-Ops").slice(0, -16) + "?".repeat(16),
        reserved("PSKProd-*"),
    ]) {
        it(`refuses ${JSON.stringify(principal)} among federated groups`, () => {
            const federatedGroups = [group("prod/a"), principal];
            expect(() =>
                identitiesTrustPolicy({ serviceAccounts: [], people: [], federatedGroups }),
            ).to.throw(
                `A trust policy names identities by their exact ARNs; these are none: ${principal}`,
            );
        });
    }

    it("refuses a federated group among pipelines", () => {
        const pipelines = [group("prod/a")];
        expect(() =>
            identitiesTrustPolicy({ serviceAccounts: [], people: [], pipelines }),
        ).to.throw("these are none");
    });

    it("names each wrong ARN", () => {
        expect(() => identitiesTrustPolicy({ serviceAccounts: ["*", arn("a")], people: ["x"] }))
            .to.throw(Error)
            .with.property(
                "message",
                "A trust policy names identities by their exact ARNs; these are none: *, x",
            );
    });

    it("refuses to trust nobody", () => {
        expect(() => identitiesTrustPolicy({ serviceAccounts: [], people: [] }))
            .to.throw(Error)
            .with.property(
                "message",
                "A trust policy must name at least one identity; there is none.",
            );
    });

    it("lets no text with a wildcard, a root or no user through", () => {
        fc.assert(
            fc.property(
                fc.oneof(
                    fc.string(),
                    fc.string().map((text) => `arn:aws:iam::111111111111:user/${text}`),
                ),
                (text) => {
                    fc.pre(
                        !/^arn:aws:iam::111111111111:user\/([\w+=,.@-]+\/)*[\w+=,.@-]+$/.test(text),
                    );
                    expect(() =>
                        identitiesTrustPolicy({ serviceAccounts: [text], people: [] }),
                    ).to.throw();
                },
            ),
        );
    });
});

describe("serviceTrustPolicy", () => {
    it("trusts the service for resources of the role's own account", () => {
        expect(serviceTrustPolicy("pods.eks.amazonaws.com", "222222222222")).to.deep.equal({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "TrustServiceOfThisAccount",
                    Effect: "Allow",
                    Principal: { Service: ["pods.eks.amazonaws.com"] },
                    Action: ["sts:AssumeRole", "sts:TagSession"],
                    Condition: { StringEquals: { "aws:SourceAccount": "222222222222" } },
                },
            ],
        });
    });
});
