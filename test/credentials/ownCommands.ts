import type { Profile } from "../../credentials/awsConfig";

/** The credential_process that `aws-config` writes for identity A and a role of the nonprod account. */
export const commandOf = (role: string, checkout = "/repo"): string =>
    `/usr/bin/node ${checkout}/cli/iam-profiles.cjs credentials process --identity A --role arn:aws:iam::222222222222:role/PSKRoles/${role}`;

/** The profile that is to be in every case's file. */
export const wanted: Profile = {
    name: "A.R@nonprod",
    identity: "A",
    settings: { credential_process: commandOf("R") },
    defaults: { region: "us-east-1" },
};

/** A case's text: `$RUN` is our command for role R, `$OLD` another checkout's, `$RUN2` the one for role R2. */
export const filled = (text: string): string =>
    text
        .replaceAll("$RUN2", commandOf("R2"))
        .replaceAll("$GONE", commandOf("Gone"))
        .replaceAll("$RUN", commandOf("R"))
        .replaceAll("$OLD", commandOf("R", "/o-l_d"));
