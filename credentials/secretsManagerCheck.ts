import type {
    DescribeSecretResponse,
    GetResourcePolicyResponse,
} from "@aws-sdk/client-secrets-manager";

import { secretPolicy } from "../identities/secretPolicy";
import { finding } from "./findings";
import type { Finding } from "./findings";
import type { SecretLocation } from "./store";

/**
 * What is wrong with a secret of AWS Secrets Manager, apart from what its versions hold.
 *
 * @param secret with its readers: without, its policy isn't looked at
 */
export function secretFindings(
    { id, readers }: SecretLocation,
    described: DescribeSecretResponse,
    { ResourcePolicy }: GetResourcePolicyResponse,
): Finding[] {
    const cli = "aws secretsmanager";
    const found: Finding[] = [];
    if (described.DeletedDate !== undefined) {
        found.push(
            finding(
                "scheduled-for-deletion",
                `the secret is scheduled for deletion, and can't be read; restore it: ${cli} restore-secret --secret-id ${id}`,
            ),
        );
    }
    if (described.RotationEnabled === true) {
        found.push(
            finding(
                "other-rotation",
                `Secrets Manager's own rotation is on for it, and may store what is no access key; turn it off: ${cli} cancel-rotate-secret --secret-id ${id}`,
            ),
        );
    }
    for (const [version, labels] of Object.entries(described.VersionIdsToStages ?? {})) {
        if (!labels.includes("AWSPENDING") || labels.length < 2) continue;
        found.push(
            finding(
                "pending-label",
                `version ${version} is in use, and has the label AWSPENDING too; rotate, or take it off: ${cli} update-secret-version-stage ` +
                    `--secret-id ${id} --version-stage AWSPENDING --remove-from-version-id ${version}`,
            ),
        );
    }
    return readers === undefined ? found : [...found, ...policyFindings(readers, ResourcePolicy)];
}

function policyFindings(readers: readonly string[], stored: string | undefined): Finding[] {
    const deploy = "put the program's back: iam-profiles up --stacks with the state stack";
    if (stored === undefined || stored === "") {
        const what =
            "the secret has no resource policy: every principal that may read the account's secrets may read it";
        return [finding("policy-missing", `${what}; ${deploy}`)];
    }
    if (canonical(parsed(stored)) === canonical(secretPolicy(readers))) return [];
    const what =
        "the secret's resource policy is not the program's: others may read it, or its readers may not";
    return [finding("policy-changed", `${what}; ${deploy}`)];
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}

/** A policy without what means nothing: order, names of statements, a list of one value. */
function canonical(policy: unknown): string {
    return JSON.stringify(plain(policy)) || "";
}

function plain(value: unknown): unknown {
    if (Array.isArray(value)) {
        const items = [...new Set(value.map((item) => JSON.stringify(plain(item))))].sort();
        return items.length === 1 ? (JSON.parse(items[0] ?? "null") as unknown) : items;
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value)
            .filter(([name]) => name !== "Sid" && name !== "Id")
            .map(([name, inner]) => [
                name,
                name === "Principal" ? anyone(plain(inner)) : plain(inner),
            ])
            .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
}

/** `{"AWS": "*"}` and `"*"` are the same. */
function anyone(principal: unknown): unknown {
    const { AWS, ...others } = (
        typeof principal === "object" && principal !== null ? principal : {}
    ) as Record<string, unknown>;
    return AWS === "*" && Object.keys(others).length === 0 ? "*" : principal;
}
