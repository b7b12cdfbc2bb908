import type { Answer, Cell } from "./cells";

/** What one call came to. */
export interface StsAnswer {
    readonly answer: Answer;
    /** AWS's id of the request, by which CloudTrail finds it; absent: there was no answer. */
    readonly requestId?: string;
    /** Absent if the role was assumed. */
    readonly errorCode?: string;
}

interface SdkAnswer {
    readonly $metadata?: { readonly requestId?: unknown };
    readonly name?: unknown;
    readonly code?: unknown;
}

/** What a call returned, as evidence: its request's id, and nothing of the session. */
export const assumedAnswer = ({ $metadata }: SdkAnswer): StsAnswer => ({
    answer: "assumed",
    ...requestIdOf($metadata),
});

/**
 * What a call threw. AccessDenied alone is a refusal: a key that doesn't work, throttling or no answer at all say nothing about the
 * role.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export function failedAnswer(error: unknown): StsAnswer {
    const { $metadata, name, code } = error as SdkAnswer;
    // A failed connection is named by its code.
    const errorCode = [code, name].map(plainCode).find((one) => one !== undefined);
    const isDenied = /^AccessDenied(Exception)?$/.test(errorCode ?? "");
    return {
        answer: isDenied ? "refused" : "unknown",
        errorCode: errorCode ?? "UnknownError",
        ...requestIdOf($metadata),
    };
}

/** An answer may quote what was sent, so that only what looks like an id or a code is kept. */
const requestIdOf = (metadata: SdkAnswer["$metadata"]): { readonly requestId?: string } => {
    const id = metadata?.requestId;
    return typeof id === "string" && /^[\w-]{8,64}$/.test(id) ? { requestId: id } : {};
};
const plainCode = (code: unknown): string | undefined =>
    typeof code === "string" && /^[A-Za-z][\w.]{0,63}$/.test(code) && code !== "Error"
        ? code
        : undefined;

const busy =
    /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ServiceUnavailable|InternalFailure|InternalError)/;
const unreachable =
    /^(TimeoutError|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH)$/;
/** What STS says to a key that it doesn't know yet. */
const newKey = /^(InvalidClientTokenId|UnrecognizedClientException)$/;

/** Milliseconds before each further attempt: 15.5 s in all. */
const delaysMs = [500, 1000, 2000, 4000, 8000];

/**
 * How long to wait before STS is asked again: while it is throttled or out of reach, and where a key or a role may be too new to be
 * known everywhere. An answer that is as expected, and a role that was assumed, are final.
 *
 * @param attempts that were made: 1 or more
 * @returns milliseconds; `undefined`: the answer is final
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export function nextDelay(
    { answer, errorCode = "" }: StsAnswer,
    { expected }: Pick<Cell, "expected">,
    attempts: number,
): number | undefined {
    const isTransient = [busy, unreachable, newKey].some((pattern) => pattern.test(errorCode));
    const mayBeNew = answer === "refused" && expected === "assumed";
    return isTransient || mayBeNew ? delaysMs[attempts - 1] : undefined;
}
