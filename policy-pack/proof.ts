import { buildReport, readOrganization } from "../access";
import type { Organization, Report } from "../access";
import { planDocuments } from "../plan/planSource";
import type { PlannedResource } from "../plan/plannedResource";
import type { RenderedStack } from "../plan/renderStack";
import { isExpired, watchWaivers } from "../platform/waivers";
import type { Waiver } from "../platform/waivers";
import { renderPlatform } from "./platform";
import type { Context, ResourceFacts } from "./rule";
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
    const inForce = context.waivers.filter((waiver) => !isExpired(waiver, now));
    const organization = organizationWith(resources, await renderPlatform(context), context);
    const watched = watchWaivers(inForce);
    const report = buildReport(organization, watched.matches);
    return { report, unmatchedWaivers: watched.unmatched() };
}

/** What the proof found. */
export interface Proof {
    readonly report: Report;
    /** Waivers in force that match no hop that was found. */
    readonly unmatchedWaivers: readonly Waiver[];
}

/** The platform as the program makes it, with the stack that runs as it is about to be. */
function organizationWith(
    resources: readonly ResourceFacts[],
    platform: readonly RenderedStack[],
    { account, partition, trustedIssuers }: Context,
): Organization {
    const others = platform.filter((stack) => stack.account.id !== account.id);
    const own = { account, partition, resources: resources.map(plannedResource), outputs: {} };
    const { accounts, detailsOf } = planDocuments([...others, own], {
        isUnknown: (value) => value === unknown,
    });
    const registry = { ...accounts, ...trustedIssuers };
    return readOrganization(registry, detailsOf, { from: "this stack and the plan of the others" });
}

/** What AWS adds that the proof needs. */
const added = ["arn", "tagsAll"];

/**
 * A resource with what the program asks for, and what AWS is known to add. It may be any: the program that runs need not have
 * the identities and roles of the one beside this pack, so nothing unknown is filled in from there.
 */
function plannedResource({
    type,
    urn,
    props,
    outputs = {},
    sources = {},
}: ResourceFacts): PlannedResource {
    const known = Object.fromEntries(added.map((key) => [key, outputs[key]]));
    const single = Object.entries(sources).flatMap(([key, [source, ...more]]) =>
        source === undefined || more.length > 0 ? [] : [[key, source] as const],
    );
    const keyOf = keyOwner(urn);
    return {
        type,
        name: urn.split("::").at(-1) ?? "",
        props: { ...known, ...props },
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
