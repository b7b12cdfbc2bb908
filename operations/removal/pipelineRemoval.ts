import { issuerOf } from "../../identities/federation/issuers";
import { identityName } from "../../identities/identity";
import type { Pipeline } from "../../identities/identity";
import type { Settings } from "../../platform/config";
import { pipelineRootPath } from "../../platform/naming";
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
const providerType = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

/** What there is of a pipeline: in the catalogue, in the state stack, in AWS. */
interface Found {
    /** IAM role name. */
    readonly name: string;
    readonly isCatalogued: boolean;
    readonly own: readonly StateResource[];
    readonly role: RoleDetail | undefined;
}

/** A pipeline by its name, with or without the prefix; `undefined`: there is none. */
function findPipeline(
    name: string,
    { prefix, stateAccount }: Settings,
    pipelines: readonly Pipeline[],
    { accounts, stacks }: Observed,
): Found | undefined {
    const state = stacks.get(stateAccount.name) ?? { resources: [], pending: 0 };
    const live = accounts.find(({ account }) => account.id === stateAccount.id);
    for (const known of [name, `${prefix}${name}`]) {
        const isCatalogued = pipelines.some((one) => identityName(prefix, one) === known);
        const own = componentOf(state, [entryRoleType], known);
        const role = live?.details.RoleDetailList.find(
            ({ RoleName, Arn }) =>
                RoleName === known && resourceOf(Arn).startsWith(`role${pipelineRootPath(prefix)}`),
        );
        if (isCatalogued || own.length > 0 || role !== undefined) {
            return { name: known, isCatalogued, own, role };
        }
    }
    return undefined;
}

/**
 * What removing a pipeline takes: Pulumi protects its entry role, and the provider of an issuer that no other pipeline comes from.
 * The order is: out of the catalogue, `up` of every account that trusts it, this, `up` of the state stack.
 *
 * @param name IAM role name, with or without the prefix
 * @param pipelines the catalogue, as it is now
 * @returns `undefined` if no pipeline has that name
 */
export function pipelineRemoval(
    name: string,
    settings: Settings,
    pipelines: readonly Pipeline[],
    observed: Observed,
): Removal | undefined {
    const found = findPipeline(name, settings, pipelines, observed);
    if (found === undefined) return undefined;
    const stack = settings.stateAccount.name;
    const inState = observed.stacks.get(stack) ?? { resources: [], pending: 0 };
    const { own, role } = found;
    return {
        kind: "identity",
        name: found.name,
        refusals: [
            ...unknowns(observed),
            ...(found.isCatalogued
                ? [
                      `${found.name} is in identities/pipelines.ts; remove it there, then run: ${accountUps(settings)}`,
                  ]
                : []),
            ...(role === undefined
                ? []
                : [
                      ...missingStack(observed, stack, role.Arn),
                      ...refusalsOf(role, own, settings, observed, inState),
                  ]),
        ],
        steps: [],
        unprotect: unprotected(stack, [
            ...own,
            ...unusedProviders(inState, settings.partition, pipelines),
        ]),
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

/** Identity providers of the stack whose issuer no pipeline of the catalogue comes from. */
function unusedProviders(
    { resources }: StackState,
    partition: string,
    pipelines: readonly Pipeline[],
): readonly StateResource[] {
    const used = new Set(pipelines.map((pipeline) => issuerOf(pipeline, partition).address));
    return resources.filter(
        ({ type, arn }) =>
            type === providerType && !used.has(arn.replace(/^.*:oidc-provider\//, "")),
    );
}
