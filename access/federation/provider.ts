import type { SharedIssuer } from "./issuer";
import { privateIssuers } from "./privateIssuers";
import { sharedIssuers } from "./sharedIssuers";

/** Who issues what an identity provider vouches for. */
export type Issuer = {
    /** Host and path, in lower case; of a SAML provider, its ARN. */ readonly address: string;
} & (
    | { readonly kind: "shared"; readonly shared: SharedIssuer }
    | { readonly kind: "private"; readonly name: string; readonly namesOwner: boolean }
    | { readonly kind: "saml" }
    /** On no list: it may be shared by many, or its operator's alone. */
    | { readonly kind: "not known" }
    /** No provider in particular. */
    | { readonly kind: "any" }
);

const shared = new Map(sharedIssuers.map((issuer) => [issuer.address, issuer]));
const ownAddresses = privateIssuers.map(({ address, ...issuer }) => ({
    ...issuer,
    pattern: new RegExp(`^${address}$`),
}));

/**
 * The issuer behind an identity provider.
 *
 * @param provider as a trust policy names it: an ARN, or the name of one that IAM knows
 */
export function issuerOf(provider: string): Issuer {
    if (/^arn:[^:]*:iam::\d{12}:saml-provider\//.test(provider)) {
        return { address: provider, kind: "saml" };
    }
    const address = provider.replace(/^arn:[^:]*:iam::\d{12}:oidc-provider\//, "").toLowerCase();
    if (/[*?]/.test(address)) return { address, kind: "any" };
    const known = shared.get(address);
    if (known !== undefined) return { address, kind: "shared", shared: known };
    const own = ownAddresses.find(({ pattern }) => pattern.test(address));
    return own === undefined
        ? { address, kind: "not known" }
        : { address, kind: "private", name: own.name, namesOwner: own.namesOwner };
}
