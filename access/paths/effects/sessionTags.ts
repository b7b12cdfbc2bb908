import type { ContextValue } from "../../evaluation/question";
import type { Permission, Request } from "../permission";

/** Of more keys, whether the keys and values of a session's tags agree isn't looked at. */
const mostKeys = 4;

/**
 * A permission to request a session, where the keys and values of its tags agree: `aws:TagKeys` has the key of each
 * `aws:RequestTag/...` that is there.
 *
 * @param permissionOf decides one request; it calls `onRead`
 */
export function permissionWithTags(
    request: Request,
    permissionOf: (request: Request) => Permission | undefined,
): Permission | undefined {
    if (request.session?.tags !== true) return permissionOf(request);
    const read = new Set<string>();
    const permission = permissionOf({
        ...request,
        onRead: (key) => {
            read.add(key);
            request.onRead?.(key);
        },
    });
    const keys = [...read].flatMap((key) => /^aws:requesttag\/(.*)$/s.exec(key)?.[1] ?? []);
    const isDecided = permission === undefined || !read.has("aws:tagkeys");
    if (isDecided || keys.length === 0 || keys.length > mostKeys) return permission;
    let best: Permission | undefined;
    for (const given of subsetsOf(keys)) {
        const overrides = new Map([...(request.overrides ?? []), ...tagsGiven(keys, given)]);
        const found = permissionOf({ ...request, overrides });
        if (found !== undefined && found.unknown === undefined) return found;
        best ??= found;
    }
    return best;
}

const subsetsOf = (keys: readonly string[]): readonly (readonly string[])[] =>
    keys.reduce<readonly (readonly string[])[]>(
        (subsets, key) => [...subsets, ...subsets.map((subset) => [...subset, key])],
        [[]],
    );

/** Tags of these keys, of all that are asked for, and maybe others. */
function* tagsGiven(
    keys: readonly string[],
    given: readonly string[],
): Iterable<readonly [string, ContextValue]> {
    const present = { attackerControlled: true, mayBeAbsent: false } as const;
    for (const key of keys)
        yield [`aws:requesttag/${key}`, given.includes(key) ? present : { absent: true }];
    if (given.length > 0) yield ["aws:tagkeys", { ...present, includes: given }];
}
