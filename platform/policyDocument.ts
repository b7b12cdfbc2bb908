/**
 * An IAM policy document as the program writes it: always lists, never single values, so that documents can be compared,
 * sorted and checked uniformly.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
    readonly Version: "2012-10-17";
    readonly Statement: PolicyStatement[];
}

/** Condition operator -> context key -> values. */
export type Conditions = Record<string, Record<string, string | string[]>>;

/** A statement of an identity policy, a resource policy or a trust policy. */
export interface PolicyStatement {
    /** Letters and digits; unique within the document. */
    readonly Sid: string;
    readonly Effect: "Allow" | "Deny";
    readonly Principal?: { AWS: string[] } | { Service: string[] } | { Federated: string[] } | "*";
    readonly Action?: string[];
    readonly NotAction?: string[];
    readonly Resource?: string[];
    readonly NotResource?: string[];
    readonly Condition?: Conditions;
}

/** A policy document of these statements. */
export const policyDocument = (Statement: PolicyStatement[]): PolicyDocument => ({
    Version: "2012-10-17",
    Statement,
});

/**
 * Length of a document as IAM counts it against its quotas: in characters, without white space.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const policyLength = (document: PolicyDocument): number => JSON.stringify(document).length;
