/**
 * A SAML 2.0 identity provider of the state account: what issues the assertions by which people come.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html
 */
export interface SamlProvider {
    /** Name of the provider in IAM, without the prefix: letters, digits or `._-`. Its ARN is in `issuers` of Pulumi.yaml. */
    readonly name: string;
    /** The metadata document that the identity provider exports: XML with its public certificate, and nothing secret. */
    readonly metadata: string;
}

/** A group of people who come with a SAML assertion. */
export interface SamlGroupSource {
    readonly by: "saml";
    /** Name of one of the catalogue's `samlProviders`. */
    readonly provider: string;
    /**
     * Attribute that the assertion must have with exactly this value, e.g. `{ name: "edupersonaffiliation", value: "network-team" }`.
     * Without it, the provider alone decides who is in the group, by the role that its assertion names.
     */
    readonly attribute?: { readonly name: SamlAttribute; readonly value: string };
    /**
     * Endpoint that the assertion is for (`Recipient`), where it is not AWS's global one: a region's, or one with the provider's id.
     *
     * @default of the partition, e.g. https://signin.aws.amazon.com/saml
     */
    readonly audience?: string;
}

/** A group of IAM Identity Center, e.g. one that comes from the company's directory. */
export interface IdentityCenterGroupSource {
    readonly by: "identityCenter";
    /** Id of the group in the identity store, as `aws identitystore list-groups` prints it. */
    readonly groupId: string;
    /**
     * ARN of the role that Identity Center makes of the group's permission set in the state account. It ends in digits of Identity
     * Center's choice, so it is known after the first deployment; until then no role trusts the group.
     */
    readonly roleArn?: string;
}

/** How many values an attribute has in IAM's condition key of its name. */
type Values = "one" | "many";

/**
 * Attributes of an assertion that name a group and that IAM takes as condition keys, `saml:<name>`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml
 */
export const samlAttributes = {
    cn: "many",
    edupersonaffiliation: "many",
    edupersonentitlement: "many",
    edupersonorgdn: "one",
    edupersonorgunitdn: "many",
    edupersonprimaryaffiliation: "one",
    edupersonprimaryorgunitdn: "one",
    edupersonscopedaffiliation: "many",
    organizationStatus: "one",
    primaryGroupSID: "one",
} as const satisfies Readonly<Record<string, Values>>;

export type SamlAttribute = keyof typeof samlAttributes;
