import { buildReport, readOrganization } from "../access";
import type { Organization, Report } from "../access";
import { representatives } from "../plan/alike/representatives";
import type { PlannedResource } from "../plan/plannedResource";
import type { RenderedKinds } from "../plan/renderStacks";
import { isExpired, watchWaivers } from "../platform/waivers";
import type { Waiver } from "../platform/waivers";
import { renderOthers } from "./platform";
import type { Account, Context, ResourceFacts } from "./rule";
import { unknown } from "./unknown";

/**
 * Who reaches what once the stack that runs is as the program asks, without the hops that are waived.
 *
 * @param resources what the program asks for, with what is known to come of it
 * @param now waivers past their day don't count
 * @throws Error if the policy documents of a stack cannot be derived
 */
export async function proofOf(
    resources: readonly ResourceFacts[],
    context: Context,
    now: Date,
): Promise<Proof> {
    const { organization, standsFor } = organizationWith(
        resources,
        await othersOf(context),
        context,
    );
    const inForce = context.waivers.filter((waiver) => !isExpired(waiver, now));
    const watched = watchWaivers(inForce);
    // Without hops to leave out, an account that is taken whole needn't be searched in detail.
    const report = buildReport(organization, inForce.length === 0 ? undefined : watched.matches);
    return { report, unmatchedWaivers: watched.unmatched(), standsFor };
}

const rendered = new Map<string, Promise<RenderedKinds>>();

/**
 * Every stack but the one that runs, rendered once for the same settings.
 *
 * @throws as `renderOthers` does
 */
export function othersOf(context: Context): Promise<RenderedKinds> {
    const { account, accounts, project, config, folder } = context;
    const key = JSON.stringify([account, accounts, project, folder, Object.entries(config).sort()]);
    const others = rendered.get(key) ?? renderOthers(context);
    rendered.set(key, others);
    return others;
}

/** What the proof found. */
export interface Proof {
    readonly report: Report;
    /** Waivers in force that match no hop that was found. */
    readonly unmatchedWaivers: readonly Waiver[];
    /** By id of an account of the report: accounts that aren't in it, of which the same is true. */
    readonly standsFor: ReadonlyMap<string, readonly Account[]>;
}

/**
 * The platform as the program makes it, with the stack that runs as it is about to be.
 *
 * @param resources as `proofOf` takes them
 * @param others every stack but the one that runs
 * @throws as `proofOf` does
 */
export function organizationWith(
    resources: readonly ResourceFacts[],
    { single, kinds }: RenderedKinds,
    { account, partition, prefix, trustedIssuers, project, config }: Context,
): { readonly organization: Organization } & Pick<Proof, "standsFor"> {
    // Roles that nonprod assumes there work beside the secrets, and may have those of other names.
    const secrets = account.sharedWith === undefined ? undefined : `${prefix}ServiceAccounts/*`;
    const planned = resources.map((resource) => plannedResource(resource, secrets));
    // What another stack deploys is there, too; this one may deploy nothing, and a rule says so if it does.
    const same = single.find((stack) => stack.account.id === account.id);
    const own =
        same === undefined
            ? { account, partition, resources: planned, outputs: {} }
            : { ...same, resources: [...same.resources, ...planned] };
    const settings = Object.entries(config).filter(([key]) => key !== `${project}:accounts`);
    const { documents, standsFor } = representatives(
        { single: [...single.filter((stack) => stack !== same), own], kinds },
        settings,
        { isUnknown: (value) => value === unknown },
    );
    const registry = { ...documents.accounts, ...trustedIssuers };
    const from = "this stack and the plan of the others";
    return { organization: readOrganization(registry, documents.detailsOf, { from }), standsFor };
}

/** What AWS adds that the proof needs. */
const added = ["arn", "tagsAll"];

/**
 * A resource with what the program asks for, and what AWS is known to add. It may be any: the program that runs need not have
 * the identities and roles of the one beside this pack, so nothing unknown is filled in from there.
 *
 * @param secrets what the name of a service account's secret matches, which a preview doesn't know; the rule
 *     secretsmanager-secret-is-on-path holds it to that before the secret is made. `undefined`: anything
 */
function plannedResource(
    { type, urn, props, outputs = {}, sources = {} }: ResourceFacts,
    secrets: string | undefined,
): PlannedResource {
    const known = Object.fromEntries(added.map((key) => [key, outputs[key]]));
    const single = Object.entries(sources).flatMap(([key, [source, ...more]]) =>
        source === undefined || more.length > 0 ? [] : [[key, source] as const],
    );
    const keyOf = keyOwner(urn);
    return {
        type,
        name: urn.split("::").at(-1) ?? "",
        props: {
            ...known,
            ...props,
            ...(keyOf !== undefined && secrets !== undefined && props["name"] === unknown
                ? { name: secrets }
                : {}),
        },
        urn,
        sources: Object.fromEntries(single),
        ...(keyOf === undefined ? {} : { keyOf }),
    };
}

const inServiceAccount = "iam-profiles:identities:ServiceAccount$";
const secretType = `${inServiceAccount}aws:secretsmanager/secret:Secret::`;
const userType = `${inServiceAccount}aws:iam/user:User::`;

/** URN of the user whose access key a secret holds: a service account makes both, with the same name. */
const keyOwner = (urn: string): string | undefined =>
    urn.includes(secretType) ? urn.replace(secretType, userType) : undefined;
