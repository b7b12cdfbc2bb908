/**
 * A minimal subset that is enough: none of its elements can be left out. Of several, the one with the earliest elements: those
 * at the end are left out first.
 *
 * Junker's QuickXplain, with about `k log(n/k)` questions for `k` of `n` elements.
 *
 * @param isEnough answers with anything but `undefined` for a subset that is enough; whatever holds such a subset is too
 * @returns in the order of `all`; `undefined`: not even all of them are enough
 */
export function minimalSubset<T>(
    all: readonly T[],
    isEnough: (some: readonly T[]) => unknown,
): readonly T[] | undefined {
    if (isEnough(all) === undefined) return undefined;

    /** Those of `rest` that are needed besides `kept`. @param hasGrown whether `kept` wasn't asked for yet */
    const needed = (kept: readonly T[], hasGrown: boolean, rest: readonly T[]): readonly T[] => {
        if (rest.length === 0 || (hasGrown && isEnough(kept) !== undefined)) return [];
        if (rest.length === 1) return rest;
        const middle = Math.ceil(rest.length / 2);
        const [earlier, later] = [rest.slice(0, middle), rest.slice(middle)];
        const ofLater = needed([...kept, ...earlier], true, later);
        const ofEarlier = needed([...kept, ...ofLater], ofLater.length > 0, earlier);
        return [...ofEarlier, ...ofLater];
    };
    return needed([], true, all);
}
