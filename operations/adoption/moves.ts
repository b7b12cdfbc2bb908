import type { FoundAccount, FoundThing } from "./foundAccount";

/** A user or group that gets another path, and so another ARN. */
export interface Move {
    readonly from: string;
    readonly to: string;
}

/** IAM changes the path of users and groups in place, by `UpdateUser` and `UpdateGroup`; of nothing else. */
export const isMovable = ({ kind }: Pick<FoundThing, "kind">): boolean =>
    kind === "user" || kind === "group";

/** Users and groups that are there by their name, and on another path than is declared. */
export const movesOf = (
    declared: readonly FoundThing[],
    found: readonly FoundThing[],
): readonly Move[] =>
    declared.filter(isMovable).flatMap((thing) => {
        const there = found.find(({ kind, name }) => kind === thing.kind && name === thing.name);
        if (there === undefined || there.arn === thing.arn) return [];
        return [{ from: there.arn, to: thing.arn }];
    });

/** An account as it is once they are moved. */
export function movedTo(account: FoundAccount, moves: readonly Move[]): FoundAccount {
    const arnOf = new Map(moves.map(({ from, to }) => [from, to]));
    const move = <Detail extends { readonly Arn: string }>(list: readonly Detail[]): Detail[] =>
        list.map((detail) => ({ ...detail, Arn: arnOf.get(detail.Arn) ?? detail.Arn }));
    const { details } = account;
    return {
        ...account,
        details: {
            ...details,
            UserDetailList: move(details.UserDetailList),
            GroupDetailList: move(details.GroupDetailList),
        },
    };
}
