/** How the names of a partition's regions begin; all other regions are in `aws`. */
const regionsOf: Readonly<Record<string, string>> = {
    "aws-us-gov": "us-gov-",
    "aws-cn": "cn-",
    "aws-eusc": "eusc-",
    "aws-iso": "us-iso-",
    "aws-iso-b": "us-isob-",
    "aws-iso-e": "eu-isoe-",
    "aws-iso-f": "us-isof-",
};

/**
 * Host of the sign-in of AWS, to which people come with a password or a SAML assertion. `isGlobal`: it has one for all regions,
 * `https://<host>`; else one for each, `https://<region>.<host>`.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/signin-service.html
 */
export const signInHosts: Readonly<
    Record<string, { readonly host: string; readonly isGlobal: boolean }>
> = {
    aws: { host: "signin.aws.amazon.com", isGlobal: true },
    "aws-us-gov": { host: "signin.amazonaws-us-gov.com", isGlobal: true },
    "aws-cn": { host: "signin.amazonaws.cn", isGlobal: true },
    "aws-eusc": { host: "signin.amazonaws-eusc.eu", isGlobal: false },
    "aws-iso": { host: "signin.c2shome.ic.gov", isGlobal: false },
    "aws-iso-b": { host: "signin.sc2shome.sgov.gov", isGlobal: false },
    "aws-iso-e": { host: "signin.csphome.adc-e.uk", isGlobal: false },
    "aws-iso-f": { host: "signin.csphome.hci.ic.gov", isGlobal: false },
};

/** Partitions that the platform can be in. */
export const partitions: readonly string[] = ["aws", ...Object.keys(regionsOf)];

/**
 * The partition that a region is in.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export const partitionOf = (region: string): string =>
    Object.entries(regionsOf).find(([, start]) => region.startsWith(start))?.[0] ?? "aws";
