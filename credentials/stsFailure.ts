import type { SessionRequest } from "./sessionRequest";

/** Error codes, with what they mean and the next step. */
type Meanings = readonly (readonly [RegExp, string])[];

const keyDoesNotWork =
    /^(InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|IncompleteSignature)$/;

/** What an error means, whatever STS was asked. */
const common: Meanings = [
    [
        /^(ExpiredToken|ExpiredTokenException|RequestExpired)$/,
        "the AWS credentials have expired; get new ones, and check this machine's clock",
    ],
    [
        /^(CredentialsProviderError|CredentialsError)$/,
        "there are no AWS credentials; set AWS_PROFILE or the variables of an access key, or log in",
    ],
    [
        /^(Throttling|ThrottlingException|RequestLimitExceeded|TooManyRequestsException)$/,
        "STS is asked too often; try again in a minute",
    ],
    [
        /^(TimeoutError|ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/,
        "STS does not answer; check the network, and HTTPS_PROXY and NO_PROXY where there is a proxy",
    ],
];

/** Why STS does not say who the caller is. */
export const callerFailure = (error: unknown): string =>
    stsFailure(error, "STS does not say who the caller is", [
        [keyDoesNotWork, "the AWS credentials don't work; check AWS_PROFILE, or log in again"],
    ]);

/** Why a role could not be assumed. @param caller identity, or ARN of the principal that asked */
export const sessionFailure = (error: unknown, caller: string, request: SessionRequest): string =>
    stsFailure(error, `${caller} can't assume ${request.roleArn}`, [
        [/^AccessDenied(Exception)?$/, denied(caller, request)],
        [
            keyDoesNotWork,
            `its access key does not work; check it: iam-profiles credentials status --identity ${caller}`,
        ],
        [/^(ValidationError|ValidationException)$/, refused(request)],
        [
            /^PackedPolicyTooLarge(Exception)?$/,
            "the session tags are too large together; pass fewer or shorter ones",
        ],
    ]);

/**
 * An error of STS in a sentence. Of what STS answers it holds the error's code alone, and only where that is one of the
 * known ones: the rest of an answer can quote what was sent.
 */
function stsFailure(error: unknown, what: string, own: Meanings): string {
    const { name, code, $metadata } = error as SdkError;
    for (const kind of [name, code]) {
        const meaning = [...own, ...common].find(
            ([pattern]) => typeof kind === "string" && pattern.test(kind),
        );
        if (meaning !== undefined) return `${what}: ${String(kind)}: ${meaning[1]}`;
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

function denied(
    caller: string,
    { roleArn, tags = [], sourceIdentity, mfa }: SessionRequest,
): string {
    const needed = [
        "sts:AssumeRole",
        ...(tags.length > 0 ? ["sts:TagSession (--tag)"] : []),
        ...(sourceIdentity === undefined ? [] : ["sts:SetSourceIdentity (--source-identity)"]),
    ].join(" and ");
    const code = mfa === undefined ? "" : ", or the MFA code is wrong or was used before";
    return (
        `its policies and the role's trust policy don't both allow ${needed}${code}; ` +
        `see: iam-profiles explain ${caller} ${roleArn}`
    );
}

function refused({ durationSeconds }: SessionRequest): string {
    const duration =
        durationSeconds === undefined
            ? ""
            : ` or --duration (${durationSeconds} s) is over the role's maximum session duration`;
    return `STS refuses the request: the role's ARN is malformed${duration}`;
}
