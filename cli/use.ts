import { setTimeout as sleep } from "node:timers/promises";

import { storedSession } from "../credentials/session";
import type { Session } from "../credentials/session";
import { storeOf } from "../credentials/storedIdentity";
import { targetsOf } from "../credentials/targets";
import { openPlatform } from "./platform";
import type { Platform } from "./platform";
import { openServices } from "./services";
import { sessionRequest } from "./sessionOptions";
import type { StoreOptions } from "../credentials/targets";
import type { SessionOptions } from "./sessionOptions";
import type { SourceOptions } from "./sources";

/** Options of the commands that use a stored credential. */
export interface UseOptions extends SourceOptions, StoreOptions, SessionOptions {
    readonly identity: string;
}

/** A session of a role, and how to get the next one. */
export interface OpenSession {
    readonly session: Session;
    /** Reads the stored credential again, which may have been rotated, and assumes the role again. */
    readonly renew: () => Promise<Session>;
    readonly platform: Platform;
    /** ARN of the role. */
    readonly role: string;
}

/** A session of the role, with the stored credential of the identity. */
export async function openSession(options: UseOptions): Promise<OpenSession> {
    const platform = await openPlatform(options);
    const [target] = targetsOf(platform, { identity: options.identity }, options);
    if (target === undefined)
        throw new Error(`--identity ${options.identity} is not a service account`);
    const request = sessionRequest(options, platform.settings);
    const { store, ownerOf, clients } = await openServices(platform.access, options);
    // Refuses a credential that is another identity's, also when the session is renewed.
    const own = storeOf(store, target, ownerOf);
    const renew = (): Promise<Session> =>
        storedSession(own, target.secret, clients.stsFor, request, sleep);
    return { session: await renew(), renew, platform, role: request.roleArn };
}
