import {
    accountOf,
    identityDocumentsOf,
    kindOf,
    managedDocument,
    nameOf,
    principalOf,
} from "./closureWorld";
import type { ClosureWorld, RawDocument } from "./closureWorld";
import { isAllowed } from "./evaluate";
import { matches, partsOf } from "./glob";
import type { RawAsker, RawQuestion } from "./rawQuestion";
import { textsOf } from "./statements";

/** Something that somebody asks for, but for what the attacker chooses. */
export interface ClosureRequest {
    readonly action: string;
    readonly resource: string;
    /** Trust policy. */
    readonly trust?: RawDocument;
    /** By key in lower case. */
    readonly context?: Readonly<Record<string, string>>;
}

/** An account that the attacker has besides. */
export const outsider = "an AWS account of the attacker's";

const outside: RawAsker = {
    kind: "outside",
    arn: "arn:aws:iam::999999999999:user/z",
    accountId: "999999999999",
};

/** External ids that the attacker tries: none, and those that policies may ask for. */
const externalIds = [undefined, "k", "z"];

/** Whether AWS lets somebody do something: it is one request, with whatever external id helps. */
export function mayDo(world: ClosureWorld, who: string, request: ClosureRequest): boolean {
    const question = questionOf(world, who, request);
    if (!isWorthAsking(question)) return false;
    const { asker, action, resource, resourceAccountId } = question;
    const sessionArn =
        asker.kind === "role"
            ? `arn:aws:sts::${asker.accountId}:assumed-role/${nameOf(asker.arn)}/z`
            : undefined;
    return externalIds.some((externalId) => {
        const context = new Map<string, readonly string[]>([
            ["aws:principalarn", [asker.arn]],
            ...Object.entries(request.context ?? {}).map(([key, value]) => [key, [value]] as const),
            ...(externalId === undefined ? [] : [["sts:externalid", [externalId]] as const]),
        ]);
        return isAllowed(
            question,
            {
                asker,
                ...(sessionArn === undefined ? {} : { sessionArn }),
                action,
                resource,
                resourceAccountId,
                context,
            },
            false,
        );
    });
}

/** Whether any statement speaks of the action at all, whatever else it says: most don't. */
const isWorthAsking = ({ asker, identity, trust, action }: RawQuestion): boolean =>
    asker.kind === "outside" ||
    trust !== undefined ||
    identity.some((document) => speaksOf(document as RawDocument, action));

const spokenOf = new WeakMap<RawDocument, Map<string, boolean>>();

function speaksOf(document: RawDocument, action: string): boolean {
    const known = spokenOf.get(document) ?? new Map<string, boolean>();
    spokenOf.set(document, known);
    const speaks =
        known.get(action) ??
        document.Statement.some(({ Action }) =>
            textsOf(Action).some((pattern) =>
                matches(partsOf(pattern.toLowerCase()), action.toLowerCase()),
            ),
        );
    known.set(action, speaks);
    return speaks;
}

function questionOf(
    world: ClosureWorld,
    who: string,
    { action, resource, trust }: ClosureRequest,
): RawQuestion {
    const about = {
        action,
        resource,
        resourceAccountId: accountOf(resource),
        ...(trust === undefined ? {} : { trust }),
        scps: [],
        rcps: [],
        context: {},
    };
    const principal = principalOf(world, who);
    if (principal === undefined) return { ...about, asker: outside, identity: [] };
    const accountId = accountOf(who);
    const boundary = principal.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
        ...about,
        asker: { kind: kindOf(who), arn: who, accountId },
        identity: identityDocumentsOf(world, principal),
        ...(boundary === undefined
            ? {}
            : { boundary: managedDocument(world, accountId, boundary) }),
    };
}
