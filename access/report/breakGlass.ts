/**
 * Whether a role is for emergencies: the last segment of its path says so, as that of an identity says its trust class, e.g.
 * `/PSKBreakGlass/`. Reports show such roles apart: who reaches them is to be few, and no everyday way.
 *
 * @param arn of a role
 */
export const isBreakGlass = (arn: string): boolean =>
    /^arn:[^:]+:iam::\d{12}:role\/(?:[^/]+\/)*[^/]*BreakGlass\/[^/]+$/.test(arn);
