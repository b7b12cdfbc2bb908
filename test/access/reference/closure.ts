import { stepsIn } from "./closureSteps";
import type { Step } from "./closureSteps";
import { copyOf } from "./closureWorld";
import type { ClosureWorld, RawDetails } from "./closureWorld";

/** An organization as written. */
export interface RawOrganization {
    /** accounts.json. */
    readonly accounts: Readonly<Record<string, unknown>>;
    /** Authorization details by account id. */
    readonly details: Readonly<Record<string, RawDetails>>;
}

/** Kinds of hops that the reference knows; `CreatePolicy` is a part of others. */
export const closureKinds: readonly string[] = [
    "AssumeRole",
    "CreateAccessKey",
    "PutUserPolicy",
    "PutRolePolicy",
    "PutGroupPolicy",
    "AttachRolePolicy",
    "UpdateAssumeRolePolicy",
    "AddUserToGroup",
    "CreatePolicyVersion",
    "DeleteRolePermissionsBoundary",
    "CreateRole",
    "PassRole-Lambda",
];

/** Worlds that are looked at before it is given up. */
const maxWorlds = 60;

/**
 * Users and roles that an identity can become, by doing everything that it can to copies of the documents.
 *
 * What never stands in the way of anything else is done at once; of the rest (joining a group that refuses something, losing
 * a boundary that a condition asks for) every order is tried, each in a world of its own.
 *
 * Written from AWS's documentation, to be compared with the product.
 *
 * @param identity ARN of a user
 * @param kinds of hops that may be taken
 * @returns `undefined` if there are too many worlds
 */
export function referenceReach(
    { details }: RawOrganization,
    identity: string,
    kinds: readonly string[],
): ReadonlySet<string> | undefined {
    const reached = new Set<string>();
    const seen = new Set<string>();
    const stepsFrom = (world: ClosureWorld): readonly Step[] =>
        stepsIn(world).filter(({ kind }) => kind === "CreatePolicy" || kinds.includes(kind));
    const waiting: ClosureWorld[] = [{ details, controlled: [identity] }];
    for (let world = waiting.pop(); world !== undefined; world = waiting.pop()) {
        const now = saturated(world, stepsFrom);
        const key = JSON.stringify({ ...now, controlled: [...now.controlled].sort() });
        if (seen.has(key)) continue;
        if (seen.size === maxWorlds) return undefined;
        seen.add(key);
        for (const arn of now.controlled) reached.add(arn);
        for (const step of stepsFrom(now)) waiting.push(after(now, [step]));
    }
    return reached;
}

/** The world once everything is done that is safe to do. */
function saturated(
    world: ClosureWorld,
    stepsFrom: (world: ClosureWorld) => readonly Step[],
): ClosureWorld {
    const steps = stepsFrom(world).filter(({ isSafe }) => isSafe);
    return steps.length === 0 ? world : saturated(after(world, steps), stepsFrom);
}

function after(world: ClosureWorld, steps: readonly Step[]): ClosureWorld {
    const copy = copyOf(world);
    for (const step of steps) step.do(copy);
    return copy;
}
