/**
 * A pattern of EventBridge: it matches an event that has all of its fields, each with one of the values.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export interface EventPattern {
    readonly source?: readonly string[];
    readonly "detail-type": readonly string[];
    readonly detail: Readonly<Record<string, unknown>>;
}

const apiCall = "AWS API Call via CloudTrail";

/** Each request for a role, refused ones too. @param roleArn ARN of the role */
export const requestsFor = (roleArn: string): EventPattern => ({
    source: ["aws.sts"],
    "detail-type": [apiCall],
    detail: {
        eventSource: ["sts.amazonaws.com"],
        // Its trust policy refuses the others; that they are tried is worth an alarm.
        eventName: ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"],
        requestParameters: { roleArn: [roleArn] },
    },
});

/**
 * What the root user does itself, and its sign-ins; not what AWS services do for it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const usesOfRoot: EventPattern = {
    "detail-type": [apiCall, "AWS Console Sign In via CloudTrail"],
    detail: { userIdentity: { type: ["Root"], invokedBy: [{ exists: false }] } },
};

/**
 * Calls with a user's access key from some networks. A call that an AWS service passes on has the service's name for an address, and
 * is of the network that the first call came from.
 *
 * @param networks in CIDR notation
 */
export const usesOfKeys = (networks: readonly string[]): EventPattern => ({
    "detail-type": [apiCall],
    detail: {
        userIdentity: { type: ["IAMUser"], accessKeyId: [{ prefix: "AKIA" }] },
        sourceIPAddress: networks.map((cidr) => ({ cidr })),
    },
});
