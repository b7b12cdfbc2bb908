import type { Secret } from "../../organization/organization";
import type { ControlledNode } from "../controlledNode";
import { permissionForAll } from "../permission";
import type { Request, Permission } from "../permission";
import type { Step, Scope } from "../step";
import type { Primitive } from "../primitive";
import type { AccessGraph } from "../accessGraph";
import type { AccountNode, PrincipalNode } from "../nodes";
import { hopBy } from "./hop";
import { inside, requestAnywhere } from "./target";

/**
 * Users whose access key a node can read in a secret of any account.
 *
 * If an account's secrets were not listed, each of its users is assumed to have one named after its
 * path and name, as this platform names them. Any other secret may hold any key of the account,
 * which makes the hop uncertain. So does a secret whose ARN is not known yet.
 */
export function* readSecret(
    controlled: ControlledNode,
    primitive: Primitive,
    { graph, isStillNeeded }: Scope,
): Iterable<Step> {
    const { effect, actions, anywhere = [] } = primitive;
    const own = controlled.accountNode;
    if (effect.does !== "reads" || (own === undefined && anywhere.length > 0)) return;
    // Without a resource policy, secrets can be read within their account only.
    for (const accountNode of new Set([...(own === undefined ? [] : [own]), ...graph.sharing])) {
        const { secrets } = accountNode.account;
        const permissionTo = (request: Omit<Request, "action">): Permission | undefined =>
            permissionForAll(controlled, [
                ...requestsOn(request, actions, effect.deletesPolicy === true),
                ...anywhere.map((action) => requestAnywhere(action, own ?? accountNode)),
            ]);
        for (const guess of secrets === undefined
            ? unlistedSecrets(accountNode)
            : listedSecrets(graph, accountNode, secrets)) {
            // Without a policy there is none to delete.
            if (effect.deletesPolicy === true && guess.request.resourcePolicy === undefined)
                continue;
            const users = guess.users.filter((user) => isStillNeeded({ controls: user }));
            if (users.length === 0) continue;
            const permission = permissionTo(guess.request);
            if (permission === undefined) continue;
            const unknown = permission.unknown ?? guess.unknown;
            const answer = {
                because: permission.because,
                ...(unknown === undefined ? {} : { unknown }),
            };
            for (const user of users) {
                yield {
                    yields: { controls: user },
                    ...hopBy(controlled, primitive, user.arn, answer),
                };
            }
        }
    }
}

/** Requests on a secret; after the first, its policy may be gone. */
const requestsOn = (
    request: Omit<Request, "action">,
    actions: readonly string[],
    deletesPolicy: boolean,
): readonly Request[] => {
    const { resource, isPattern = false, resourceAccountId, resourceControlPolicies } = request;
    const withoutPolicy = { resource, isPattern, resourceAccountId, resourceControlPolicies };
    return actions.map((action, index) => ({
        action,
        ...(deletesPolicy && index > 0 ? withoutPolicy : request),
    }));
};

interface SecretGuess {
    readonly request: Omit<Request, "action">;
    /** Users whose key may be in it. */
    readonly users: readonly PrincipalNode[];
    readonly unknown?: string;
}

function* listedSecrets(
    { userOf }: AccessGraph,
    accountNode: AccountNode,
    secrets: readonly Secret[],
): Iterable<SecretGuess> {
    for (const { arn, isPattern = false, policy, holdsKeyOf } of secrets) {
        const request = {
            resource: arn,
            isPattern,
            ...inside(accountNode),
            ...(policy === undefined ? {} : { resourcePolicy: policy }),
        };
        if (holdsKeyOf === undefined) {
            yield {
                request,
                users: accountNode.users,
                unknown: `the user whose key ${arn} holds is unknown`,
            };
            continue;
        }
        const owner = userOf.get(holdsKeyOf);
        if (owner === undefined) continue;
        const guess = { request, users: [owner] };
        yield isPattern
            ? { ...guess, unknown: `which ARN that matches ${arn} the secret gets is unknown` }
            : guess;
    }
}

/** The ARN of a secret has seven parts, and its name no colon. */
const moreParts = "*:*:*:*:*:*:*:*";

function* unlistedSecrets(accountNode: AccountNode): Iterable<SecretGuess> {
    const { partition, id } = accountNode.account;
    const any = `arn:${partition}:secretsmanager:*:${id}:secret:`;
    const secret = { isPattern: true, resourceIsNot: [moreParts], ...inside(accountNode) };
    for (const user of accountNode.users) {
        const name = user.arn.replace(/^.*?:user\//, "");
        yield { request: { resource: `${any}${name}*`, ...secret }, users: [user] };
    }
    yield {
        request: { resource: `${any}*`, ...secret },
        users: accountNode.users,
        unknown: `the secrets of account ${id}, and whose keys they hold, are unknown`,
    };
}
