import { scopeOf } from "../platform/config";
import type { Settings } from "../platform/config";
import type { Contract } from "../identities/contract";
import { allUsers, identityArn, identityName } from "../identities/identity";
import type { KnownUser } from "../identities/identity";
import type { TrustClass } from "../platform/naming";
import { checkedCatalogues, ownCatalogues } from "../roles/checkCatalogues";
import type { Catalogues } from "../roles/checkCatalogues";
import { reachOf } from "./awsProfiles";
import type { Target } from "./target";
import { updateCommand } from "../platform/updateCommand";

/** Which store holds the credentials, and where in it. */
export interface StoreOptions {
    readonly store: "secrets-manager" | "vault" | "1password";
    /** Vault's KV engine. */
    readonly vaultMount: string;
    /** Folder in it: `<path>/<class>/<identity>`. */
    readonly vaultPath: string;
    /** 1Password's vault, by name or id. */
    readonly opVault?: string;
    /** Title of the item in it. @default aws-ACCOUNT, by the state account's name */
    readonly opItem?: string;
    /** What an identity's fields in it begin with. @default {identity}-aws- */
    readonly opField?: string;
}

/** Which identities a command is about. */
export interface SelectionOptions {
    /** IAM user name. */
    readonly identity?: string;
    readonly environment?: TrustClass;
}

/**
 * The service accounts that a command is about, each with its secret and a role to try a new key on.
 *
 * @throws Error naming every one that is nowhere, or of which code and contract disagree
 */
export function targetsOf(
    { settings, contract }: { readonly settings: Settings; readonly contract: Contract },
    { identity, environment }: SelectionOptions,
    store: StoreOptions,
    catalogues: Catalogues = ownCatalogues,
): Target[] {
    const checked = checkedCatalogues(settings, catalogues);
    const known = new Map(
        allUsers(checked.identities).map((entry) => [identityName(settings.prefix, entry), entry]),
    );
    // Those that the code no longer has, too: their keys live as long as they do.
    const names = [...new Set([...Object.keys(contract.secrets), ...serviceAccounts(known)])];
    if (identity !== undefined && !names.includes(identity)) {
        throw new Error(
            `--identity ${identity} is no service account; they are ${names.join(", ") || "none"}`,
        );
    }
    const faults: string[] = [];
    const targets = names
        .filter((name) => identity === undefined || name === identity)
        .flatMap((name) => {
            const target = targetOf(
                name,
                known.get(name),
                settings,
                contract,
                checked.roles,
                store,
            );
            if (typeof target !== "string") return [target];
            faults.push(target);
            return [];
        });
    if (faults.length > 0) throw new Error(faults.join("\n"));
    return targets.filter(
        ({ trustClass }) => environment === undefined || trustClass === environment,
    );
}

const serviceAccounts = (known: ReadonlyMap<string, KnownUser>): string[] =>
    [...known].filter(([, { kind }]) => kind === "serviceAccount").map(([name]) => name);

/** @returns a target, or what is wrong */
function targetOf(
    name: string,
    entry: KnownUser | undefined,
    settings: Settings,
    contract: Contract,
    roles: Catalogues["roles"],
    { store, vaultPath, opItem = `aws-${settings.stateAccount.name}` }: StoreOptions,
): Target | string {
    if (entry === undefined) {
        return `${name} is deployed, but not in identities/catalogue.ts; bring the checkout up to date`;
    }
    const arn = identityArn(scopeOf(settings, settings.stateAccount), entry);
    const secretArn = Object.hasOwn(contract.secrets, name) ? contract.secrets[name] : undefined;
    const deployed = Object.hasOwn(contract.identities, name)
        ? contract.identities[name]?.arn
        : undefined;
    const update = `update it: ${updateCommand(settings.stateAccount.name)}`;
    if (deployed === undefined || secretArn === undefined) {
        return `${name} is not in the state stack's contract yet; ${update}`;
    }
    if (deployed !== arn) {
        return `${name} is ${deployed} in the contract, ${arn} by this program; ${update}`;
    }
    const [probe] = reachOf(settings, entry, roles);
    if (probe === undefined) return `${name} may assume no role, so no key of it can be tried`;
    const { trustClass, kind } = entry;
    const id = {
        "secrets-manager": secretArn,
        vault: `${vaultPath}/${trustClass}/${name}`,
        "1password": opItem,
    }[store];
    return {
        identity: name,
        identityArn: arn,
        trustClass,
        kind,
        secret: {
            identity: name,
            id,
            identityArn: arn,
            readers: settings.secretReaders[trustClass],
        },
        probeRoleArn: probe.arn,
    };
}
