/** The command that updates a stack, for messages: always with the policy pack, without which nothing is checked. */
export const updateCommand = (stack: string): string =>
    `pulumi up --stack ${stack} --policy-pack policy-pack`;
