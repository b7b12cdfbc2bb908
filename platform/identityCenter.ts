import * as v from "valibot";

import { isExactArn } from "./exactArn";
import type { Fault } from "./fault";
import { isObject } from "./isObject";
import { partitionOf } from "./partitions";
import { check, must, strict, text } from "./schema";

/**
 * The organization's IAM Identity Center, as far as the state stack writes to it: permission sets and their assignments in the state
 * account (docs/people.md).
 */
export interface IdentityCenter {
    /** E.g. `arn:aws:sso:::instance/ssoins-0123456789abcdef`. */
    readonly instanceArn: string;
    /** Its home region, where it is administered. The paths of its roles contain it. */
    readonly region: string;
    /** Account that administers it: the management account, or one that it delegated that to. 12 digits. */
    readonly accountId: string;
    /** Role of that account that the state stack's deployment assumes. @default the credentials of the deployment */
    readonly deployRoleArn?: string;
}

const schema = strict("identityCenter", {
    instanceArn: text(
        /^arn:[a-z-]+:sso:::instance\/(?:sso)?ins-[\w.-]{16}$/,
        "the ARN of an instance, e.g. arn:aws:sso:::instance/ssoins-0123456789abcdef",
    ),
    region: text(/^[a-z]{2,4}(-[a-z]+)+-\d$/, "an AWS region, e.g. us-east-1"),
    accountId: text(/^\d{12}$/, "the id of the account that administers it: 12 digits"),
    deployRoleArn: v.exactOptional(v.string(must("the ARN of a role"))),
});

/**
 * IAM Identity Center, if people come by it.
 *
 * @param value of `identityCenter`, as it was read; absent or empty: they don't
 * @param partition of the platform
 */
export function parseIdentityCenter(
    value: unknown,
    partition: string,
    fault: Fault,
): IdentityCenter | undefined {
    if (value === undefined || (isObject(value) && Object.keys(value).length === 0)) {
        return undefined;
    }
    const given = check(schema, value, "identityCenter", fault);
    if (given === undefined) return undefined;
    const { instanceArn, region, accountId, deployRoleArn } = given;
    if (!instanceArn.startsWith(`arn:${partition}:`) || partitionOf(region) !== partition) {
        fault(
            `identityCenter has instanceArn "${instanceArn}" and region "${region}"; both must be of partition ${partition}`,
        );
    }
    if (deployRoleArn !== undefined && !isExactArn(deployRoleArn, partition, accountId, ["role"])) {
        fault(
            `identityCenter.deployRoleArn is "${deployRoleArn}"; must be the ARN of a role in account ${accountId} (identityCenter.accountId)`,
        );
    }
    return given;
}
