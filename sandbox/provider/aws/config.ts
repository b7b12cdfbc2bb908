import type { CheckFailure, CheckResult } from "../check";
import { UNKNOWN, hasUnknown, isObject, withoutNulls, type Props, type Value } from "../values";

/** A role to assume before anything else. */
export interface AssumeRole {
    readonly roleArn: string;

    /** @default "pulumi" */
    readonly sessionName?: string;
    readonly externalId?: string;
}

/** What the stand-in for the AWS provider works by. */
export interface AwsConfig {
    /** Region of the calls. @default value of `AWS_REGION`, else "us-east-1" */
    readonly region?: string;

    /** The accounts that may be worked on, 12 digits each. @default every account */
    readonly allowedAccountIds?: readonly string[];

    /** Roles to assume, one through the other. @default none */
    readonly assumeRoles?: readonly AssumeRole[];
    readonly defaultTags?: { readonly tags?: Readonly<Record<string, string>> };

    /** Tags that others keep: they are neither read nor removed. */
    readonly ignoreTags?: { readonly keyPrefixes?: readonly string[] };
}

/** Whether a setting has the shape the provider reads; the message says what it must be. */
interface Setting {
    readonly accepts: (value: Value) => boolean;
    readonly mustBe: string;
}

const isText = (value: Value | undefined): boolean => typeof value === "string" && value !== "";
const isTexts = (value: Value): boolean => Array.isArray(value) && value.every(isText);
const isTextMap = (value: Value): boolean =>
    isObject(value) && Object.values(value).every((member) => typeof member === "string");
const hasOnly = (value: Value, keys: readonly string[]): boolean =>
    isObject(value) && Object.keys(value).every((key) => keys.includes(key));

// The stand-in always asks for the account and never for metadata, so the `skip...` settings change nothing.
const flag: Setting = { accepts: (value) => typeof value === "boolean", mustBe: "true or false" };

const settings: Readonly<Record<string, Setting>> = {
    version: { accepts: isText, mustBe: "text" },
    region: { accepts: isText, mustBe: "text" },
    allowedAccountIds: { accepts: isTexts, mustBe: "a list of account ids" },
    assumeRoles: {
        accepts: (value) =>
            Array.isArray(value) &&
            value.every(
                (role: Value) =>
                    hasOnly(role, ["roleArn", "sessionName", "externalId"]) &&
                    isTextMap(role) &&
                    isObject(role) &&
                    isText(role["roleArn"]),
            ),
        mustBe: "a list of {roleArn, sessionName?, externalId?}",
    },
    defaultTags: {
        accepts: (value) =>
            hasOnly(value, ["tags"]) &&
            isObject(value) &&
            (value["tags"] === undefined || isTextMap(value["tags"])),
        mustBe: "{tags: {name: value}}",
    },
    ignoreTags: {
        accepts: (value) =>
            hasOnly(value, ["keyPrefixes"]) &&
            isObject(value) &&
            (value["keyPrefixes"] === undefined || isTexts(value["keyPrefixes"])),
        mustBe: "{keyPrefixes: [text]}",
    },
    skipCredentialsValidation: flag,
    skipMetadataApiCheck: flag,
    skipRegionValidation: flag,
    skipRequestingAccountId: flag,
};

/**
 * Checks the inputs of an `aws` provider. They are returned as they came: the engine keeps nested ones as JSON text, and
 * compares them with those of the next run.
 */
export function checkAwsConfig(news: Props): CheckResult {
    const inputs = withoutNulls(news);
    const failures = Object.entries(inputs).flatMap(([name, value]): readonly CheckFailure[] => {
        const setting = Object.hasOwn(settings, name) ? settings[name] : undefined;
        if (setting === undefined) {
            return [{ property: name, reason: unknownSetting(name) }];
        }
        const decoded = decode(name, value);
        return hasUnknown(decoded) || setting.accepts(decoded)
            ? []
            : [{ property: name, reason: `provider aws "${name}" must be ${setting.mustBe}` }];
    });
    return { inputs, failures };
}

/**
 * Reads checked inputs.
 *
 * @throws Error naming every input that is not usable
 */
export function readAwsConfig(config: Props): AwsConfig {
    const { inputs, failures } = checkAwsConfig(config);
    if (failures.length > 0) {
        throw new Error(failures.map((failure) => failure.reason).join("; "));
    }
    return Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [name, decode(name, value)]),
    );
}

/** The engine sends texts as they are and everything else as JSON text. */
function decode(name: string, value: Value): Value {
    if (typeof value !== "string" || value === UNKNOWN || name === "region" || name === "version") {
        return value;
    }
    try {
        return JSON.parse(value) as Value;
    } catch {
        return value;
    }
}

function unknownSetting(name: string): string {
    const next = ["accessKey", "secretKey", "token", "profile"].includes(name)
        ? "credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only; leave it out"
        : `it knows ${Object.keys(settings).join(", ")}; leave it out, or deploy with the real provider`;
    return `provider aws has no setting "${name}" in the sandbox's stand-in: ${next}`;
}
