import { isOwnProcess } from "./ownProcess";
import type { ConfigOption, ConfigSection } from "./sharedConfig";

/** Below its header, a profile of ours says so, and for which identity. */
export const marker = "# iam-profiles: ";

/** Settings that a profile of ours may have had; one that it no longer has is taken out. */
export const ownSettings: readonly string[] = [
    "credential_process",
    "role_arn",
    "source_profile",
    "mfa_serial",
];
/** Settings that lead to credentials: with one that isn't ours, the profile isn't. */
const credentialSettings =
    /^(credential_|role_|source_profile|mfa_|aws_|sso_|login_|web_identity_|external_id|duration_seconds)/;

/** A section that this program wrote. */
export interface OwnSection extends ConfigSection {
    readonly profile: string;
    /** IAM user name of the identity that it is for. */
    readonly identity: string;
    /** Index after its last line that is neither empty nor a comment: what follows belongs to the next section. */
    readonly contentEnd: number;
}

/**
 * A section of ours: its header is one that every SDK reads, the marker is below, and each setting that leads to
 * credentials is as this program writes it, for the identity of the marker and the role of the profile's name.
 *
 * @returns undefined if it was written by hand, or the marker was copied
 */
export function ownSection(
    section: ConfigSection,
    lines: readonly string[],
): OwnSection | undefined {
    const below = lines[section.start + 1]?.trimEnd() ?? "";
    const profile = /^profile (?:"([^"]+)"|'([^']+)'|(\S+))$/
        .exec(section.key)
        ?.slice(1)
        .find(Boolean);
    if (profile === undefined || !below.startsWith(marker)) return undefined;
    if (!isPlainHeader(lines[section.start] ?? "")) return undefined;
    const identity = below.slice(marker.length);
    const role = roleOfName(profile, identity);
    if (role === undefined) return undefined;
    const ours = section.options
        .filter(({ name }) => credentialSettings.test(name))
        .every((option) => isOwnSetting(option, identity, role));
    if (!ours) return undefined;
    const contentEnd = section.options.at(-1)?.end ?? section.start + 2;
    return { ...section, profile, identity, contentEnd };
}

/** Whether nothing in a section of ours is its user's: comments, further settings. */
export function isWhollyOwn(section: OwnSection, lines: readonly string[]): boolean {
    const known = section.options.every(
        ({ name, line, end }) => [...ownSettings, "region"].includes(name) && end === line + 1,
    );
    const comments = lines
        .slice(section.start + 2, section.contentEnd)
        .some((line) => /^\s*[#;]/.test(line));
    return known && !comments && section.options.length > 0;
}

/** Whether every SDK reads the line as a header: with text other than a comment behind it, only the AWS CLI does. */
export const isPlainHeader = (line: string): boolean =>
    /^\s*\[[^\]]+\](\s+[#;].*)?$/.test(line.replace(/[\r\n]+$/, "").trimEnd());

/** The role in `IDENTITY.ROLE@ACCOUNT`. */
function roleOfName(profile: string, identity: string): string | undefined {
    const encoded = encodeName(identity);
    if (identity === "" || !profile.startsWith(`${encoded}.`)) return undefined;
    return /^([^@]+)@[^@]+$/.exec(profile.slice(encoded.length + 1))?.[1];
}

function isOwnSetting({ name, value }: ConfigOption, identity: string, role: string): boolean {
    switch (name) {
        case "credential_process": {
            const arn = optionOf(value, "--role");
            return (
                isOwnProcess(value) &&
                optionOf(value, "--identity") === identity &&
                arn !== undefined &&
                encodeName(lastSegment(arn)) === role
            );
        }
        case "role_arn":
            return encodeName(lastSegment(value)) === role;
        case "source_profile":
            return value === identity;
        case "mfa_serial":
            return value.endsWith(`:mfa/${identity}`);
        default:
            return false;
    }
}

/** An option's value in a command line as `aws-config` writes it. */
const optionOf = (command: string, option: string): string | undefined =>
    new RegExp(`\\s${option}\\s+(?:"([^"]*)"|([^\\s"]+))`).exec(command)?.slice(1).find(Boolean);

const lastSegment = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** The AWS SDKs take fewer characters in a profile's name than IAM in a user's. */
export const encodeName = (name: string): string => name.replace(/[=,]/g, encodeURIComponent);
