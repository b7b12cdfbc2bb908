import * as v from "valibot";

import { isObject } from "../../platform/isObject";
import { check, must, oneOf, strict, text } from "../../platform/schema";
import type { Entries, Schema } from "../../platform/schema";
import type { Fault } from "../../platform/fault";
import type { FederatedGroup } from "../identity";
import { samlAttributes } from "./federatedGroup";
import type { SamlAttribute, SamlProvider } from "./federatedGroup";

// IAM's bounds: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html
const shortestMetadata = 1000;
const longestMetadata = 10_000_000;

const providerSchema = strict("a SAML provider", {
    // IAM's 128 characters, less the longest prefix.
    name: text(
        /^[A-Za-z0-9][\w.-]{0,111}$/,
        "1 to 112 letters, digits or ._- (the prefix is added)",
    ),
    // It is long: no message shows it.
    metadata: v.pipe(
        v.string("must be the text of the metadata document that the provider exports"),
        v.check(
            (xml) => xml.length >= shortestMetadata && xml.length <= longestMetadata,
            ({ input }) =>
                `has ${input.length} characters; IAM takes ${shortestMetadata} to ${longestMetadata}`,
        ),
        v.check(
            (xml) => /<(?:\w+:)?EntityDescriptor[\s>]/.test(xml),
            "has no EntityDescriptor; must be the metadata document that the provider exports",
        ),
        v.check(
            (xml) => /<(?:\w+:)?IDPSSODescriptor[\s>]/.test(xml),
            "has no IDPSSODescriptor; must be that of an identity provider, not of a service",
        ),
        v.check(
            (xml) => /<(?:\w+:)?X509Certificate>/.test(xml),
            "has no X509Certificate, by which AWS checks assertions",
        ),
        v.check(
            (xml) => !/PRIVATE KEY|<(?:\w+:)?RSAPrivateKey/.test(xml),
            "has a private key, which belongs to the provider alone; export its metadata again",
        ),
    ),
});

const ways = ["saml", "identityCenter"] as const;

const samlEntries = {
    provider: v.string(must("the name of one of samlProviders")),
    attribute: v.exactOptional(
        strict("an attribute", {
            name: oneOf(Object.keys(samlAttributes) as SamlAttribute[]),
            // A policy variable or wildcard would stand for other groups.
            value: text(/^[^\p{C}*?$]{1,256}$/u, "the whole value, without wildcards"),
        }),
    ),
    audience: v.exactOptional(v.string(must("a sign-in endpoint"))),
} as const satisfies Entries;

const identityCenterEntries = {
    groupId: text(
        /^(?:[0-9a-f]{10}-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
        "the id of a group in the identity store, as aws identitystore list-groups prints it",
    ),
    roleArn: v.exactOptional(v.string(must("the ARN of the group's role"))),
} as const satisfies Entries;

/** A SAML provider of the catalogue. @param at where it is, for faults */
export const readSamlProvider = (
    entry: unknown,
    at: string,
    fault: Fault,
): SamlProvider | undefined => check(providerSchema, entry, at, fault);

/**
 * A federated group of the catalogue.
 *
 * @param identity schemas of what every identity has
 * @param at where it is, for faults
 */
export function readFederatedGroup(
    entry: unknown,
    identity: Entries,
    at: string,
    fault: Fault,
): FederatedGroup | undefined {
    const by = isObject(entry) ? entry["by"] : undefined;
    if (isObject(entry) && !ways.some((way) => way === by)) {
        // Which other properties it has depends on it, so that nothing else can be said of the group.
        check(oneOf(ways), by, `${at} by`, fault);
        return undefined;
    }
    const schema = strict("a federated group", {
        ...identity,
        by: oneOf(ways),
        ...(by === "identityCenter" ? identityCenterEntries : samlEntries),
    });
    return check(schema as unknown as Schema<FederatedGroup>, entry, at, fault);
}
