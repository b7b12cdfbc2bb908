import type { TrustClass } from "./environmentBoundary";
import { parseDocument } from "./parseDocument";
import type { Context, ResourceFacts } from "./rule";
import type { Statement } from "./statement";

/** Statements of a role's trust policy that let someone in. */
export const trustAllows = ({ props }: ResourceFacts): readonly Statement[] =>
    parseDocument(props["assumeRolePolicy"], "trust").statements.filter(
        ({ effect }) => effect === "Allow",
    );

/** Trust class in the path of an entry role, e.g. `/PSKPipelines/prod/`; `undefined`: it is on another path. */
export function entryClass(
    { props }: ResourceFacts,
    { prefix }: Pick<Context, "prefix">,
): TrustClass | undefined {
    const path = props["path"];
    if (path === `/${prefix}Pipelines/prod/`) return "prod";
    return path === `/${prefix}Pipelines/nonprod/` ? "nonprod" : undefined;
}

/**
 * Whether a role is an entry role: its path begins as theirs do, well or badly. A role on any other path may trust no identity
 * provider.
 */
export const isEntryRole = (
    { props }: ResourceFacts,
    { prefix }: Pick<Context, "prefix">,
): boolean => typeof props["path"] === "string" && props["path"].startsWith(`/${prefix}Pipelines/`);

/** Address of the issuer, in lower case, of a provider that the state account may have; `undefined`: it is none. */
export function issuerAddress(
    provider: string,
    { partition, stateAccount }: Context,
): string | undefined {
    const start = `arn:${partition}:iam::${stateAccount.id}:oidc-provider/`;
    const address = provider.slice(start.length);
    return provider.startsWith(start) && /^[\w.-]+(?::\d+)?(?:\/[\w.~-]+)*$/.test(address)
        ? address.toLowerCase()
        : undefined;
}
