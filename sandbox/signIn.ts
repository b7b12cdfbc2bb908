import { ChangePasswordCommand, IAMClient } from "@aws-sdk/client-iam";

/** Who signs in to the console of the local AWS. */
export interface SignInRequest {
    /** 12 digits. */
    readonly account: string;
    /** IAM user name. */
    readonly user: string;
    readonly password: string;
    /** @default none: a user with an MFA device is then refused */
    readonly mfaCode?: string;
}

/** A session of an IAM user, for 12 hours. */
export interface ConsoleSession {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    readonly expiration: Date;
    /** It can do nothing but change the password; that done, it is like any. */
    readonly mustChangePassword: boolean;
}

/** `SignInFailed`: account, user or password; `MfaRequired`: the user has a device; `MfaFailed`: the code is wrong, or was used. */
export class SignInError extends Error {
    constructor(
        override readonly name: string,
        message: string,
    ) {
        super(message);
    }
}

/**
 * Signs an IAM user in, as a browser does to the AWS console, and gives the session that the console, or `aws login`, then has.
 *
 * @param endpoint of the local AWS
 * @throws SignInError
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html
 */
export async function signIn(endpoint: string, request: SignInRequest): Promise<ConsoleSession> {
    const response = await fetch(`${endpoint}/_localAws/sign-in`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
    });
    const answer = (await response.json()) as Readonly<Record<string, string>>;
    const { error, message = `the local AWS answered ${response.status}` } = answer;
    if (!response.ok) throw new SignInError(error ?? "Unknown", message);
    return {
        accessKeyId: answer["AccessKeyId"] ?? "",
        secretAccessKey: answer["SecretAccessKey"] ?? "",
        sessionToken: answer["SessionToken"] ?? "",
        expiration: new Date(answer["Expiration"] ?? 0),
        mustChangePassword: Boolean(answer["PasswordResetRequired"]),
    };
}

/** Changes the password of the session's user, as the console asks for at the first sign-in. @throws Error of IAM */
export async function changePassword(
    endpoint: string,
    region: string,
    credentials: ConsoleSession,
    OldPassword: string,
    NewPassword: string,
): Promise<void> {
    const iam = new IAMClient({ endpoint, region, credentials });
    await iam.send(new ChangePasswordCommand({ OldPassword, NewPassword }));
}
