import { NoCredential } from "./store";
import type { Credential, SecretLocation } from "./store";

const fields = ["accessKeyId", "secretAccessKey", "identityArn", "createdAt", "expiresAt"] as const;

/**
 * A credential as a store keeps it, from its JSON.
 *
 * @throws NoCredential that says what is missing, and nothing of what is there
 */
export function parseCredential(text: string | undefined, secret: SecretLocation): Credential {
    let value: unknown;
    try {
        value = JSON.parse(text ?? "");
    } catch {
        // The parser's own message quotes what it read.
        value = undefined;
    }
    const object = (typeof value === "object" && value !== null ? value : {}) as Record<
        string,
        unknown
    >;
    const missing = fields.filter((field) => typeof object[field] !== "string");
    if (missing.length > 0) {
        throw new NoCredential(
            `the current version of ${secret.id} holds no credential of ${secret.identity} (without ${missing.join(", ")}); ` +
                `see what is wrong: iam-profiles credentials status --identity ${secret.identity}`,
            text === undefined || text === "",
        );
    }
    return Object.fromEntries(
        fields.map((field) => [field, object[field]]),
    ) as unknown as Credential;
}
