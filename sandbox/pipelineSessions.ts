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

/**
 * Enters as each pipeline, with a token that says what its trust demands. Nothing signs it: the local AWS checks no signature. The
 * tests do, with a verifier of their own.
 *
 * @param endpoint of the local AWS
 * @param state settings of the state stack
 * @returns sessions by IAM role name
 * @throws Error if the local AWS refuses one
 */
export async function pipelineSessions(
    endpoint: string,
    state: Settings,
    pipelines: readonly Pipeline[],
): Promise<ReadonlyMap<string, PipelineSession>> {
    const sts = new STSClient({
        endpoint,
        region: state.region,
        // The call is not signed.
        credentials: { accessKeyId: "unused", secretAccessKey: "unused" },
    });
    const scope = scopeOf(state, state.stateAccount);
    const sessions = new Map<string, PipelineSession>();
    for (const pipeline of pipelines) {
        const { Credentials: found } = await sts.send(
            new AssumeRoleWithWebIdentityCommand({
                RoleArn: identityArn(scope, { ...pipeline, kind: "pipeline" }),
                RoleSessionName: "matrix",
                WebIdentityToken: unsigned(claimsOf(pipeline, state.partition)),
            }),
        );
        const name = identityName(state.prefix, pipeline);
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
    }
    return sessions;
}

const tagPrefix = "aws:RequestTag/";

/** Claims of a pipeline's token; where any value fits, one that does. */
function claimsOf(pipeline: Pipeline, partition: string): Readonly<Record<string, unknown>> {
    const { address, audience } = issuerOf(pipeline, partition);
    const { subjects, further } = subjectOf(pipeline, address, hasClaimKeys(pipeline, partition));
    const demanded = Object.values(further)
        .flatMap((tests) => Object.entries(tests))
        .map(([key, value]) => [key, String(value).replaceAll("*", "1")] as const);
    const tags = demanded.filter(([key]) => key.startsWith(tagPrefix));
    return {
        iss: `https://${address}`,
        aud: audience,
        // A user's id, where the subject may have any.
        sub: subjects[0]?.replaceAll("?", "0"),
        ...Object.fromEntries(
            demanded
                .filter(([key]) => key.startsWith(`${address}:`))
                .map(([key, value]) => [key.slice(address.length + 1), value]),
        ),
        ...(tags.length === 0
            ? {}
            : {
                  "https://aws.amazon.com/tags": {
                      principal_tags: Object.fromEntries(
                          tags.map(([key, value]) => [key.slice(tagPrefix.length), [value]]),
                      ),
                  },
              }),
    };
}

/** @see https://www.rfc-editor.org/rfc/rfc7519#section-6 */
function unsigned(claims: Readonly<Record<string, unknown>>): string {
    const part = (value: object): string =>
        Buffer.from(JSON.stringify(value)).toString("base64url");
    return `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.`;
}
