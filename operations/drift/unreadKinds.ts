import type { LiveAccount } from "../liveAccount";
import type { FactKind } from "./fact";

/** Which kinds of fact a call tells of, besides what authorization details have. */
const kindsOf: readonly (readonly [RegExp, readonly FactKind[]])[] = [
    [/iam:ListRoles/, ["sessionLength", "description"]],
    [/secretsmanager:/, ["secret", "secretPolicy"]],
];

/** Whether facts of a kind may be there though they were not read: they can't be called missing then. */
export function unreadKinds({ unread }: LiveAccount): (kind: FactKind) => boolean {
    const kinds = new Set(
        unread.flatMap((text) =>
            kindsOf.filter(([call]) => call.test(text)).flatMap(([, unknown]) => unknown),
        ),
    );
    return (kind) => kinds.has(kind);
}
