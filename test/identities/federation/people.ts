import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { SamlGroupSource, SamlProvider } from "../../../identities/federation/federatedGroup";
import type { Identity } from "../../../identities/identity";
import type { TrustedIssuers } from "../../../platform/trustedIssuers";

interface People extends Pick<TrustedIssuers, "issuers"> {
    readonly samlProviders: readonly string[];
    readonly federatedGroups: readonly (Identity & SamlGroupSource)[];
}

/** A metadata document as an identity provider exports it, of a length that IAM takes. */
export const metadataOf = (name: string): string =>
    [
        `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://${name}.example.com">`,
        `<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">`,
        `<KeyDescriptor use="signing"><X509Certificate>${"MIIB".repeat(250)}</X509Certificate></KeyDescriptor>`,
        `<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://${name}.example.com/sso"/>`,
        `</IDPSSODescriptor></EntityDescriptor>`,
    ].join("\n");

const read = JSON.parse(readFileSync(join(__dirname, "federatedGroups.json"), "utf8")) as People;

export const { federatedGroups } = read;
export const samlProviders: readonly SamlProvider[] = read.samlProviders.map((name) => ({
    name,
    metadata: metadataOf(name),
}));
/** Whose the providers are. */
export const trustedPeople: TrustedIssuers = { issuers: read.issuers, trustedOwners: {} };

/** One of them. */
export function groupOf(name: string): Identity & SamlGroupSource {
    const found = federatedGroups.find((one) => one.name === name);
    if (found === undefined) throw new Error(`federatedGroups.json has no group ${name}`);
    return found;
}
