import pMap from "p-map";

import { finding, findingLevels } from "./findings";
import type { Finding, FindingCode } from "./findings";
import { isPlace } from "./keyRecords";
import { wrongStoreText } from "./rotationText";
import { judge, rowOf } from "./statusRows";
import type { Observed, StatusRow } from "./statusRows";
import { credentialFault } from "./storedIdentity";
import { NoCredential } from "./store";
import { defaultAtOnce, defaultMaxAgeMs } from "./target";
import type { CredentialServices, Target } from "./target";

export interface StatusOptions {
    /** Takes how many of the targets are looked at. */
    readonly onDone?: (done: number, of: number) => void;
    readonly now?: Date;
    /** Age at which a key is due, in milliseconds. @default 90 days */
    readonly maxAgeMs?: number;
    /** Read the stored credentials, and ask STS of them. */
    readonly verify?: boolean;
}

/**
 * Access keys against the secrets store, for every target.
 *
 * @returns rows in the targets' order; a target that can't be read has one row that says why
 */
export async function statusOf(
    targets: readonly Target[],
    services: CredentialServices,
    { now = new Date(), maxAgeMs = defaultMaxAgeMs, verify = false, onDone }: StatusOptions = {},
): Promise<StatusRow[]> {
    let done = 0;
    const rows = await pMap(
        targets,
        async (target) => {
            try {
                const binding = await bindingOf(target, services);
                if (binding?.code === "wrong-store") return [rowOf(target, {}, [binding])];
                const observed = await observe(target, services, verify);
                const rows = judge(target, observed, now, maxAgeMs);
                return binding === undefined || observed.keys.length === 0
                    ? rows
                    : [...rows, rowOf(target, {}, [binding])];
            } catch (error) {
                return [
                    rowOf(target, {}, [
                        finding("unreadable", `can't be read: ${(error as Error).message}`),
                    ]),
                ];
            } finally {
                done += 1;
                onDone?.(done, targets.length);
            }
        },
        { concurrency: defaultAtOnce },
    );
    return rows.flat();
}

/** In a store that isn't the identity's, nothing that is there or isn't means anything. */
async function bindingOf(
    { identity, secret }: Target,
    { records, store }: CredentialServices,
): Promise<Finding | undefined> {
    const { store: bound } = await records.read(identity);
    const place = store.place(secret);
    if (bound === undefined) {
        return finding("not-bound", `not bound to a store yet; rotate binds it to ${place}`);
    }
    return isPlace(bound, place)
        ? undefined
        : finding("wrong-store", wrongStoreText(identity, bound, place));
}

async function observe(
    target: Target,
    services: CredentialServices,
    verify: boolean,
): Promise<Observed> {
    const { keys, records, store } = services;
    // Versions first: a key that is made in between is then reported, not missed.
    const versions = await store.versions(target.secret);
    const listed = await keys.list(target.identity);
    const recorded = await records.read(target.identity);
    const secret = await store.findings(target.secret);
    const isLost = secret.some(({ code }) => code === "scheduled-for-deletion");
    const hasCurrent = versions.some(({ stage }) => stage === "current");
    const asked = verify && hasCurrent && !isLost ? await verified(target, services) : undefined;
    return {
        versions: versions.map((version) =>
            version.stage === "current" && asked?.accessKeyId !== undefined
                ? { ...version, accessKeyId: asked.accessKeyId }
                : version,
        ),
        secret,
        ...(asked === undefined ? {} : { verified: asked.findings }),
        keys: await Promise.all(
            listed.map(async (key) => {
                const lastUsed = await keys.lastUsed(key.accessKeyId);
                const record = recorded.keys.get(key.accessKeyId);
                return {
                    ...key,
                    ...(lastUsed === undefined ? {} : { lastUsed }),
                    ...(record === undefined ? {} : { record }),
                };
            }),
        ),
    };
}

/** @returns what is wrong with the stored credential, and if nothing, whose key's it is */
async function verified(
    target: Target,
    { store, ownerOf }: CredentialServices,
): Promise<{ readonly findings: readonly Finding[]; readonly accessKeyId?: string }> {
    try {
        const credential = await store.readCurrent(target.secret);
        const fault = await credentialFault(credential, target, ownerOf);
        return fault === undefined
            ? { findings: [], accessKeyId: credential.accessKeyId }
            : { findings: [finding("current-wrong", fault)] };
    } catch (error) {
        const { message } = error as Error;
        if (!(error instanceof NoCredential)) {
            return { findings: [finding("unreadable", `can't be verified: ${message}`)] };
        }
        const what = message.replace(/; see what is wrong.*/, "");
        return { findings: [finding("current-wrong", `${what}; rotate it`)] };
    }
}

/** What makes `credentials status` exit with 1. */
export const exitConditions = ["any", "old", "due"] as const;
export type ExitCondition = (typeof exitConditions)[number];

const counted: Readonly<Record<ExitCondition, readonly FindingCode[] | undefined>> = {
    any: undefined,
    old: ["due", "old"],
    due: ["due"],
};

/** Whether one of the findings is of the condition; one that makes a credential unusable always is. */
export const needsAttention = (
    rows: readonly StatusRow[],
    condition: ExitCondition = "any",
): boolean =>
    rows.some(({ findings }) =>
        findings.some(
            ({ code }) =>
                counted[condition]?.includes(code) !== false || findingLevels[code] === "error",
        ),
    );

/** Whether one of the identities can't be read. */
export const isUnreadable = (rows: readonly StatusRow[]): boolean =>
    rows.some(({ findings }) => findings.some(({ code }) => code === "unreadable"));
