import { mkdirSync } from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

import type { Settings } from "../platform/config";
import { checkout } from "../platform/checkout";
import { engineHome } from "./engineHome";
import type { SandboxFolders } from "./folders";

/**
 * Environment of the engine, and so of the providers, for one stack of a sandbox.
 *
 * The local AWS takes an account's id as the access key id of its administrator. Whatever credentials and profiles the
 * caller has are hidden, so that nothing here can reach a real account.
 *
 * @param endpoint of the local AWS, e.g. `http://127.0.0.1:4566`
 */
export function engineEnvironment(
    folders: SandboxFolders,
    endpoint: string,
    settings: Settings,
): Record<string, string> {
    mkdirSync(folders.backend, { recursive: true });
    return {
        ...administratorEnvironment(folders, endpoint, settings),
        PATH: [
            folders.providers,
            path.join(checkout, "sandbox", "policyHost"),
            process.env["PATH"] ?? "",
        ].join(path.delimiter),
        PULUMI_BACKEND_URL: pathToFileURL(folders.backend).href,
        // The state never contains a secret, but the engine requires a passphrase.
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_HOME: engineHome(),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        // Its runs are short and small: with Go's own 100 it spends a tenth of them on collecting what would fit.
        GOGC: process.env["GOGC"] ?? "400",
    };
}

/** Environment in which the AWS SDK and CLI are an account's administrator in the local AWS. */
export function administratorEnvironment(
    folders: SandboxFolders,
    endpoint: string,
    { account, region }: Pick<Settings, "account" | "region">,
): Record<string, string> {
    const nowhere = path.join(folders.root, "no-aws-config");
    return {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: account.id,
        AWS_SECRET_ACCESS_KEY: "sandbox",
        AWS_SESSION_TOKEN: "",
        AWS_PROFILE: "",
        AWS_CONFIG_FILE: nowhere,
        AWS_SHARED_CREDENTIALS_FILE: nowhere,
        AWS_EC2_METADATA_DISABLED: "true",
    };
}
