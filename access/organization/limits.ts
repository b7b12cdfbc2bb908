import type { Document } from "../policy/document";
import { holdsIdentities } from "./environments";
import type { Account, Organization, Policy } from "./organization";
import { isUnread } from "./readOrUnread";

/** Accounts named in a sentence; further ones are counted. */
const named = 5;

/** What the documents do not contain or could not be read, one sentence each. */
export function limitsOf(accounts: readonly Account[]): Pick<Organization, "limits" | "assumed"> {
    const limits: string[] = [];
    const assumed: string[] = [];
    const sayOf = (without: (account: Account) => boolean, text: (which: string) => string) => {
        const found = accounts.filter(without);
        if (found.length > 0) limits.push(text(nameAccounts(found)));
    };
    const assume: typeof sayOf = (without, text) => {
        sayOf(without, text);
        const found = accounts.filter(without);
        if (found.length > 0) assumed.push(text(nameAccounts(found)));
    };
    sayOf(
        ({ users, secrets }) => users.length > 0 && secrets === undefined,
        (which) =>
            `The secrets of ${which} were not listed: whether principals can read an identity's key there is unknown.`,
    );
    assume(
        ({ serviceControlPolicies }) => serviceControlPolicies.length === 0,
        (which) =>
            `Service control policies of ${which} were not given; they count as allowing everything.`,
    );
    assume(
        ({ resourceControlPolicies }) => resourceControlPolicies.length === 0,
        (which) =>
            `Resource control policies of ${which} were not given; they count as allowing everything.`,
    );
    sayOf(
        ({ environment, users, roles }) =>
            holdsIdentities(environment) &&
            users.length === 0 &&
            !roles.some(({ trustClass }) => trustClass !== undefined),
        (which) =>
            `There is no IAM user in ${which}, which should hold the identities; check whether the details were filtered.`,
    );
    sayOf(
        ({ roles }) => roles.length === 0,
        (which) => `There is no role in ${which}; check whether the details were filtered.`,
    );
    const noDevices =
        "Authorization details don't list MFA devices, so an MFA condition is never treated as a barrier.";
    // What a fault hides makes its hops uncertain.
    const faults = [...faultsOf(accounts)];
    return {
        limits: [...limits, noDevices, ...faults],
        assumed: [...assumed, noDevices, ...faults],
    };
}

function nameAccounts(accounts: readonly Account[]): string {
    const names = accounts.slice(0, named).map(({ id, name }) => `${id} (${name})`);
    const more = accounts.length - named;
    return `account${accounts.length > 1 ? "s" : ""} ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/**
 * Documents and statements that could not be read. The same fault of an AWS managed policy in
 * several accounts is listed once.
 */
function faultsOf(accounts: readonly Account[]): ReadonlySet<string> {
    const faults = new Set<string>();
    const look = (document: Document) => {
        if (document.fault !== undefined) faults.add(`${document.name}: ${document.fault}`);
        for (const { index, fault } of document.statements) {
            if (fault !== undefined) faults.add(`${document.name}, statement ${index}: ${fault}`);
        }
    };
    const lookAtPolicies = (policies: readonly Policy[]) => {
        for (const { document } of policies) look(document);
    };
    for (const account of accounts) {
        for (const { document, otherVersions } of account.managedPolicies) {
            look(document);
            // The source says once that it reads no other versions.
            for (const version of otherVersions) {
                if (!isUnread(version.document)) look(version.document);
            }
        }
        for (const { policies } of account.groups) lookAtPolicies(policies);
        for (const principal of [...account.users, ...account.roles]) {
            lookAtPolicies(principal.policies);
            if (principal.boundary !== undefined) look(principal.boundary.document);
            if (principal.kind === "role") look(principal.trust);
        }
        for (const { policy } of account.secrets ?? []) {
            if (policy !== undefined) look(policy);
        }
        for (const documents of [
            ...account.serviceControlPolicies,
            ...account.resourceControlPolicies,
        ]) {
            documents.forEach(look);
        }
    }
    return faults;
}
