import { buildReport, readOrganization } from "../access";
import type { Organization, Report } from "../access";
import { keyHoldersOf, planDocuments } from "../plan/planSource";
import type { PlannedResource } from "../plan/plannedResource";
import type { RenderedStack } from "../plan/renderStack";
import { isExpired, waives } from "../platform/waivers";
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
): Promise<Report> {
    const inForce = context.waivers.filter((waiver) => !isExpired(waiver, now));
    const organization = organizationWith(resources, await renderPlatform(context), context);
    return buildReport(organization, (hop) => inForce.some((waiver) => waives(waiver, hop)));
}

/** The platform as the program makes it, with the stack that runs as it is about to be. */
function organizationWith(
    resources: readonly ResourceFacts[],
    platform: readonly RenderedStack[],
    { account }: Context,
): Organization {
    const own = platform.find((stack) => stack.account.id === account.id);
    if (own === undefined) throw new Error(`account ${account.id} is not in the registry`);
    const others = platform.filter((stack) => stack !== own);
    const holders = new Map(platform.flatMap(({ outputs }) => keyHoldersOf(outputs)));
    const real = resources.map((resource) => realResource(resource, own));
    // A real secret holds the key that its rendered twin would hold.
    const keyHolders = new Map(
        real.flatMap(({ type, props, twin }) => {
            const holder = holders.get(String(twin?.props["arn"]));
            return type === secretType && holder !== undefined
                ? [[String(props["arn"]), holder] as const]
                : [];
        }),
    );
    const { accounts, detailsOf } = planDocuments([...others, { ...own, resources: real }], {
        isUnknown: (value) => value === unknown,
        keyHolders,
    });
    return readOrganization(accounts, detailsOf, { from: "this stack and the plan of the others" });
}

const secretType = "aws:secretsmanager/secret:Secret";

/** What names a resource. A first preview can't know it where AWS or a random suffix decides; documents must be known. */
const identifiers = ["arn", "name", "policyArn", "secretArn"];

/** What AWS adds that the proof needs. */
const added = ["arn", "tagsAll"];

/**
 * A resource with what the program asks for, and what AWS is known to add. A name that isn't known yet is the one that the
 * program renders: it is the same program.
 */
function realResource(
    { type, urn, props, outputs = {} }: ResourceFacts,
    { resources }: RenderedStack,
): PlannedResource & { readonly twin: PlannedResource | undefined } {
    const name = urn.split("::").at(-1) ?? "";
    const twin = resources.find((other) => other.type === type && other.name === name);
    const all = { ...Object.fromEntries(added.map((key) => [key, outputs[key]])), ...props };
    const known = Object.entries(all).map(([key, value]) => {
        const isMissing =
            (value === undefined && added.includes(key)) ||
            (value === unknown && identifiers.includes(key));
        return [key, isMissing ? (twin?.props[key] ?? value) : value];
    });
    return { type, name, props: Object.fromEntries(known) as PlannedResource["props"], twin };
}
