/** Settings of a profile of the shared AWS config and credentials files, by name. */
export type ProfileSettings = Readonly<Record<string, string | undefined>>;
/** Profiles by name, as the AWS SDK reads them. */
export type Profiles = Readonly<Record<string, ProfileSettings | undefined>>;

/** Set for what `credentials process` starts, so that it is seen when it starts itself. */
export const processMark = "IAM_PROFILES_CREDENTIAL_PROCESS";

const ownCommand = /(^|[\s"'\\/])iam-profiles(\.\w+)?["']?\s+credentials\s+process(\s|$)/;

/** Whether a `credential_process` is `iam-profiles credentials process`, of any checkout. */
export const isOwnProcess = (command: string): boolean => ownCommand.test(command);

/** The profile that `credentials process` takes its own AWS credentials from. */
export interface ReaderProfile {
    /** None: what the SDK finds without a profile. */
    readonly profile?: string;
    /** The profile of `AWS_PROFILE`, where it is passed over because its `credential_process` is this program. */
    readonly passedOver?: string;
}

/**
 * Chooses the AWS profile for `credentials process`, which must not be one that leads back to itself: the SDK would run
 * `credentials process` again, and that again, without end. The AWS CLI runs a credential process with its own
 * environment, so `AWS_PROFILE` is mostly the very profile that is being resolved; it is passed over then.
 *
 * @param wanted a profile that was asked for by name
 * @throws Error if the process was started by itself, or if only a profile that leads back to it is left
 */
export function readerProfile(
    env: NodeJS.ProcessEnv,
    profiles: Profiles,
    wanted?: string,
): ReaderProfile {
    if ((env[processMark] ?? "") !== "") {
        throw new Error(
            "credentials process was started by a credential_process of its own: an AWS profile that it reads its credentials from leads back to it; name another one with --profile",
        );
    }
    if (wanted !== undefined) {
        if (!Object.hasOwn(profiles, wanted)) {
            throw new Error(
                `--profile ${wanted} is in neither the AWS config nor credentials file`,
            );
        }
        if (!leadsBack(wanted, profiles)) return { profile: wanted };
        throw new Error(
            `--profile ${wanted} gets its credentials from iam-profiles itself; name a profile that does not`,
        );
    }
    const set = env["AWS_PROFILE"] || undefined;
    if (set !== undefined && !leadsBack(set, profiles)) return { profile: set };
    const hasKeys = Boolean(env["AWS_ACCESS_KEY_ID"] && env["AWS_SECRET_ACCESS_KEY"]);
    if (!hasKeys && leadsBack("default", profiles)) {
        throw new Error(
            `AWS profile "default" gets its credentials from iam-profiles itself, which needs others to read the stored credential; name a profile that has them with --profile`,
        );
    }
    return set === undefined ? {} : { passedOver: set };
}

/** Whether a profile's credentials come from this program, be it by way of other profiles. */
function leadsBack(name: string, profiles: Profiles, before: readonly string[] = []): boolean {
    const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
    if (profile === undefined || before.includes(name)) return false;
    const { credential_process: command, source_profile: source } = profile;
    return (
        (command !== undefined && isOwnProcess(command)) ||
        (source !== undefined && leadsBack(source, profiles, [...before, name]))
    );
}
