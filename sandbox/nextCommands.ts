/** What to do with a sandbox that runs; each line can be copied. */
const commands: readonly (readonly [command: string, does: string])[] = [
    ["npx iam-profiles access --source sandbox", "who reaches what, by any number of hops"],
    [
        "npx iam-profiles explain IDENTITY ROLE@ACCOUNT --source sandbox",
        "why one reaches the other, or why not",
    ],
    ["npx iam-profiles credentials status --sandbox", "the access keys and their age"],
    [
        "npx iam-profiles credentials exec --sandbox --identity NAME --role ROLE@ACCOUNT -- COMMAND",
        "a command with a role's session",
    ],
    ["npx iam-profiles drift --sandbox", "what was changed past Pulumi"],
    ["npm start -- --diff", "deploys what you changed, and shows it"],
    ["npm start -- --show-violation", "tries to let nonprod into prod"],
    ["npm run sandbox -- status", "what runs, and the AWS CLI with it"],
    ["npm run sandbox -- down", "stops and removes it"],
    ["npx iam-profiles --help", "all commands"],
];

/** The commands as a flat list. */
export const nextCommandsText = (): string =>
    ["Next:", ...commands.flatMap(([command, does]) => [`  $ ${command}`, `      ${does}`])].join(
        "\n",
    );
