import type { SessionRequest } from "./sessionRequest";

/** Errors of AssumeRole, with what they mean and the next step. */
const meanings: readonly (readonly [
    RegExp,
    (caller: string, request: SessionRequest) => string,
])[] = [
    [/^AccessDenied(Exception)?$/, denied],
    [
        /^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|IncompleteSignature)$/,
        (caller) =>
            `its access key does not work; check it: iam-profiles credentials status --identity ${caller}`,
    ],
    [
        /^(ExpiredToken|ExpiredTokenException|RequestExpired)$/,
        () => "its credentials have expired; get new ones, and check this machine's clock",
    ],
    [/^(ValidationError|ValidationException)$/, refused],
    [
        /^PackedPolicyTooLarge(Exception)?$/,
        () => "the session tags are too large together; pass fewer or shorter ones",
    ],
    [
        /^(CredentialsProviderError|CredentialsError)$/,
        () =>
            "there are no AWS credentials; set AWS_PROFILE or the variables of an access key, or log in",
    ],
    [
        /^(Throttling|ThrottlingException|RequestLimitExceeded|TooManyRequestsException)$/,
        () => "STS is asked too often; try again in a minute",
    ],
    [
        /^(TimeoutError|ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/,
        () =>
            "STS does not answer; check the network, and HTTPS_PROXY and NO_PROXY where there is a proxy",
    ],
];

/**
 * Why a role could not be assumed. Of what STS answers it holds the error's code alone, and only where that is one of
 * the known ones: the rest of an answer can quote what was sent.
 */
export function sessionFailure(error: unknown, caller: string, request: SessionRequest): string {
    const { name, code, $metadata } = error as SdkError;
    const what = `${caller} can't assume ${request.roleArn}`;
    for (const kind of [name, code]) {
        const meaning = meanings.find(
            ([pattern]) => typeof kind === "string" && pattern.test(kind),
        );
        if (meaning !== undefined) {
            return `${what}: ${String(kind)}: ${meaning[1](caller, request)}`;
        }
    }
    const status = $metadata?.httpStatusCode;
    if (status === 407) return `${what}: the proxy refuses (status 407); check HTTPS_PROXY`;
    const answered = typeof status === "number" ? `with status ${status}` : "in a way not known";
    return `${what}: STS fails ${answered}; try again`;
}

interface SdkError {
    readonly name?: unknown;
    readonly code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: unknown };
}

function denied(caller: string, request: SessionRequest): string {
    const needed = [
        "sts:AssumeRole",
        ...((request.tags ?? []).length > 0 ? ["sts:TagSession (--tag)"] : []),
        ...(request.sourceIdentity === undefined
            ? []
            : ["sts:SetSourceIdentity (--source-identity)"]),
    ].join(" and ");
    const mfa = request.mfa === undefined ? "" : ", or the MFA code is wrong or was used before";
    return (
        `its policies and the role's trust policy don't both allow ${needed}${mfa}; ` +
        `see: iam-profiles explain ${caller} ${request.roleArn}`
    );
}

function refused(_caller: string, { durationSeconds }: SessionRequest): string {
    const duration =
        durationSeconds === undefined
            ? ""
            : ` or --duration (${durationSeconds} s) is over the role's maximum session duration`;
    return `STS refuses the request: the role's ARN is malformed${duration}`;
}
