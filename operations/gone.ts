/** Whether AWS says that what a call is about isn't there; also where `awsCall` wrapped the error. */
export function isGone(error: unknown): boolean {
    const { name, cause } = error as Error;
    return (
        name === "NoSuchEntity" ||
        name === "NoSuchEntityException" ||
        (cause instanceof Error && isGone(cause))
    );
}
