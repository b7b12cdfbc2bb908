import { entryClass, entryKind, isSamlProvider, trustAllows } from "../entryRole";
import { isOpenToNonprod } from "../environmentBoundary";
import { oneOf } from "../rule";
import type { Context, ResourceFacts, Rule } from "../rule";
import { label } from "../statement";
import type { Condition, Statement } from "../statement";
import { show } from "../unknown";
import { entryRoleHasItsPlace } from "./pipelineTrust";
import { trustIsWellFormed, trustNamesPrincipals } from "./roleTrust";

const roleType = "aws:iam/role:Role";
const providerType = "aws:iam/samlProvider:SamlProvider";
const url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html";

/** Sign-in of each partition, in the pack's own words. */
const signIn: Readonly<Record<string, string>> = {
    aws: "signin.aws.amazon.com",
    "aws-us-gov": "signin.amazonaws-us-gov.com",
    "aws-cn": "signin.amazonaws.cn",
    "aws-eusc": "signin.amazonaws-eusc.eu",
    "aws-iso": "signin.c2shome.ic.gov",
    "aws-iso-b": "signin.sc2shome.sgov.gov",
    "aws-iso-e": "signin.csphome.adc-e.uk",
    "aws-iso-f": "signin.csphome.hci.ic.gov",
};

/** Attributes that name a group, as condition keys in lower case, with one value or with many. */
const ofOneValue: readonly string[] = [
    "saml:edupersonorgdn",
    "saml:edupersonprimaryaffiliation",
    "saml:edupersonprimaryorgunitdn",
    "saml:organizationstatus",
    "saml:primarygroupsid",
];
const ofManyValues: readonly string[] = [
    "saml:cn",
    "saml:edupersonaffiliation",
    "saml:edupersonentitlement",
    "saml:edupersonorgunitdn",
    "saml:edupersonscopedaffiliation",
];

/** The operator by which a test holds of an assertion that has the value, and of no other; `undefined`: the key names no group. */
function operatorFor(key: string): string | undefined {
    if (ofManyValues.includes(key)) return "ForAnyValue:StringEquals";
    return key === "saml:aud" || ofOneValue.includes(key) ? "StringEquals" : undefined;
}

/** Statements of a federated group's entry role that let someone in. */
const admissions = (resource: ResourceFacts, context: Context): readonly Statement[] =>
    entryKind(resource, context) === "federatedGroup" ? trustAllows(resource) : [];

/** What a statement's conditions may be: each only narrows, and fails where the assertion lacks what it tests. */
export const groupIsNamedExactly: Rule = {
    name: "iam-federated-group-trust-is-exact",
    description:
        "A federated group's entry role takes assertions of one SAML provider for one sign-in endpoint, and whole values of its group.",
    severity: "critical",
    remediationSteps:
        "Demand SAML:aud with StringEquals, and the group's attribute with StringEquals, or ForAnyValue:StringEquals where it has many values.",
    url,
    governs: oneOf(roleType),
    explainedBy: [trustIsWellFormed.name, trustNamesPrincipals.name],
    check: (resource, context) =>
        admissions(resource, context).flatMap((statement) =>
            [
                ...(statement.principals.length === 1
                    ? []
                    : [`names ${statement.principals.length} principals; name one provider.`]),
                ...statement.conditions.flatMap(conditionFault),
                ...audienceFaults(statement, context),
            ].map((reason) => `Trust policy ${label(statement)} ${reason}`),
        ),
};

const isWhole = (value: string): boolean => value !== "" && !/[*?$]/.test(value);

function conditionFault({ operator, key, values }: Condition): readonly string[] {
    const expected = operatorFor(key);
    if (expected === undefined) {
        const known = [...ofOneValue, ...ofManyValues].join(", ");
        return [`tests ${key}, which names no group; test SAML:aud and one of ${known}.`];
    }
    if (operator !== expected) return [`tests ${key} by ${operator}; must be ${expected}.`];
    return values.every(isWhole)
        ? []
        : [`tests ${key} for ${show(values)}; must be whole values, without wildcards.`];
}

function audienceFaults({ conditions }: Statement, { partition }: Context): readonly string[] {
    const audiences = conditions
        .filter(({ key }) => key === "saml:aud")
        .flatMap(({ values }) => values);
    const [audience] = audiences;
    const host = (signIn[partition] ?? "").replaceAll(".", "\\.");
    const endpoint = new RegExp(
        `^https://(?:[a-z]+(?:-[a-z0-9]+)+\\.)?${host}/saml(?:/acs/[\\w-]+)?$`,
    );
    if (audiences.length === 1 && audience !== undefined && endpoint.test(audience)) return [];
    return [
        `demands the endpoint ${show(audiences)}; name one of partition ${partition} with StringEquals SAML:aud, e.g. https://${signIn[partition] ?? ""}/saml.`,
    ];
}

/** Whoever runs the provider decides who comes, and as whom. */
export const groupProviderIsTrusted: Rule = {
    name: "iam-federated-group-provider-is-trusted",
    description:
        "A SAML provider is one of issuers in Pulumi.yaml, and of the class of the entry roles that trust it.",
    severity: "critical",
    remediationSteps:
        "Add the provider's ARN to issuers in Pulumi.yaml with its environment; a provider of nonprod lets in nonprod groups alone.",
    url,
    governs: oneOf(roleType, providerType),
    explainedBy: [trustIsWellFormed.name, trustNamesPrincipals.name, entryRoleHasItsPlace.name],
    check: (resource, context) => {
        if (resource.type === providerType) return providerFaults(resource, context);
        const trustClass = entryClass(resource, context) ?? "prod";
        return admissions(resource, context).flatMap((statement) =>
            statement.principals.flatMap(({ value }) =>
                distrust(value, trustClass, context).map(
                    (reason) => `Trust policy ${label(statement)} lets in ${reason}.`,
                ),
            ),
        );
    },
};

function providerFaults({ props }: ResourceFacts, context: Context): readonly string[] {
    const { partition, prefix, stateAccount } = context;
    const { name } = props;
    const arn = `arn:${partition}:iam::${stateAccount.id}:saml-provider/${String(name)}`;
    if (typeof name !== "string" || !isSamlProvider(arn, context)) {
        return [`name is ${show(name)}; must be known at preview, and begin with ${prefix}.`];
    }
    return distrust(arn, "nonprod", context).map((reason) => `The SAML provider is ${reason}.`);
}

/** Why a provider isn't trusted with a class, as the end of a sentence; none: it is. */
function distrust(
    arn: string,
    trustClass: "nonprod" | "prod",
    { trustedIssuers: { issuers } }: Context,
): readonly string[] {
    const environment = Object.hasOwn(issuers, arn) ? issuers[arn] : undefined;
    if (environment === undefined) return [`${arn}, which is not in issuers`];
    return trustClass === "prod" && isOpenToNonprod({ environment })
        ? [`${arn}, which is of environment ${environment}`]
        : [];
}
