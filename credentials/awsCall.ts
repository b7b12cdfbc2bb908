import { retrying } from "./retry";
import type { Sleep } from "./retry";

/** Which call it is, for messages. */
export interface CallName {
    /** e.g. `IAM` */
    readonly service: string;
    /** e.g. `CreateAccessKey` */
    readonly call: string;
    /** What it is about: a user, a secret, a role. */
    readonly subject: string;
    /** Whether it may be made again after a failure that leaves open whether it was carried out. @default true */
    readonly idempotent?: boolean;
}

/**
 * A call that a service refused, or didn't answer. It says which, and what to do; nothing of the answer but its error
 * code, since an answer may quote what was sent.
 */
export class ServiceError extends Error {
    /** As AWS's errors have it. */
    readonly $metadata: { readonly httpStatusCode: number };

    constructor(
        message: string,
        /** The service's error code, e.g. `AccessDenied`. */
        override readonly name: string,
        /** 0: there was no answer. */
        readonly status: number,
    ) {
        super(message);
        this.$metadata = { httpStatusCode: status };
    }
}

/** What to do about an error, by its code. */
const nextSteps: readonly (readonly [RegExp, string])[] = [
    [
        /^(AccessDenied|UnauthorizedOperation)/,
        "the caller's policies, or the secret's, don't allow it",
    ],
    [
        /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature)/,
        "the caller's AWS credentials are not valid or have expired; get new ones",
    ],
    [/^(NoSuchEntity|ResourceNotFound)/, "it isn't there; deploy the state stack"],
    [
        /^(KMS|EncryptionFailure|DecryptionFailure)/,
        "its KMS key refuses it; enable the key, or let the caller use it",
    ],
    [
        /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown)/,
        "it is asked too often; run it again later",
    ],
    [/^LimitExceeded/, "a quota of the account is used up"],
    [
        /^InvalidRequest/,
        "a secret that is scheduled for deletion is restored by: aws secretsmanager restore-secret",
    ],
];

/**
 * Makes a call of a service, again as `retrying` does.
 *
 * @throws ServiceError naming the call and its subject
 */
export async function calling<Result>(
    { service, call, subject, idempotent = true }: CallName,
    sleep: Sleep,
    make: () => Promise<Result>,
): Promise<Result> {
    try {
        return await retrying(make, sleep, idempotent);
    } catch (error) {
        throw serviceError(error, service, `${call} for ${subject}`);
    }
}

function serviceError(error: unknown, service: string, what: string): Error {
    const { name, code, $metadata } = error as Error & {
        readonly code?: unknown;
        readonly $metadata?: { readonly httpStatusCode?: number };
    };
    // What the SDK itself finds before it asks is about this machine, not from the service.
    if (name === "CredentialsProviderError") {
        return new Error(`${what}: no AWS credentials were found; log in to AWS first`);
    }
    const status = $metadata?.httpStatusCode ?? 0;
    const kind = plainCode(name);
    if (status === 0) {
        const why = typeof code === "string" ? plainCode(code) : kind;
        return new ServiceError(
            `${service} doesn't answer ${what} (${why}); try again`,
            kind,
            status,
        );
    }
    const next = nextSteps.find(([pattern]) => pattern.test(kind))?.[1];
    return new ServiceError(
        `${service} refuses ${what}: ${kind}, status ${status}${next === undefined ? "" : `; ${next}`}`,
        kind,
        status,
    );
}

/** An error's code is a word; anything else is not repeated. */
const plainCode = (code: string): string =>
    /^[A-Za-z][A-Za-z0-9_.]{0,63}$/.test(code) ? code : "an unknown error";

/** Whether a service refused a call, so that it surely was not carried out. */
export function isRefusal(error: unknown): boolean {
    const { $metadata, name } = error as Partial<ServiceError>;
    const status = $metadata?.httpStatusCode ?? 0;
    return (status >= 400 && status < 500 && status !== 408) || /^Throttl/.test(name ?? "");
}
