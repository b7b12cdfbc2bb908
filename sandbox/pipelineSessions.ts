import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import type { Settings } from "../platform/config";
import { scopeOf } from "../platform/config";
import { hasClaimKeys, issuerOf } from "../identities/federation/issuers";
import { subjectOf } from "../identities/federation/subjects";
import { identityArn, identityName } from "../identities/identity";
import type { Pipeline } from "../identities/identity";

/** Temporary credentials of an entry role. */
export interface PipelineSession {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
}

/** What came of entering as each pipeline. */
export interface PipelineSessions {
    /** By IAM role name. */
    readonly sessions: ReadonlyMap<string, PipelineSession>;
    readonly entered: readonly Pipeline[];
    /** Those whose trust demands what the local AWS knows nothing of: claims beside `aud` and `sub`. */
    readonly notAsked: readonly Pipeline[];
}

/**
 * Enters as each pipeline, with a token as its issuer would give it. Nothing signs it: the local AWS checks no signature. The tests
 * do, with a verifier of their own.
 *
 * @param endpoint of the local AWS
 * @param state settings of the state stack
 * @throws Error if the local AWS refuses one
 */
export async function pipelineSessions(
    endpoint: string,
    state: Settings,
    pipelines: readonly Pipeline[],
): Promise<PipelineSessions> {
    const sts = new STSClient({
        endpoint,
        region: state.region,
        // The call is not signed.
        credentials: { accessKeyId: "unused", secretAccessKey: "unused" },
    });
    const sessions = new Map<string, PipelineSession>();
    const entered: Pipeline[] = [];
    const notAsked: Pipeline[] = [];
    for (const pipeline of pipelines) {
        const { address, audience } = issuerOf(pipeline, state.partition);
        const claims = hasClaimKeys(pipeline, state.partition);
        const { subjects, further } = subjectOf(pipeline, address, claims);
        if (Object.values(further).some((tests) => Object.keys(tests).length > 0)) {
            notAsked.push(pipeline);
            continue;
        }
        const name = identityName(state.prefix, pipeline);
        const { Credentials: found } = await sts.send(
            new AssumeRoleWithWebIdentityCommand({
                RoleArn: identityArn(scopeOf(state, state.stateAccount), {
                    ...pipeline,
                    kind: "pipeline",
                }),
                RoleSessionName: "matrix",
                WebIdentityToken: unsigned({
                    iss: `https://${address}`,
                    aud: audience,
                    // A user's id, where the subject may have any.
                    sub: subjects[0]?.replaceAll("?", "0"),
                }),
            }),
        );
        const { AccessKeyId, SecretAccessKey, SessionToken } = found ?? {};
        if (
            AccessKeyId === undefined ||
            SecretAccessKey === undefined ||
            SessionToken === undefined
        ) {
            throw new Error(`The local AWS gave no session of ${name}; try again.`);
        }
        sessions.set(name, {
            accessKeyId: AccessKeyId,
            secretAccessKey: SecretAccessKey,
            sessionToken: SessionToken,
        });
        entered.push(pipeline);
    }
    return { sessions, entered, notAsked };
}

/** @see https://www.rfc-editor.org/rfc/rfc7519#section-6 */
const unsigned = (claims: Readonly<Record<string, unknown>>): string =>
    [{ alg: "none", typ: "JWT" }, claims, undefined]
        .map((part) =>
            part === undefined ? "" : Buffer.from(JSON.stringify(part)).toString("base64url"),
        )
        .join(".");
