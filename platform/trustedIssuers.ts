import * as v from "valibot";

import { environments } from "./environments";
import type { Environment } from "./environments";
import type { Fault } from "./fault";
import { trustClasses } from "./naming";
import type { TrustClass } from "./naming";
import { quote } from "./quote";
import { check, mapOf, oneOf } from "./schema";
import type { Schema } from "./schema";

/** Whose the tokens of identity providers are, as the proof reads it (docs/access.md). */
export interface TrustedIssuers {
    /** Environment of an issuer that is one operator's, by its address; of a SAML provider, by its ARN. */
    readonly issuers: Readonly<Record<string, Environment>>;
    /** Our owners at an issuer that many share, by its address: a name or id in full, each with its trust class. */
    readonly trustedOwners: Readonly<Record<string, Readonly<Record<string, TrustClass>>>>;
}

/** Host, with a port or a path where the issuer has one, as in the provider's ARN. */
export const issuerAddress = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d+)?(?:\/[\w.~-]+)*$/i;
const samlProvider = /^arn:[a-z-]+:iam::\d{12}:saml-provider\/[\w.-]+$/;
const wholeOwner = /^[^\p{C}\s*?]{1,256}$/u;

const addressFault = "is no issuer's address; it has no https://, e.g. gitlab.com";

const issuersSchema: Schema<TrustedIssuers["issuers"]> = mapOf(
    "map addresses of issuers, or ARNs of SAML providers, to environments",
    (key) =>
        issuerAddress.test(key) || samlProvider.test(key)
            ? oneOf(environments)
            : "is neither an issuer's address, without https://, nor the ARN of a SAML provider",
);

const ownersSchema = mapOf("map owners to trust classes", (owner) =>
    wholeOwner.test(owner)
        ? oneOf(trustClasses)
        : "is no owner; it is a whole name or id, without wildcards",
);
/** A list of owners means class prod. */
const listSchema = v.pipe(
    v.array(
        v.custom<string>(
            (owner) => typeof owner === "string" && wholeOwner.test(owner),
            ({ input }) => `is ${quote(input)}; must be a whole name or id, without wildcards`,
        ),
    ),
    v.transform((owners): Readonly<Record<string, TrustClass>> =>
        Object.fromEntries(owners.map((owner) => [owner, "prod"])),
    ),
);

const trustedOwnersSchema = mapOf("map addresses of issuers to owners", (key) =>
    issuerAddress.test(key)
        ? v.lazy((owners): Schema<Readonly<Record<string, TrustClass>>> =>
              Array.isArray(owners) ? listSchema : ownersSchema,
          )
        : addressFault,
);

/**
 * Whose the issuers of identity providers are.
 *
 * @param issuers value of `issuers`, as it was read
 * @param trustedOwners value of `trustedOwners`; a list of owners means class prod
 */
export const parseTrustedIssuers = (
    issuers: unknown,
    trustedOwners: unknown,
    fault: Fault,
): TrustedIssuers => ({
    issuers: issuers === undefined ? {} : (check(issuersSchema, issuers, "issuers", fault) ?? {}),
    trustedOwners:
        trustedOwners === undefined
            ? {}
            : (check(trustedOwnersSchema, trustedOwners, "trustedOwners", fault) ?? {}),
});
