import type { Secret } from "../../organization/organization";
import type { Actor } from "../actor";
import { askAll } from "../ask";
import type { Request, Yes } from "../ask";
import type { Power, Scope } from "../power";
import type { Primitive } from "../primitive";
import type { Home, PrincipalNode, World } from "../world";
import { hopBy } from "./hop";
import { inside, requestAnywhere } from "./target";

/**
 * Users whose access key an actor can read in a secret, of whatever account.
 *
 * Where nobody listed an account's secrets, each of its users is taken to have one named after its path and name, as this
 * platform names them; any other secret may hold any key, which makes the hop unknown.
 */
export function* readSecret(
    actor: Actor,
    primitive: Primitive,
    { world, wanted }: Scope,
): Iterable<Power> {
    const { effect, actions, anywhere = [] } = primitive;
    const own = actor.home;
    if (effect.does !== "reads" || (own === undefined && anywhere.length > 0)) return;
    // Without a resource policy that says otherwise, secrets are read inside their account alone.
    for (const home of new Set([...(own === undefined ? [] : [own]), ...world.sharing])) {
        const { secrets } = home.account;
        const asked = (request: Omit<Request, "action">): Yes | undefined =>
            askAll(actor, [
                ...actions.map((action) => ({ action, ...request })),
                ...anywhere.map((action) => requestAnywhere(action, own ?? home)),
            ]);
        for (const guess of secrets === undefined
            ? unlistedSecrets(home)
            : listedSecrets(world, home, secrets)) {
            const users = guess.users.filter((user) => wanted({ controls: user }));
            if (users.length === 0) continue;
            const yes = asked(guess.request);
            if (yes === undefined) continue;
            const unknown = yes.unknown ?? guess.unknown;
            const answer = { because: yes.because, ...(unknown === undefined ? {} : { unknown }) };
            for (const user of users) {
                yield { gives: { controls: user }, hop: hopBy(actor, primitive, user.arn, answer) };
            }
        }
    }
}

interface SecretGuess {
    readonly request: Omit<Request, "action">;
    /** Whose key may be in it. */
    readonly users: readonly PrincipalNode[];
    readonly unknown?: string;
}

function* listedSecrets(
    { userOf }: World,
    home: Home,
    secrets: readonly Secret[],
): Iterable<SecretGuess> {
    for (const { arn, policy, holdsKeyOf } of secrets) {
        const request = {
            resource: arn,
            ...inside(home),
            ...(policy === undefined ? {} : { resourcePolicy: policy }),
        };
        if (holdsKeyOf === undefined) {
            yield { request, users: home.users, unknown: `whose key ${arn} holds isn't known` };
            continue;
        }
        const owner = userOf.get(holdsKeyOf);
        if (owner !== undefined) yield { request, users: [owner] };
    }
}

function* unlistedSecrets(home: Home): Iterable<SecretGuess> {
    const { partition, id } = home.account;
    const any = `arn:${partition}:secretsmanager:*:${id}:secret:`;
    for (const user of home.users) {
        const name = user.arn.replace(/^.*?:user\//, "");
        const request = { resource: `${any}${name}*`, isPattern: true, ...inside(home) };
        yield { request, users: [user] };
    }
    yield {
        request: { resource: `${any}*`, isPattern: true, ...inside(home) },
        users: home.users,
        unknown: `which secrets account ${id} has, and whose keys they hold, isn't known`,
    };
}
