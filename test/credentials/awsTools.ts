import * as path from "node:path";

import { ensurePythonPackages } from "../../sandbox/localAws/python";

/** Programs of the AWS CLI's own environment. */
export interface AwsTools {
    /** A Python that has botocore and boto3. */
    readonly python: string;
    /** The AWS CLI, as arguments of that Python. */
    readonly aws: readonly string[];
}

/** The AWS CLI and boto3, installed once into the cache folder: about 20 s, 150 MB. */
export async function ensureAwsTools(): Promise<AwsTools> {
    const python = await ensurePythonPackages(
        {
            what: "the AWS CLI and boto3",
            name: "aws-tools",
            requirements: path.join(__dirname, "awsTools.txt"),
        },
        () => undefined,
    );
    return { python, aws: ["-m", "awscli"] };
}
