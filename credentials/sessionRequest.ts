import { userInfo } from "node:os";

/** What STS is asked for. */
export interface SessionRequest {
    readonly roleArn: string;
    /** Name of the session, for CloudTrail: 2 to 64 of `A-Za-z0-9_+=,.@-`. */
    readonly name: string;
    /**
     * How long the session lasts, in seconds: 900 to the role's maximum.
     *
     * @default 3600, STS's own default
     */
    readonly durationSeconds?: number;
    /** Who is behind the session, for CloudTrail; it stays when the session assumes further roles. */
    readonly sourceIdentity?: string;
    /** Session tags, 50 at most. */
    readonly tags?: readonly SessionTag[];
    readonly mfa?: { readonly serialNumber: string; readonly code: string };
}

export interface SessionTag {
    readonly key: string;
    readonly value: string;
}

/** IAM's bounds of a session, in seconds. */
export const sessionSeconds = { least: 900, most: 43_200, default: 3600 } as const;
export const maxTags = 50;

const unitSeconds: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600 };

/**
 * A duration in seconds, from e.g. `5400`, `90m` or `2h`.
 *
 * @throws Error unless it is 900 s to 43,200 s
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function parseDuration(text: string): number {
    const [, number = "", unit = ""] = /^(\d{1,6})([smh]?)$/.exec(text) ?? [];
    const seconds = number === "" ? NaN : Number(number) * (unitSeconds[unit] ?? NaN);
    if (!(seconds >= sessionSeconds.least && seconds <= sessionSeconds.most)) {
        throw new Error("Must be 15m to 12h: a number of seconds, or one with the unit s, m or h.");
    }
    return seconds;
}

/** @throws Error unless STS takes it as the name of a session, or as a source identity */
export function parseSessionName(text: string): string {
    if (!/^[\w+=,.@-]{2,64}$/.test(text)) {
        throw new Error("Must be 2 to 64 characters of A-Z, a-z, 0-9 and _+=,.@-.");
    }
    return text;
}

/**
 * A session tag, from `KEY=VALUE`, added to those before it.
 *
 * @throws Error unless STS takes it: key 1 to 128 characters and not `aws:...`, value 256 at most, 50 tags, no key twice
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function parseTag(text: string, before: readonly SessionTag[] = []): SessionTag[] {
    const [, key = "", value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (value === undefined || key === "") throw new Error("Must be KEY=VALUE.");
    if (!/^[\p{L}\p{Z}\p{N}_.:/+\-@]{1,128}$/u.test(key)) {
        throw new Error("The key must be 1 to 128 letters, digits, spaces and _.:/+-@.");
    }
    if (/^aws:/i.test(key)) throw new Error(`The key must not begin with "aws:".`);
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value)) {
        throw new Error("The value must be at most 256 letters, digits, spaces and _.:/=+-@.");
    }
    if (before.some((tag) => tag.key.toLowerCase() === key.toLowerCase())) {
        throw new Error(`The key "${key}" is given twice; upper and lower case count as the same.`);
    }
    if (before.length >= maxTags) throw new Error(`A session takes ${maxTags} tags at most.`);
    return [...before, { key, value }];
}

/** CI run identifiers, by the environment variable of each CI system. */
const pipelineVariables = [
    ["GITHUB_RUN_ID", "github"],
    ["CI_PIPELINE_ID", "gitlab"],
    ["BUILD_BUILDID", "azure"],
    ["CIRCLE_WORKFLOW_ID", "circleci"],
    ["BUILDKITE_BUILD_ID", "buildkite"],
    ["BUILD_TAG", "jenkins"],
] as const;

/**
 * The default name of a session: the pipeline's run, or the user of this machine.
 *
 * @returns 2 to 64 of the characters that STS takes
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function sessionName(
    env: NodeJS.ProcessEnv = process.env,
    user: string = localUser(env),
): string {
    const run = pipelineVariables.find(([variable]) => (env[variable] ?? "") !== "");
    const name = run === undefined ? `user-${user}` : `${run[1]}-${env[run[0]] ?? ""}`;
    return name.replace(/[^A-Za-z0-9_+=,.@-]/g, "-").slice(0, 64);
}

/** A container's user may have no name. */
function localUser(env: NodeJS.ProcessEnv): string {
    try {
        return userInfo().username;
    } catch {
        return env["USER"] || `uid-${String(process.getuid?.())}`;
    }
}
