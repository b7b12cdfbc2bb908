/** Parses a number in a policy or request, e.g. `-1.5`; `undefined` if it is invalid. */
export const readNumber = (text: string): number | undefined =>
    /^[+-]?\d{1,30}(?:\.\d{1,30})?$/.test(text) ? Number(text) : undefined;

const day = /^\d{4}-\d{2}(?:-\d{2})?$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const epoch = /^\d{5,15}$/;

/**
 * Parses a date in one of the W3C forms of ISO 8601 or in epoch seconds; `undefined` if it is
 * invalid. A bare year is ambiguous and rejected.
 *
 * @returns epoch seconds
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export function readDate(text: string): number | undefined {
    if (epoch.test(text)) return Number(text);
    if (!day.test(text) && !instant.test(text)) return undefined;
    const milliseconds = Date.parse(text);
    return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
