import type { TrustClass } from "./environmentBoundary";
import { parseDocument } from "./parseDocument";
import type { Context, ResourceFacts } from "./rule";
import type { Statement } from "./statement";

/** Who comes by an entry role: a pipeline by its token, or federated people by their group's assertion. */
export type EntryKind = "pipeline" | "federatedGroup";

/** First segment of the entry roles' paths, without the prefix. */
const segments: Readonly<Record<EntryKind, string>> = {
    pipeline: "Pipelines",
    federatedGroup: "People",
};

/** Statements of a role's trust policy that let someone in. */
export const trustAllows = ({ props }: ResourceFacts): readonly Statement[] =>
    parseDocument(props["assumeRolePolicy"], "trust").statements.filter(
        ({ effect }) => effect === "Allow",
    );

/** Paths that an entry role of a kind may be on, each with its trust class, e.g. `/PSKPipelines/prod/`. */
const pathsOf = (kind: EntryKind, prefix: string): readonly (readonly [string, TrustClass])[] =>
    (["nonprod", "prod"] as const).map((trustClass) => [
        `/${prefix}${segments[kind]}/${trustClass}/`,
        trustClass,
    ]);

/** Trust class in the path of an entry role, e.g. `/PSKPipelines/prod/`; `undefined`: it is on another path. */
export function entryClass(
    resource: ResourceFacts,
    context: Pick<Context, "prefix">,
): TrustClass | undefined {
    const kind = entryKind(resource, context);
    const paths = kind === undefined ? [] : pathsOf(kind, context.prefix);
    return paths.find(([path]) => path === resource.props["path"])?.[1];
}

/** Paths that an entry role of its kind may be on. */
export const entryPaths = (kind: EntryKind, { prefix }: Pick<Context, "prefix">): string =>
    pathsOf(kind, prefix)
        .map(([path]) => path)
        .join(" or ");

/**
 * Whose entry role a role is: its path begins as theirs do, well or badly; `undefined`: it is none. A role on any other path may
 * trust no identity provider.
 */
export function entryKind(
    { props: { path } }: ResourceFacts,
    { prefix }: Pick<Context, "prefix">,
): EntryKind | undefined {
    if (typeof path !== "string") return undefined;
    return (["pipeline", "federatedGroup"] as const).find((kind) =>
        path.startsWith(`/${prefix}${segments[kind]}/`),
    );
}

export const isEntryRole = (resource: ResourceFacts, context: Pick<Context, "prefix">): boolean =>
    entryKind(resource, context) !== undefined;

/**
 * Kind and class of an entry role, or of a permission set's role in the state account: a set's name says its class, since the role's
 * path is IAM Identity Center's.
 *
 * @param rest of its ARN, path and name: what comes after `role/`
 */
export function entryOf(
    rest: string,
    { prefix, identityCenter }: Pick<Context, "prefix" | "identityCenter">,
): { readonly kind: EntryKind; readonly trustClass: TrustClass } | undefined {
    for (const kind of ["pipeline", "federatedGroup"] as const) {
        const pattern = `^${prefix}${segments[kind]}/(nonprod|prod)/[\\w+=,.@-]{1,64}$`;
        const trustClass = new RegExp(pattern).exec(rest)?.[1] as TrustClass | undefined;
        if (trustClass !== undefined) return { kind, trustClass };
    }
    if (identityCenter === undefined) return undefined;
    const { region } = identityCenter;
    const path = `aws-reserved/sso\\.amazonaws\\.com/${region === "us-east-1" ? "" : `${region}/`}`;
    const pattern = `^${path}AWSReservedSSO_${prefix}(Prod|Nonprod)-[\\w+=,.@-]{1,32}_[0-9a-f]{16}$`;
    const found = new RegExp(pattern).exec(rest)?.[1];
    return found === undefined
        ? undefined
        : { kind: "federatedGroup", trustClass: found === "Prod" ? "prod" : "nonprod" };
}

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

/** Whether an ARN is exactly that of a SAML provider of the platform's in the state account: its name begins with the prefix. */
export function isSamlProvider(arn: string, { partition, prefix, stateAccount }: Context): boolean {
    const start = `arn:${partition}:iam::${stateAccount.id}:saml-provider/${prefix}`;
    return arn.startsWith(start) && /^[A-Za-z0-9][\w.-]{0,111}$/.test(arn.slice(start.length));
}
