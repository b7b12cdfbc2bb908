import type * as pulumi from "@pulumi/pulumi";

import { requestsFor } from "../../audit/events";
import { MailAlarm } from "../../audit/mailAlarm";
import type { AccountScope } from "../../platform/naming";

export interface BreakGlassAlarmArgs {
    /** Account of the role. */
    readonly scope: AccountScope;
    /** Region where the role may be asked for. */
    readonly region: string;
    readonly roleArn: string;
    /** E-mail addresses; each has to confirm AWS's mail. */
    readonly alarm: readonly string[];
}

/**
 * Tells people by e-mail of each request for the role, refused ones too.
 *
 * @param name of rule and topic, prefix included
 */
export const breakGlassAlarm = (
    name: string,
    { scope, region, roleArn, alarm }: BreakGlassAlarmArgs,
    opts: pulumi.ComponentResourceOptions,
): MailAlarm =>
    new MailAlarm(
        "iam-profiles:roles:BreakGlassAlarm",
        name,
        {
            scope,
            region,
            topic: name,
            rules: [
                {
                    name,
                    description: `Each request for ${roleArn}.`,
                    pattern: requestsFor(roleArn),
                },
            ],
            alarm,
        },
        opts,
    );
