/**
 * Makes an AWS call. Errors name the call, the caller, and the next step.
 *
 * @param action IAM action of the call, e.g. `iam:GetAccountAuthorizationDetails`
 * @param caller principal of the call, e.g. a role's ARN
 */
export async function awsCall<Result>(
    action: string,
    caller: string,
    call: () => Promise<Result>,
): Promise<Result> {
    try {
        return await call();
    } catch (error) {
        const { name, message } = error as Error;
        const [, next] = nextSteps.find(([pattern]) => pattern.test(name)) ?? [];
        const why = next === undefined ? "" : `; ${next}`;
        throw new Error(`${action} as ${caller} failed with ${name}: ${message}${why}`, {
            cause: error,
        });
    }
}

/** By error name. */
const nextSteps: readonly (readonly [RegExp, string])[] = [
    [
        /^AccessDenied/,
        "allow it there, or name a role that has the permission with --read-role NAME",
    ],
    [/^(Throttl|TooManyRequests|RequestLimitExceeded)/, "AWS throttled the calls; retry later"],
    [/^(ExpiredToken|InvalidClientTokenId)/, "log in to AWS again"],
    [
        /^CredentialsProviderError/,
        "log in to AWS, or set AWS_PROFILE to a profile that is logged in",
    ],
];
