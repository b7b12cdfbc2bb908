import type { Hop } from "../paths/hop";
import type { Labels } from "./labels";
import { plain, wrapTo } from "./screen";
import type { Screen } from "./screen";
import { count } from "./text";

/** The common part of `Reach` and `Takeover`. */
export interface Path {
    readonly identity: string;
    readonly hops: readonly Hop[];
}

/** Whether the identity assumes the role itself, without a prior step. */
export const isDirect = ({ hops }: Path): boolean =>
    hops.length === 1 && hops[0]?.kind === "AssumeRole";

/** Whether a hop could not be evaluated completely. */
export const isUncertain = ({ hops }: Path): boolean =>
    hops.some(({ unknown }) => unknown !== undefined);

/** `directly`, or the number of hops. */
export const wayText = (path: Path): string =>
    isDirect(path) ? "directly" : `by ${count(path.hops.length, "hop")}`;

/** Hops, numbered, each with the statements that allow it. */
export const hopLines = (
    hops: readonly Hop[],
    labels: Labels,
    indent: string,
    screen: Screen = plain,
): string[] => {
    const wrap = wrapTo(screen);
    return hops.flatMap((hop, i) => {
        const inner = `${indent}   `;
        const action = hop.action === "sts:AssumeRole" ? "" : ` (${hop.action})`;
        return [
            ...wrap(
                `${hop.kind}: ${labels.arn(hop.from)} -> ${labels.arn(hop.to)}${action}`,
                `${indent}${i + 1}. `,
            ),
            ...hop.because.flatMap((reference) =>
                wrap(`allowed by ${labels.statement(reference)}`, inner, `${inner}  `),
            ),
            ...(hop.unknown === undefined
                ? []
                : wrap(`not certain: ${hop.unknown}`, inner, `${inner}  `)),
        ];
    });
};
