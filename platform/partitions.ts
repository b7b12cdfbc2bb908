/** A partition of AWS: accounts, ARNs and credentials of one are worth nothing in another. */
interface Partition {
    /** How the names of its regions begin; `undefined`: those that no other partition has. */
    readonly regions: string | undefined;
    /** Region where the calls to IAM and other global services are logged. */
    readonly globalRegion: string;
    /** STS as the audience of a token, as GitHub's action for AWS asks for it. */
    readonly githubAudience: string;
    /** Where its sign-in endpoint and console are; absent where AWS doesn't publish them. */
    readonly web?: { readonly signIn: string; readonly console: string };
}

const sts = "sts.amazonaws.com";

/**
 * All that the platform knows of partitions, a row for each.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 * @see https://github.com/aws-actions/configure-aws-credentials#oidc-configuration
 */
const table: Readonly<Record<string, Partition>> = {
    aws: {
        regions: undefined,
        globalRegion: "us-east-1",
        githubAudience: sts,
        web: { signIn: "signin.aws.amazon.com", console: "console.aws.amazon.com" },
    },
    "aws-us-gov": {
        regions: "us-gov-",
        globalRegion: "us-gov-west-1",
        githubAudience: sts,
        web: { signIn: "signin.amazonaws-us-gov.com", console: "console.amazonaws-us-gov.com" },
    },
    "aws-cn": {
        regions: "cn-",
        globalRegion: "cn-north-1",
        githubAudience: `${sts}.cn`,
        web: { signIn: "signin.amazonaws.cn", console: "console.amazonaws.cn" },
    },
    "aws-eusc": { regions: "eusc-", globalRegion: "eusc-de-east-1", githubAudience: sts },
    "aws-iso": { regions: "us-iso-", globalRegion: "us-iso-east-1", githubAudience: sts },
    "aws-iso-b": { regions: "us-isob-", globalRegion: "us-isob-east-1", githubAudience: sts },
    "aws-iso-e": { regions: "eu-isoe-", globalRegion: "eu-isoe-west-1", githubAudience: sts },
    "aws-iso-f": { regions: "us-isof-", globalRegion: "us-isof-south-1", githubAudience: sts },
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
export const partitions: readonly string[] = Object.keys(table);

/** @throws Error for a name that is no partition */
const rowOf = (partition: string): Partition => {
    const row = Object.hasOwn(table, partition) ? table[partition] : undefined;
    if (row === undefined) {
        throw new Error(
            `"${partition}" is no partition of AWS; must be one of ${partitions.join(", ")}`,
        );
    }
    return row;
};

/** The partition that a region is in. */
export const partitionOf = (region: string): string =>
    Object.entries(table).find(
        ([, { regions }]) => regions !== undefined && region.startsWith(regions),
    )?.[0] ?? "aws";

/** Where a partition's sign-in endpoint and console are; `undefined` where that isn't known, also of no partition. */
export const webOf = (partition: string): Partition["web"] =>
    Object.hasOwn(table, partition) ? table[partition]?.web : undefined;

/** Partitions whose console is known. */
export const partitionsWithConsole: readonly string[] = partitions.filter(
    (partition) => webOf(partition) !== undefined,
);

const regionPattern = /^[a-z]{2,4}(-[a-z]+)+-\d$/;

/**
 * Why a region is none of a partition.
 *
 * @param region as it was read
 * @returns what follows the region's place in a fault; `undefined`: it is one
 */
export function regionFault(region: string, partition: string): string | undefined {
    if (!regionPattern.test(region))
        return `is ${JSON.stringify(region)}; must be an AWS region, e.g. us-east-1`;
    return partitionOf(region) === partition
        ? undefined
        : `is ${JSON.stringify(region)}; it is in partition ${partitionOf(region)}, not ${partition}`;
}

/** Region of a partition where the calls to IAM and other global services are logged. */
export const globalRegion = (partition: string): string => rowOf(partition).globalRegion;

/** STS as the audience of a token of GitHub, in a partition. */
export const githubAudience = (partition: string): string => rowOf(partition).githubAudience;
