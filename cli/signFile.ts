import { run } from "../platform/childProcess";

/** What a signature is for, so that one of another purpose is not taken for it. */
export const signatureNamespace = "iam-profiles-probe";

/**
 * Signs a file with an SSH key of the user's, into FILE.sig. ssh-keygen asks for a passphrase at the terminal, or the agent.
 *
 * @param key file of the private key, or of the public key if an agent has the private one
 * @returns how to verify it
 * @throws Error if ssh-keygen is missing or refuses
 * @see https://man.openbsd.org/ssh-keygen#Y~5
 */
export async function signFile(file: string, key: string): Promise<string> {
    await run("ssh-keygen", ["-Y", "sign", "-f", key, "-n", signatureNamespace, file]);
    const [quotedFile, signature] = [quoted(file), quoted(`${file}.sig`)];
    return [
        `signature: ${file}.sig; to verify it, with the signer's public key in allowed_signers (docs/probe.md):`,
        `  ssh-keygen -Y verify -f allowed_signers -I SIGNER -n ${signatureNamespace} -s ${signature} < ${quotedFile}`,
    ].join("\n");
}

/** For a POSIX shell. */
const quoted = (text: string): string =>
    /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
