import { isObject } from "./isObject";

/** Settings of an AWS provider that change neither where it works nor what it checks. */
const plainSettings: readonly string[] = [
    "allowedAccountIds",
    "assumeRoleWithWebIdentity",
    "assumeRoles",
    "defaultTags",
    "forbiddenAccountIds",
    "maxRetries",
    "profile",
    "region",
    "retryMode",
    "sharedConfigFiles",
    "sharedCredentialsFiles",
    // Whether a region's name is on the provider's list; @pulumi/aws sets it by itself.
    "skipRegionValidation",
    "stsRegion",
    "useDualstackEndpoint",
    "useFipsEndpoint",
    "version",
];

/**
 * The settings of an AWS provider with which it may work on another account than it says. Endpoints on this machine are
 * none: then no account can be at stake.
 *
 * @param settings values, not their JSON text
 */
export const unreviewedSettings = (
    settings: Readonly<Record<string, unknown>>,
): readonly (readonly [key: string, value: unknown])[] =>
    isLocal(settings["endpoints"])
        ? []
        : Object.entries(settings).filter(([key, value]) => !isPlain(key, value) && isSet(value));

/**
 * Whether a setting is harmless. Rotation keeps its records in tags that begin with `iam-profiles:`, which an update must leave
 * alone; any other tag that is ignored could be one that a policy's condition reads.
 */
const isPlain = (key: string, value: unknown): boolean =>
    plainSettings.includes(key) ||
    (key === "ignoreTags" && JSON.stringify(value) === '{"keyPrefixes":["iam-profiles:"]}');

/** What the engine hands over for a setting that is left out, or says what holds without it. */
const isSet = (value: unknown): boolean =>
    value !== undefined &&
    value !== null &&
    value !== "" &&
    value !== false &&
    !(typeof value === "object" && Object.keys(value).length === 0);

const loopbackHosts: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/** Whether all that this platform asks of AWS goes to this machine. */
function isLocal(endpoints: unknown): boolean {
    if (!Array.isArray(endpoints) || endpoints.length === 0) return false;
    const all = (endpoints as unknown[]).flatMap((entry): [string, unknown][] =>
        isObject(entry) ? Object.entries(entry) : [["", entry]],
    );
    return (
        all.every(([, url]) => isLoopback(url)) &&
        ["iam", "secretsmanager", "sts"].every((service) => all.some(([key]) => key === service))
    );
}

const isLoopback = (url: unknown): boolean =>
    typeof url === "string" &&
    URL.canParse(url) &&
    /^https?:$/.test(new URL(url).protocol) &&
    loopbackHosts.includes(new URL(url).hostname);
