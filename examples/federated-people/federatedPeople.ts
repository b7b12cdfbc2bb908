import type { FederatedGroup } from "../../identities/identity";
import type { SamlProvider } from "../../identities/federation/federatedGroup";

/**
 * What `identities/federatedPeople.ts` has where people come by federation. Beside it, settings.yaml says in Pulumi.yaml whose the
 * provider is.
 */
export const federatedGroups: readonly FederatedGroup[] = [
    // Everybody of the platform team works on production.
    {
        name: "PlatformTeam",
        trustClass: "prod",
        by: "saml",
        provider: "AcmeIdP",
        attribute: { name: "edupersonaffiliation", value: "platform-team" },
    },
    // A group of IAM Identity Center. `roleArn` is known after the first deployment; until then no role trusts the group.
    {
        name: "Operators",
        trustClass: "prod",
        by: "identityCenter",
        groupId: "b3a2c1d0-70a1-70b2-c3d4-e5f60718293a",
        roleArn:
            "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_PSKProd-Operators_0a1b2c3d4e5f6071",
    },
    {
        name: "NetworkTeam",
        trustClass: "nonprod",
        roles: ["PlatformVPCRole"],
        by: "identityCenter",
        groupId: "c4b3d2e1-8012-4c3d-9e5f-0a1b2c3d4e5f",
        roleArn:
            "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_PSKNonprod-NetworkTeam_8192a3b4c5d6e7f8",
    },
    // The provider decides who is in the group, by the role that it puts into the assertion.
    {
        name: "Developers",
        trustClass: "nonprod",
        roles: ["PlatformVPCRole", "PlatformObservabilityBaseRole"],
        by: "saml",
        provider: "AcmeIdP",
    },
];

/** The document that the identity provider exports, whole: here a made-up one, with a certificate that signs nothing. */
const acmeMetadata = `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.acme.example/saml">
  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data><ds:X509Certificate>${"MIIBexample0".repeat(60)}</ds:X509Certificate></ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.acme.example/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;

export const samlProviders: readonly SamlProvider[] = [{ name: "AcmeIdP", metadata: acmeMetadata }];
