import { federatedPeopleFile } from "../../identities/federation/checkFederatedGroups";
import { pipelineCatalogueFile } from "../../identities/federation/checkPipelines";
import { issuerOf } from "../../identities/federation/issuers";
import { identityName } from "../../identities/identity";
import type { IdentityCatalogue } from "../../identities/identity";
import type { Settings } from "../../platform/config";
import {
    entryRootPaths,
    permissionSetName,
    samlProviderName,
    trustClasses,
} from "../../platform/naming";
import { resourceOf } from "../accountDetails";
import type { RoleDetail } from "../accountDetails";
import {
    accountUps,
    callerRefusal,
    missingStack,
    unknowns,
    unprotected,
    upCommand,
} from "./removal";
import type { Observed, Removal } from "./removal";
import { componentOf } from "./stackState";
import type { StackState, StateResource } from "./stackState";
import { trustingRoles } from "./trusting";

const entryRoleType = "iam-profiles:identities:EntryRole";
const permissionSetType = "iam-profiles:identities:PermissionSet";
const oidcType = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const samlType = "aws:iam/samlProvider:SamlProvider";

/** Identities that enter by a role, and what they come by. */
export type EntryCatalogue = Pick<
    IdentityCatalogue,
    "pipelines" | "federatedGroups" | "samlProviders"
>;

/** What there is of such an identity: in the catalogue, in the state stack, in AWS. */
interface Found {
    /** IAM role name. */
    readonly name: string;
    /** File that has it; `undefined`: the catalogue doesn't. */
    readonly file: string | undefined;
    readonly own: readonly StateResource[];
    readonly role: RoleDetail | undefined;
}

/** A pipeline or a federated group by its name, with or without the prefix; `undefined`: there is none. */
function findEntry(
    name: string,
    { prefix, stateAccount }: Settings,
    { pipelines = [], federatedGroups = [] }: EntryCatalogue,
    { accounts, stacks }: Observed,
): Found | undefined {
    const state = stacks.get(stateAccount.name) ?? { resources: [], pending: 0 };
    const live = accounts.find(({ account }) => account.id === stateAccount.id);
    for (const known of [name, `${prefix}${name}`]) {
        const isMeant = (one: { readonly name: string }): boolean =>
            identityName(prefix, one) === known;
        const file = pipelines.some(isMeant)
            ? pipelineCatalogueFile
            : federatedGroups.some(isMeant)
              ? federatedPeopleFile
              : undefined;
        const own = [
            ...componentOf(state, [entryRoleType], known),
            // Of IAM Identity Center: its class is part of the name.
            ...trustClasses.flatMap((trustClass) => {
                const set = permissionSetName(prefix, trustClass, known.slice(prefix.length));
                return componentOf(state, [permissionSetType], set);
            }),
        ];
        const role = live?.details.RoleDetailList.find(
            ({ RoleName, Arn }) =>
                RoleName === known &&
                entryRootPaths(prefix).some((path) => resourceOf(Arn).startsWith(`role${path}`)),
        );
        if (file !== undefined || own.length > 0 || role !== undefined) {
            return { name: known, file, own, role };
        }
    }
    return undefined;
}

/**
 * What removing a pipeline or a federated group takes: Pulumi protects its entry role, and the provider that no other one comes from.
 * The order is: out of the catalogue, `up` of every account that trusts it, this, `up` of the state stack.
 *
 * @param name IAM role name, with or without the prefix
 * @param catalogue as it is now
 * @returns `undefined` if neither has that name
 */
export function entryRemoval(
    name: string,
    settings: Settings,
    catalogue: EntryCatalogue,
    observed: Observed,
): Removal | undefined {
    const found = findEntry(name, settings, catalogue, observed);
    if (found === undefined) return undefined;
    const stack = settings.stateAccount.name;
    const inState = observed.stacks.get(stack) ?? { resources: [], pending: 0 };
    const { own, role } = found;
    return {
        kind: "identity",
        name: found.name,
        refusals: [
            ...unknowns(observed),
            ...(found.file === undefined
                ? []
                : [
                      `${found.name} is in ${found.file}; remove it there, then run: ${accountUps(settings)}`,
                  ]),
            ...(role === undefined
                ? []
                : [
                      ...missingStack(observed, stack, role.Arn),
                      ...refusalsOf(role, own, settings, observed, inState),
                  ]),
        ],
        steps: [],
        unprotect: unprotected(stack, [...own, ...unusedProviders(inState, settings, catalogue)]),
        next: own.length > 0 ? [upCommand(stack)] : [],
        stays: [],
    };
}

function refusalsOf(
    { Arn, RoleId }: RoleDetail,
    own: readonly StateResource[],
    { secretReaders, stateAccount }: Settings,
    { accounts, caller }: Observed,
    inState: StackState,
): string[] {
    // The last `up` rewrites the trust policies of the state account before it deletes the entry role.
    const rewritten = new Set(inState.resources.map(({ arn }) => arn));
    const trusting = trustingRoles(accounts, [Arn, ...(RoleId === undefined ? [] : [RoleId])]);
    return [
        ...callerRefusal(caller, Arn, Arn),
        ...trusting
            .filter(({ arn }) => !rewritten.has(arn))
            .map(({ arn, account }) => `role ${arn} trusts it; run: ${upCommand(account.name)}`),
        ...(Object.values(secretReaders).some((readers: readonly string[]) => readers.includes(Arn))
            ? [
                  `secretReaders in Pulumi.yaml names ${Arn}; remove it there, then run: ${upCommand(stateAccount.name)}`,
              ]
            : []),
        ...(own.length > 0
            ? []
            : [
                  `no stack has ${Arn}; delete it by its name: iam-profiles drift --fix --delete ${Arn}`,
              ]),
    ];
}

/** Identity providers of the stack that the catalogue has no use for. */
function unusedProviders(
    { resources }: StackState,
    { partition, prefix }: Pick<Settings, "partition" | "prefix">,
    { pipelines = [], samlProviders = [] }: EntryCatalogue,
): readonly StateResource[] {
    const used: Readonly<Record<string, readonly string[]>> = {
        [oidcType]: pipelines.map(
            (pipeline) => `oidc-provider/${issuerOf(pipeline, partition).address}`,
        ),
        [samlType]: samlProviders.map(
            ({ name }) => `saml-provider/${samlProviderName(prefix, name)}`,
        ),
    };
    return resources.filter(
        ({ type, arn }) => Object.hasOwn(used, type) && !used[type]?.includes(resourceOf(arn)),
    );
}
