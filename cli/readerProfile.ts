import { parseKnownFiles } from "@smithy/core/config";

import { processMark, readerProfile } from "../credentials/ownProcess";
import type { ReaderProfile } from "../credentials/ownProcess";

/**
 * Has this process, and all that it starts, take AWS credentials from a profile that does not lead back to
 * `credentials process`.
 *
 * @param wanted `--profile`
 * @throws Error if there is no such profile
 */
export async function useReaderProfile(wanted: string | undefined): Promise<ReaderProfile> {
    const chosen = readerProfile(process.env, await parseKnownFiles({}), wanted);
    process.env[processMark] = "1";
    delete process.env["AWS_PROFILE"];
    delete process.env["AWS_DEFAULT_PROFILE"];
    if (chosen.profile !== undefined) process.env["AWS_PROFILE"] = chosen.profile;
    if (wanted !== undefined) {
        // A profile that was asked for outranks the environment, as it does for the AWS CLI.
        delete process.env["AWS_ACCESS_KEY_ID"];
        delete process.env["AWS_SECRET_ACCESS_KEY"];
        delete process.env["AWS_SESSION_TOKEN"];
    }
    return chosen;
}
