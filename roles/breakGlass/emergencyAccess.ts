import type * as pulumi from "@pulumi/pulumi";

import { identityName } from "../../identities/identity";
import type { KnownIdentity } from "../../identities/identity";
import { mayBreakGlass } from "../../platform/breakGlass";
import { scopeOf } from "../../platform/config";
import type { Settings } from "../../platform/config";
import { breakGlassAlarmName, breakGlassRoleArn, breakGlassRoleName } from "../../platform/naming";
import { breakGlassAlarm } from "./alarm";
import { BreakGlassRole } from "./breakGlassRole";
import { breakGlassTrustPolicy } from "./trust";

export interface EmergencyAccessOptions {
    readonly provider: pulumi.ProviderResource;
    readonly dependsOn: readonly pulumi.Resource[];
}

/**
 * Emergency access to the stack's account, and its alarm, which is there before the role is; nothing where it is off, or where none
 * of its people may use it.
 *
 * @param arns ARN of each identity that reaches the account, by IAM name
 * @returns ARN of the role by its IAM name
 */
export function emergencyAccess(
    settings: Settings,
    identities: readonly KnownIdentity[],
    arns: ReadonlyMap<string, string>,
    { provider, dependsOn }: EmergencyAccessOptions,
): Record<string, pulumi.Output<string>> {
    const { breakGlass, account, region, prefix } = settings;
    if (breakGlass === undefined) return {};
    const people = identities
        .filter(({ kind, name }) => kind === "person" && breakGlass.people.includes(name))
        .filter(({ trustClass }) => mayBreakGlass(trustClass, account))
        .map((person) => arns.get(identityName(prefix, person)))
        .filter((arn) => arn !== undefined);
    if (people.length === 0) return {};
    const scope = scopeOf(settings, account);
    const alarm = breakGlassAlarm(
        breakGlassAlarmName(prefix),
        { scope, region, roleArn: breakGlassRoleArn(scope), alarm: breakGlass.alarm },
        { provider },
    );
    const name = breakGlassRoleName(prefix);
    const role = new BreakGlassRole(
        name,
        { scope, trustPolicy: breakGlassTrustPolicy(people, breakGlass, region) },
        { provider, dependsOn: [...dependsOn, alarm] },
    );
    return { [name]: role.arn };
}
