import * as v from "valibot";

import type { Fault } from "./fault";
import { isObject } from "./isObject";
import { isNetwork } from "./networks";
import { globalRegion, regionFault } from "./partitions";
import { check, mailAddresses, must, strict, text } from "./schema";
import type { Schema } from "./schema";

/** The audit trail as it is switched on (docs/audit-trail.md). */
export interface AuditTrail {
    /** How long no one, the root user included, can delete what was logged, in days: 1 to 3,650. */
    readonly retentionDays: number;
    /** E-mail addresses that hear of each alarm. At least one, sorted. */
    readonly alarm: readonly string[];
    /** Organization that all accounts belong to, e.g. `o-a1b2c3d4e5`. @default the bucket's policy names no organization */
    readonly organization?: string;
    /** Networks that access keys are used from, in CIDR notation, sorted; 1 to 20. @default no alarm for keys */
    readonly networks?: readonly string[];
    /** Regions, beside the stack's, where alarms stand: at least the one of IAM and other global services. Sorted. */
    readonly regions: readonly string[];
}

/** Networks outside the configured ones that one EventBridge rule lists: a pattern has at most 2,048 characters. */
export const networksPerRule = 32;

const days = must("1 to 3650 (days)");
const most = { networks: 20, regions: 40 } as const;

const listOf = (what: string, otherwise: string, most: number, item: Schema<string>) =>
    v.pipe(
        v.array(item, must(what)),
        v.nonEmpty(`is empty; ${what}, or ${otherwise}`),
        v.maxLength(most, ({ input }) => `has ${input.length} entries; at most ${most}`),
        v.transform((items) => [...new Set(items)].sort()),
    );

const network = v.pipe(
    v.string(must("a network in CIDR notation, e.g. 192.0.2.0/24")),
    v.check(
        isNetwork,
        must(
            "a network in CIDR notation without bits behind its prefix, e.g. 192.0.2.0/24 or 2001:db8::/32",
        ),
    ),
);

const schemaOf = (partition: string) =>
    strict("auditTrail", {
        retentionDays: v.pipe(
            v.number(days),
            v.integer(days),
            v.minValue(1, days),
            v.maxValue(3650, days),
        ),
        alarm: mailAddresses("leave auditTrail out"),
        organization: v.exactOptional(
            text(/^o-[a-z0-9]{10,32}$/, "the id of an organization, e.g. o-a1b2c3d4e5"),
        ),
        networks: v.exactOptional(
            listOf("a list of networks", "leave it out: no alarm for keys", most.networks, network),
        ),
        regions: v.exactOptional(
            listOf(
                "a list of regions",
                "leave it out",
                most.regions,
                v.pipe(
                    v.string(must("an AWS region, e.g. us-east-1")),
                    v.check(
                        (region) => regionFault(region, partition) === undefined,
                        ({ input }) => regionFault(input, partition) ?? "",
                    ),
                ),
            ),
        ),
    });

/**
 * The audit trail, if it is switched on.
 *
 * @param value of `auditTrail`, as it was read; absent or empty: off
 * @param partition of all accounts
 */
export function parseAuditTrail(
    value: unknown,
    partition: string,
    fault: Fault,
): AuditTrail | undefined {
    if (value === undefined || (isObject(value) && Object.keys(value).length === 0)) {
        return undefined;
    }
    const given = check(schemaOf(partition), value, "auditTrail", fault);
    return (
        given && {
            ...given,
            regions: [...new Set([globalRegion(partition), ...(given.regions ?? [])])].sort(),
        }
    );
}

/** Regions where an account's alarms stand, the stack's own first. */
export const alarmRegions = ({ regions }: AuditTrail, own: string): readonly string[] => [
    own,
    ...regions.filter((region) => region !== own),
];
