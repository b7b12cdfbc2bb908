import { requestContext } from "../../evaluation/contextKeys";
import { holds } from "../../evaluation/conditions";
import type { ControlledNode } from "../controlledNode";
import { isOutbound } from "../federation";
import type { FederatedEntry } from "../federation";
import type { Hop } from "../hop";
import { permissionFor } from "../permission";
import type { Step, Scope } from "../step";
import { requestAnywhere } from "./target";

/** Kinds of the hops. */
export const logsIn = "AssumeRoleWithWebIdentity";
export const asserts = "AssumeRoleWithSAML";

/**
 * Roles that strangers may assume through an identity provider, and roles that a nonprod owner or issuer can. Strangers are
 * uncertain: no policy says which claims they can get.
 */
export function* logIn({ node }: ControlledNode, { graph, isStillNeeded }: Scope): Iterable<Step> {
    if (node.kind !== "outsider" || node.accountId !== undefined) return;
    for (const entry of graph.federated) {
        const { role, judgement } = entry;
        const yields = { controls: role };
        if (!isStillNeeded(yields)) continue;
        if (judgement.lets === "strangers") {
            yield { yields, hop: { ...hopInto(entry, node.arn), unknown: judgement.what } };
        } else if (judgement.lets === "nonprod") {
            yield { yields, hop: hopInto(entry, node.arn) };
        }
    }
}

const hopInto = ({ way, role }: FederatedEntry, from: string): Hop => ({
    kind: way.action.slice("sts:".length),
    from,
    to: role.arn,
    action: way.action,
    because: [way.statement.reference],
});

/** Action that gives a principal a token of its own account's issuer. */
const getsToken = "sts:GetWebIdentityToken";

const whoseIssuer = "It is not known which account the issuer belongs to.";

/**
 * Roles that a principal can assume with a token that AWS issues for it. Uncertain: which account an issuer belongs to is not in
 * the data.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
 */
export function* logInAsItself(
    controlled: ControlledNode,
    { graph, isStillNeeded }: Scope,
): Iterable<Step> {
    const { node, accountNode } = controlled;
    if (accountNode === undefined || node.kind === "root") return;
    const entries = graph.federated.filter(
        (entry) => isOutbound(entry) && entry.judgement.lets !== "prod",
    );
    if (entries.length === 0) return;
    const permission = permissionFor(controlled, requestAnywhere(getsToken, accountNode));
    if (permission === undefined) return;
    for (const entry of entries) {
        const { role, way } = entry;
        const yields = { controls: role };
        if (role === node || !isStillNeeded(yields) || !isSubject(controlled, entry)) continue;
        yield {
            yields,
            hop: {
                ...hopInto(entry, node.arn),
                action: `${getsToken}+${way.action}`,
                because: [...permission.because, way.statement.reference],
                unknown: permission.unknown ?? whoseIssuer,
            },
        };
    }
}

/** Whether the conditions of a way in may hold of a principal's own token, whose subject is its ARN. */
function isSubject({ facts }: ControlledNode, { way, role }: FederatedEntry): boolean {
    const { arn, isPattern = false } = facts;
    const context = requestContext({
        principal: facts,
        action: way.action,
        resourceAccountId: role.accountNode.account.id,
        now: new Date(),
        overrides: new Map([
            [
                `${way.admission.issuer}:sub`,
                isPattern
                    ? { attackerControlled: true, within: arn, mayBeAbsent: false }
                    : { known: [arn] },
            ],
        ]),
    });
    return way.statement.conditions
        .filter(({ key }) => key.endsWith(":sub"))
        .every((condition) => holds(condition, context) !== undefined);
}
