import type { EngineEvent } from "@pulumi/pulumi/automation";

/** What a running engine is at. */
export interface Activity {
    /** Resources that it has finished, changed or not. */
    readonly done: number;
    /** Of them, those that it created, updated, replaced or deleted. */
    readonly changed: number;
    /** The resource that it began last and what it does to it, e.g. `create aws:iam:Role PSKPlatformVPCRole`. */
    readonly current: string;
}

export const noActivity: Activity = { done: 0, changed: 0, current: "" };

const unchanging = ["same", "read", "refresh"];

/** The activity after one more event of the engine. */
export function afterEvent(before: Activity, event: EngineEvent): Activity {
    const { resourcePreEvent, resOutputsEvent } = event;
    if (resourcePreEvent !== undefined) {
        const { op, urn, type } = resourcePreEvent.metadata;
        return { ...before, current: `${op} ${shortType(type)} ${urn.split("::").at(-1) ?? urn}` };
    }
    if (resOutputsEvent !== undefined) {
        const isChange = !unchanging.includes(resOutputsEvent.metadata.op);
        return {
            ...before,
            done: before.done + 1,
            changed: before.changed + (isChange ? 1 : 0),
        };
    }
    return before;
}

/** As Pulumi's own output shortens it: `aws:iam/role:Role` is `aws:iam:Role`. */
const shortType = (type: string): string => type.replace(/\/\w+:/, ":");

/** One line of a stack that runs, e.g. `prod  up  12 s  23 done, 20 changed  create aws:iam:Role PSKReader`. */
export const activityText = (
    stack: string,
    what: string,
    { done, changed, current }: Activity,
    seconds: number,
): string => {
    const counts = `${done} done${changed === 0 ? "" : `, ${changed} changed`}`;
    return [stack, what, `${Math.floor(seconds)} s`, counts, current]
        .filter((part) => part !== "")
        .join("  ");
};
