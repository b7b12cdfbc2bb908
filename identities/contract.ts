import { scopeOf } from "../platform/config";
import type { Settings } from "../platform/config";
import { ProgramError } from "../platform/programError";
import { contractFaults } from "./contractFaults";
import { contractVersion } from "./contractVersion";
import { identityArn, identityName } from "./identity";
import type { KnownIdentity } from "./identity";
import { updateCommand } from "../platform/updateCommand";

/** Name of the state stack's output that holds the contract. */
export const contractOutput = "contract";

/** What the state stack exports for the account stacks: ARNs and ids, nothing secret. */
export interface Contract {
    readonly version: typeof contractVersion;
    /** Id of the state account: 12 digits. */
    readonly accountId: string;
    /** Every identity by the IAM name of its user or entry role. */
    readonly identities: Readonly<Record<string, ContractIdentity>>;
    /** ARN of every group by its name. */
    readonly groups: Readonly<Record<string, string>>;
    /** ARN of every service account's secret by its IAM user name. */
    readonly secrets: Readonly<Record<string, string>>;
}

export interface ContractIdentity {
    readonly arn: string;
    /**
     * What AWS stores in a trust policy in place of the ARN: `AIDA...`, `AROA...`. It changes when it is made anew. Not known of roles
     * that IAM Identity Center makes.
     */
    readonly uniqueId?: string;
}

/** The contract disagrees with the code, or isn't there. */
export class ContractError extends ProgramError {}

/**
 * The ARNs of the identities that this account is to trust, from the state stack's contract, each checked against the
 * ARN that the code computes.
 *
 * An identity that the code has and the contract lacks is an error when deploying, since AWS refuses to trust a
 * principal that doesn't exist. In a preview it is a warning, so that one pull request can add an identity and preview all stacks.
 * An identity that only the contract has is none of this account's: it is not trusted.
 *
 * @param contract the state stack's output as it was read, of any shape
 * @param stateStack name of the stack reference, for messages
 * @returns ARN by IAM name, and warnings
 * @throws ContractError with every disagreement and the command to run
 */
export function trustedIdentities(
    settings: Settings,
    identities: readonly KnownIdentity[],
    contract: unknown,
    stateStack: string,
    preview: boolean,
): { arns: ReadonlyMap<string, string>; warnings: readonly string[] } {
    const state = settings.stateAccount.name;
    const update = `Update the state stack first: ${updateCommand(state)}`;
    if (contract === undefined || contract === null) {
        throw new ContractError(
            `Stack ${stateStack} has no output "${contractOutput}": it was never deployed, or by another program. ${update}`,
        );
    }
    const warnings: string[] = [];
    const unreadable = contractFaults(contract, settings);
    if (unreadable.length > 0) throw disagreement(stateStack, unreadable, update);
    const faults: string[] = [];
    const known = (contract as Partial<Contract>).identities ?? {};
    const arns = new Map<string, string>();
    const scope = scopeOf(settings, settings.stateAccount);
    for (const identity of identities) {
        const name = identityName(settings.prefix, identity);
        const computed = identityArn(scope, identity);
        const arn = Object.hasOwn(known, name) ? known[name]?.arn : undefined;
        if (arn === undefined) {
            (preview ? warnings : faults).push(`identity ${name} is not there yet`);
        } else if (arn !== computed) {
            faults.push(`identity ${name} is ${arn} there, ${computed} by this program`);
        }
        arns.set(name, computed);
    }
    if (faults.length > 0) throw disagreement(stateStack, faults, update);
    return {
        arns,
        warnings: warnings.map((warning) => `Stack ${stateStack}: ${warning}. ${update}`),
    };
}

const disagreement = (
    stateStack: string,
    faults: readonly string[],
    update: string,
): ContractError =>
    new ContractError(
        [
            `Stack ${stateStack} disagrees with this program:`,
            ...faults.map((fault) => `  - ${fault}`),
            update,
        ].join("\n"),
    );
