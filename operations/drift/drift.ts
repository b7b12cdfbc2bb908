import { buildReport, readOrganization } from "../../access";
import type { Organization, Report } from "../../access";
import type { Contract } from "../../identities/contract";
import { planDocuments } from "../../plan/planSource";
import type { RenderedStack } from "../../plan/renderStack";
import { awsAccount } from "../../platform/accounts";
import { keyHoldersOf } from "../../platform/keyHolders";
import {
    breakGlassPath,
    entryRootPaths,
    groupPath,
    policyPath,
    rolePath,
    userRootPath,
} from "../../platform/naming";
import { resourceOf } from "../accountDetails";
import type { LiveAccount } from "../liveAccount";
import { arnsById } from "./accountFacts";
import { catalogueDifferences } from "./catalogueDifferences";
import type { Team } from "../../platform/teams";
import type { CatalogueDifference } from "./catalogueDifferences";
import { compareFacts } from "./compare";
import { declaredAccount } from "./declaredAccount";
import { declaredFacts } from "./declaredFacts";
import type { Finding } from "./finding";
import { judge } from "./judge";
import { liveFacts } from "./liveFacts";
import { reachChange } from "./reachChange";
import { unreadKinds } from "./unreadKinds";

/** How the accounts differ from the program. */
export interface Drift {
    readonly accounts: readonly { readonly name: string; readonly id: string }[];
    /** Worst first. */
    readonly findings: readonly Finding[];
    /** How the live catalogues differ from each other. */
    readonly catalogue: readonly CatalogueDifference[];
    /** What could not be read: nothing is known of it. */
    readonly unread: readonly string[];
    /** Why it isn't known whether AWS has paths that the program doesn't; absent: it is. */
    readonly pathsUnknown?: string;
    /** Findings left out because their subject or id is ignored. */
    readonly ignored: number;
}

export interface DriftInput {
    readonly prefix: string;
    /** Whose roles are in some accounts alone. @default none */
    readonly teams?: readonly Team[];
    /** The program's stacks, as `renderStacks` gives them. */
    readonly declared: readonly RenderedStack[];
    readonly live: readonly LiveAccount[];
    readonly contract: Contract;
    /** Ids or ARNs, exact. @default none */
    readonly ignore?: readonly string[];
}

/** Compares the program with AWS, both ways, and the accounts with each other. */
export function driftOf({
    prefix,
    teams = [],
    declared,
    live,
    contract,
    ignore = [],
}: DriftInput): Drift {
    const read = live.filter(({ details, unread }) => unread.length === 0 || hasDetails(details));
    const arnOfId = arnsById(read.map(({ details }) => details));
    const compared = read.flatMap((account) => {
        const stack = declared.find((one) => one.account.id === account.account.id);
        if (stack === undefined) return [];
        const wanted = declaredFacts(declaredAccount(stack), contract);
        const known = new Set(wanted.map(({ subject }) => subject));
        const isOurs = (arn: string): boolean => known.has(arn) || isOnPath(prefix, arn);
        const found = liveFacts(account, { prefix, isOurs, arnOfId, contract });
        const { name } = account.account;
        return [
            {
                name,
                id: account.account.id,
                facts: found,
                differences: compareFacts(name, wanted, found, unreadKinds(account)),
            },
        ];
    });
    const differences = compared.flatMap((one) => one.differences);
    const unread = live.flatMap((one) => one.unread);
    const reach = reachChange(
        () => declaredReport(declared),
        () => liveOrganization(live, contract),
    );
    const all = judge(differences, reach);
    const findings = all.filter(
        ({ id, subject }) => !ignore.includes(id) && !ignore.includes(subject),
    );
    return {
        accounts: live.map(({ account }) => ({ name: account.name, id: account.id })),
        findings,
        catalogue: catalogueDifferences(compared, { prefix, teams }),
        unread,
        ...(reach.known || unread.length > 0 ? {} : { pathsUnknown: reach.why }),
        ignored: all.length - findings.length,
    };
}

const hasDetails = ({ RoleDetailList, UserDetailList }: LiveAccount["details"]): boolean =>
    RoleDetailList.length + UserDetailList.length > 0;

/** Whether an ARN is below one of the platform's paths. Those of workloads are the pipelines'. */
export function isOnPath(prefix: string, arn: string): boolean {
    const resource = resourceOf(arn);
    return [
        `user${userRootPath(prefix, "serviceAccount")}`,
        `user${userRootPath(prefix, "person")}`,
        `group${groupPath(prefix)}`,
        `role${rolePath(prefix)}`,
        `role${breakGlassPath(prefix)}`,
        ...entryRootPaths(prefix).map((path) => `role${path}`),
        `policy${policyPath(prefix)}`,
    ].some((start) => resource.startsWith(start));
}

const declaredReports = new WeakMap<readonly RenderedStack[], Report>();

/** The proof of the program's stacks, made once: what is fixed is compared with the same again. */
function declaredReport(stacks: readonly RenderedStack[]): Report {
    const known = declaredReports.get(stacks);
    if (known !== undefined) return known;
    const { accounts, detailsOf } = planDocuments(stacks);
    const report = buildReport(readOrganization(accounts, detailsOf));
    declaredReports.set(stacks, report);
    return report;
}

function liveOrganization(live: readonly LiveAccount[], contract: Contract): Organization {
    const holders = keyHoldersOf(contract);
    const users = new Set(
        live.flatMap(({ details }) => details.UserDetailList.map(({ Arn }) => Arn)),
    );
    const [unread] = live.flatMap((one) => one.unread);
    if (unread !== undefined) throw new Error(`not everything could be read: ${unread}`);
    return readOrganization(
        Object.fromEntries(
            live.map(({ account, secrets }) => [
                account.id,
                {
                    name: awsAccount(account).name,
                    environment: awsAccount(account).environment,
                    secrets: secrets.map((secret) => {
                        const holdsKeyOf = holders.get(secret.arn ?? "") ?? "";
                        return { ...secret, ...(users.has(holdsKeyOf) ? { holdsKeyOf } : {}) };
                    }),
                },
            ]),
        ),
        new Map(live.map(({ account, details }) => [account.id, details])),
    );
}
