import type { Settings } from "../config";
import { sessionName, storedSession } from "../credentials/session";
import type { Session } from "../credentials/session";
import { storeOf } from "../credentials/storedIdentity";
import { roleArn } from "../naming";
import { scopeOf } from "../config";
import { targetsOf } from "../credentials/targets";
import { openPlatform } from "./platform";
import type { Platform } from "./platform";
import { openServices } from "./services";
import type { StoreOptions } from "../credentials/targets";
import type { SourceOptions } from "./sources";

/** Options of the commands that use a stored credential. */
export interface UseOptions extends SourceOptions, StoreOptions {
    readonly identity: string;
    readonly role: string;
}

/** A session of the role, with the stored credential of the identity. */
export async function openSession(
    options: UseOptions,
): Promise<{ readonly session: Session; readonly platform: Platform }> {
    const platform = await openPlatform(options);
    const [target] = targetsOf(platform, { identity: options.identity }, options);
    if (target === undefined)
        throw new Error(`--identity ${options.identity} is no service account`);
    const role = roleOf(options.role, platform.settings);
    const { store, ownerOf, clients } = await openServices(platform.access, options);
    const { secret } = target;
    const own = storeOf(store, target, ownerOf);
    const session = await storedSession(own, secret, clients.stsFor, role, sessionName());
    return { session, platform };
}

/**
 * ARN of a role given as an ARN, or as `NAME@ACCOUNT`: with or without the prefix, the account by name or id.
 *
 * @throws Error that says what is wrong, with the accounts that there are
 */
export function roleOf(text: string, settings: Settings): string {
    if (text.startsWith("arn:")) return text;
    const [, name, account] = /^([\w+=,.@-]+)@([\w-]+)$/.exec(text) ?? [];
    const found = settings.accounts.find((known) => known.name === account || known.id === account);
    if (name === undefined || found === undefined) {
        const known = settings.accounts.map((entry) => entry.name).join(", ");
        throw new Error(
            `--role is "${text}"; must be a role's ARN, or NAME@ACCOUNT with one of the accounts ${known}`,
        );
    }
    const { prefix } = settings;
    return roleArn(
        scopeOf(settings, found),
        name.startsWith(prefix) ? name.slice(prefix.length) : name,
    );
}
