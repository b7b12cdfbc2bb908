import type { ControlledNode } from "../controlledNode";
import { isReserved } from "../nodes";
import type { AccountNode, Node, PrincipalNode } from "../nodes";
import { combine, permissionFor } from "../permission";
import type { Permission } from "../permission";
import type { Scope, Step } from "../step";
import { serviceOf, servicesIn } from "../review/actionChoice";
import type { ActionChoice } from "../review/actionChoice";
import { holdsCredentials } from "../review/harmless";
import { notReviewedFor, notReviewedOfHolders } from "../review/notReviewed";
import {
    makesFixedCalls,
    principalsOf,
    servicesThatAct,
    shortName,
} from "../review/servicePrincipals";
import { unlistedActions } from "../review/unlistedActions";
import type { UnlistedAction } from "../review/unlistedActions";
import { namingOnly } from "./become";
import { serviceNamesOf, serviceTrustOf } from "./serviceTrust";
import { requestAnywhere, requestOn } from "./target";

/** Kind of its hops. */
export const notReviewed = "NotReviewed";

/**
 * Deny by default: users and roles that a node may control by an action that is not reviewed. The hops are never certain,
 * so they are reported only where no others are found.
 *
 * @see docs/access.md, "Actions that are not reviewed"
 */
export function* useNotReviewed(controlled: ControlledNode, scope: Scope): Iterable<Step> {
    const { accountNode, node } = controlled;
    if (accountNode === undefined || node.kind === "root") return;
    const found = new Allowed(controlled, accountNode);
    yield* rolesOfServices(found, scope);
    const { organization, account } = notReviewedOfHolders();
    yield* principalsOfAccounts([accountNode], found, account, holdsCredentials.account, scope);
    // They work in the organization's management account or a delegated administrator's, and no policy says which these
    // are. So wildcards that include them do not count.
    if (!mayName(controlled, holdsCredentials.organization)) return;
    const named = new Allowed(namingOnly(controlled), accountNode);
    const everyAccount = [...scope.graph.accountNodes.values()];
    yield* principalsOfAccounts(
        everyAccount,
        named,
        organization,
        holdsCredentials.organization,
        scope,
    );
}

/** Roles that trust a service whose actions the node may use. */
function* rolesOfServices(found: Allowed, { roles, isStillNeeded }: Scope): Iterable<Step> {
    for (const role of roles) {
        const yields = { controls: role };
        if (role.kind === "created" || role === found.controlled.node || !isStillNeeded(yields))
            continue;
        // No caller gets such a role.
        if (isReserved(role.arn)) continue;
        for (const service of serviceNamesOf(role)) {
            const use = found.forRole(role, service);
            const trusted = use === undefined ? undefined : serviceTrustOf(role, service);
            if (use === undefined || trusted === undefined) continue;
            const hop = found.hop(role, use, `may give its caller a role that trusts ${service}`);
            yield { yields, hop: { ...hop, because: combine(use.permission, trusted).because } };
            break;
        }
    }
}

/** Users and roles whose credentials a service holds or gives out. */
function* principalsOfAccounts(
    accountNodes: readonly AccountNode[],
    found: Allowed,
    choice: ActionChoice,
    services: readonly string[],
    { isStillNeeded }: Scope,
): Iterable<Step> {
    const use = found.first(choice, (unlisted) => services.includes(unlisted.service));
    if (use === undefined) return;
    for (const { assumablePrincipals } of accountNodes) {
        for (const target of assumablePrincipals) {
            const yields = { controls: target };
            if (target === found.controlled.node || !isStillNeeded(yields)) continue;
            yield { yields, hop: found.hop(target, use, "may give its caller credentials") };
        }
    }
}

/** An action that a node is allowed. */
interface Use {
    readonly action: string;
    readonly needsPassRole: boolean;
    readonly permission: Permission;
    /** Whether the data has it. */
    readonly isListed: boolean;
}

/** The actions that are not reviewed and that a node is allowed, each evaluated once. */
class Allowed {
    private readonly answers = new Map<string, Permission | undefined>();
    private readonly usesOf = new Map<string, readonly Use[]>();
    private readonly unlisted: readonly UnlistedAction[];

    constructor(
        readonly controlled: ControlledNode,
        private readonly accountNode: AccountNode,
    ) {
        this.unlisted = unlistedActions(controlled.principals);
    }

    /** @param service as the role names it */
    forRole(role: PrincipalNode, service: string): Use | undefined {
        const name = shortName(service);
        if (makesFixedCalls(name)) return undefined;
        let uses = this.usesOf.get(name);
        if (uses === undefined) {
            uses = [...this.usesIn(notReviewedFor(name), (one) => mayAct(one, name))];
            this.usesOf.set(name, uses);
        }
        return uses.find((use) => !use.needsPassRole || this.passes(role, service, use));
    }

    /** @param isOfChoice whether an action that the data doesn't have belongs to the choice */
    first(choice: ActionChoice, isOfChoice: (action: UnlistedAction) => boolean): Use | undefined {
        for (const use of this.usesIn(choice, isOfChoice)) return use;
        return undefined;
    }

    hop(
        target: Node,
        { action, needsPassRole, permission, isListed }: Use,
        does: string,
    ): Step["hop"] {
        const why = isListed ? "is not reviewed" : "is not reviewed: the action data lacks it";
        return {
            kind: notReviewed,
            from: this.controlled.node.arn,
            to: target.arn,
            action: needsPassRole ? `iam:PassRole+${action}` : action,
            because: permission.because,
            unknown: `${action} ${why}; it ${does}.`,
        };
    }

    private *usesIn(
        choice: ActionChoice,
        isOfChoice: (action: UnlistedAction) => boolean,
    ): Iterable<Use> {
        let isAny = false;
        for (const { action, needsPassRole } of choice.candidates(this.controlled.principals)) {
            // One that is enough for every role makes all others superfluous.
            if (isAny) return;
            const permission = this.ask(action);
            if (permission === undefined) continue;
            isAny = !needsPassRole;
            yield { action, needsPassRole, permission, isListed: true };
        }
        for (const unlisted of this.unlisted.filter(isOfChoice)) {
            const { action } = unlisted;
            const permission = this.ask(action);
            if (permission !== undefined)
                yield { action, needsPassRole: false, permission, isListed: false };
        }
    }

    private ask(action: string): Permission | undefined {
        if (!this.answers.has(action)) {
            this.answers.set(
                action,
                permissionFor(this.controlled, requestAnywhere(action, this.accountNode)),
            );
        }
        return this.answers.get(action);
    }

    private passes(role: PrincipalNode, service: string, { action }: Use): boolean {
        const request = requestOn(role, "iam:PassRole", this.controlled);
        return [service, ...principalsOf(serviceOf(action))].some(
            (passedToService) =>
                permissionFor(this.controlled, { ...request, passedToService }) !== undefined,
        );
    }
}

/** Whether a policy of a node names a service, or can't be read. */
const mayName = ({ principals }: ControlledNode, services: readonly string[]): boolean =>
    principals.some(({ policies }) =>
        policies.some(
            ({ fault, statements }) =>
                fault !== undefined ||
                statements.some(
                    (statement) =>
                        statement.fault !== undefined ||
                        services.some((service) => servicesIn(statement.actions).has(service)),
                ),
        ),
    );

/** Whether a service that the data lacks, or an action of one, may act as a principal. @param name see `shortName` */
function mayAct({ service }: UnlistedAction, name: string): boolean {
    const services = servicesThatAct(name);
    return (
        services === undefined || services.includes(service) || name.split(".").includes(service)
    );
}
