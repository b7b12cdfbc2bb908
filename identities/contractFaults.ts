import type { Settings } from "../platform/config";
import { isObject } from "../platform/isObject";
import { quote } from "../platform/quote";
import { contractVersion } from "./contractVersion";

/**
 * What is wrong with a contract: its version, its account, and each entry. The program and the commands read a contract
 * only after this check.
 *
 * @param contract the state stack's output, of any shape
 * @returns a sentence per fault; with none, what the contract has is as `Contract` says; a list may be absent
 */
export function contractFaults(
    contract: unknown,
    { partition, stateAccount }: Pick<Settings, "partition" | "stateAccount">,
): string[] {
    if (!isObject(contract)) return [`the contract is ${quote(contract)}; must be an object`];
    const { version, accountId } = contract;
    // Another version may mean something else by every other key.
    if (version !== contractVersion) {
        return [`version is ${quote(version)}; this program reads ${contractVersion}`];
    }
    const { id } = stateAccount;
    const faults: string[] = [];
    if (accountId !== id) faults.push(`accountId is ${quote(accountId)}; ${id} in Pulumi.yaml`);
    const isIdentity = new RegExp(
        `^arn:${partition}:iam::${id}:(user/([\\w+=,.@-]+/)*|role/\\w+(Pipelines|People)/(nonprod|prod)/)[\\w+=,.@-]+$`,
    );
    // Of IAM Identity Center: the class comes between the prefix and the rest of the name.
    const isReserved = new RegExp(
        `^arn:${partition}:iam::${id}:role/aws-reserved/sso\\.amazonaws\\.com/(?:[a-z0-9-]+/)?AWSReservedSSO_([A-Za-z0-9]+?)(?:Prod|Nonprod)-([\\w+=,.@-]+)_[0-9a-f]{16}$`,
    );
    for (const [name, entry] of entriesOf(contract, "identities", faults)) {
        const arn = isObject(entry) ? entry["arn"] : undefined;
        const isNamed = (text: string): boolean =>
            (isIdentity.test(text) && text.endsWith(`/${name}`)) ||
            (isReserved.exec(text)?.slice(1).join("") ?? "") === name;
        if (typeof arn !== "string" || !isNamed(arn)) {
            faults.push(
                `identities.${name}.arn is ${quote(arn)}; must be the ARN of that user or entry role in account ${id}`,
            );
        }
    }
    const isSecret = new RegExp(
        `^arn:${partition}:secretsmanager:[a-z0-9-]+:${id}:secret:[\\w/+=.@-]+$`,
    );
    for (const [name, arn] of entriesOf(contract, "secrets", faults)) {
        if (typeof arn !== "string" || !isSecret.test(arn)) {
            faults.push(
                `secrets.${name} is ${quote(arn)}; must be the ARN of a secret in account ${id}`,
            );
        }
    }
    return faults;
}

function entriesOf(
    contract: Readonly<Record<string, unknown>>,
    key: "identities" | "secrets",
    faults: string[],
): [string, unknown][] {
    const value = contract[key] ?? {};
    if (isObject(value)) return Object.entries(value);
    faults.push(`${key} is ${quote(value)}; must be an object`);
    return [];
}
