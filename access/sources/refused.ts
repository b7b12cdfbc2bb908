/** A read that AWS refused, and why: whom it asked, what, and the next step. */
export class Refused {
    constructor(readonly why: string) {}
}

/** What stays so until a permission or a quota changes; anything else ends the reading. */
const refusals =
    /^(AccessDenied|UnauthorizedOperation|NotAuthorized|Throttl|TooManyRequests|RequestLimitExceeded)/;

/**
 * Reads, or says why it may not.
 *
 * @throws what `read` throws, if that is no refusal: ended credentials, for example
 */
export async function orRefused<Result>(read: () => Promise<Result>): Promise<Result | Refused> {
    try {
        return await read();
    } catch (error) {
        const { message, cause } = error as Error;
        if (!(cause instanceof Error) || !refusals.test(cause.name)) throw error;
        // Printed in one line.
        return new Refused(message.replaceAll(/[\p{C}\s]+/gu, " ").slice(0, longest));
    }
}

/** Characters. */
const longest = 1_500;
