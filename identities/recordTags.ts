/**
 * What the names of tags begin with in which rotation records what it knows of an identity: see `credentials/keyRecords.ts`.
 * The program declares none of them, and its provider leaves them alone.
 */
export const recordTagPrefix = "iam-profiles:";
