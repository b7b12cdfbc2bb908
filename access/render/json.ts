import type { StatementReference } from "../policy/document";
import type { Change } from "../report/diff";
import type {
    Coverage,
    ExplainedPrincipal,
    Explanation,
    Finding,
    LockState,
    Trust,
} from "../report/explain/explanation";
import type { Hop } from "../paths/hop";
import type {
    Reach,
    Report,
    ReportAccount,
    ReportIdentity,
    ReportRole,
    Takeover,
} from "../report/report";
import type { Verdict } from "../report/verdict";

/** Keys of any member of a union. */
type KeyOf<T> = T extends unknown ? keyof T : never;

/** Every key of an entry. */
type Key =
    | keyof ReportAccount
    | keyof ReportIdentity
    | keyof ReportRole
    | keyof Reach
    | keyof Takeover
    | keyof Hop
    | keyof StatementReference
    | keyof Change<Reach>
    | KeyOf<Verdict>
    | keyof Explanation["direct"]
    | keyof LockState
    | keyof ExplainedPrincipal
    | keyof Finding
    | keyof Trust
    | keyof Coverage;

/** In output order. An object, so that the type check reports a missing key. */
const order: Readonly<Record<Key, true>> = {
    id: true,
    arn: true,
    name: true,
    account: true,
    environment: true,
    trustClass: true,
    before: true,
    after: true,
    identity: true,
    role: true,
    becomes: true,
    hops: true,
    kind: true,
    from: true,
    to: true,
    action: true,
    lock: true,
    answer: true,
    locks: true,
    allows: true,
    denies: true,
    because: true,
    document: true,
    statement: true,
    sid: true,
    unknown: true,
    boundary: true,
    reason: true,
    code: true,
    text: true,
    next: true,
    effect: true,
    principals: true,
    roles: true,
    except: true,
    conditions: true,
    statements: true,
};
const keys = Object.keys(order);

/** Characters. A large report is written in pieces, since it may exceed the maximum length of a string. */
const pieceLength = 64 * 1024;

/** The report as JSON, in pieces: keys in the contract's order, one list entry per line, which suits line-based diffs. */
export const reportJson = (report: Report): Generator<string> =>
    json([
        ["version", report.version],
        ["boundary", report.boundary],
        ["verdict", report.verdict],
        ["accounts", report.accounts],
        ["identities", report.identities],
        ["roles", report.roles],
        ["reach", report.reach],
        ["crossings", report.crossings],
        ["takeovers", report.takeovers],
        ["unfinishedSearches", report.unfinishedSearches],
        ["limits", report.limits],
    ]);

/** An explanation as JSON, in pieces; `path` is absent where none was found, `reason` where the answer is known. */
export const explanationJson = (explanation: Explanation): Generator<string> => {
    const { answer, reason, identity, role, findings, direct, trusts, covers, path, limits } =
        explanation;
    return json([
        ["version", 1],
        ["answer", answer],
        ...(reason === undefined ? [] : [["reason", reason] as const]),
        ["identity", identity],
        ["role", role],
        ["findings", findings],
        ["direct", direct],
        ["trusts", trusts],
        ["covers", covers],
        ...(path === undefined ? [] : [["path", path] as const]),
        ["limits", limits],
    ]);
};

/** An object as JSON, in pieces: the given properties in order, one list entry per line. */
export function* json(properties: readonly (readonly [string, unknown])[]): Generator<string> {
    let piece = "";
    for (const part of parts(properties)) {
        piece += part;
        if (piece.length >= pieceLength) {
            yield piece;
            piece = "";
        }
    }
    yield piece;
}

function* parts(properties: readonly (readonly [string, unknown])[]): Generator<string> {
    let before = "{\n";
    for (const [key, value] of properties) {
        yield `${before}  ${JSON.stringify(key)}: `;
        if (Array.isArray(value)) yield* list(value);
        else yield JSON.stringify(value, keys);
        before = ",\n";
    }
    yield "\n}\n";
}

function* list(entries: readonly unknown[]): Generator<string> {
    let before = "[\n";
    for (const entry of entries) {
        yield `${before}    ${JSON.stringify(entry, keys)}`;
        before = ",\n";
    }
    yield entries.length === 0 ? "[]" : "\n  ]";
}
