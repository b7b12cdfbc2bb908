import type { StatementReference } from "../policy/document";
import type { Cause } from "../report/causes";
import type { Change } from "../report/reportDiff";
import type {
    Coverage,
    ExplainedPrincipal,
    Explanation,
    Finding,
    LockState,
    Trust,
} from "../report/explain/explanation";
import type { Hop } from "../paths/hop";
import type { Provenance } from "../report/provenance";
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
    | keyof Coverage
    | keyof Cause
    | keyof Provenance
    | keyof Provenance["versions"][number];

/** In output order. An object, so that the type check reports a missing key. */
const order: Readonly<Record<Key, true>> = {
    id: true,
    arn: true,
    name: true,
    account: true,
    environment: true,
    breakGlass: true,
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
    crossings: true,
    takeovers: true,
    source: true,
    at: true,
    commit: true,
    versions: true,
    version: true,
    digest: true,
    secretReaders: true,
};
const keys = Object.keys(order);

/** Characters. A large report is written in pieces, since it may exceed the maximum length of a string. */
const pieceLength = 64 * 1024;

/** The report as JSON of version 1, in pieces: every path in full. */
export const reportJsonV1 = (report: Report): Generator<string> =>
    json([
        ["version", 1],
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
    let piece = "{\n";
    let before = "";
    for (const [key, value] of properties) {
        piece += `${before}  ${JSON.stringify(key)}: `;
        before = ",\n";
        if (!Array.isArray(value) && !(value instanceof Rows)) {
            piece += JSON.stringify(value, keys);
            continue;
        }
        const isWritten = value instanceof Rows;
        const entries: Iterable<unknown> = isWritten ? value.rows : (value as readonly unknown[]);
        let isEmpty = true;
        for (const entry of entries) {
            piece += isEmpty ? "[\n    " : ",\n    ";
            piece += isWritten ? (entry as string) : JSON.stringify(entry, keys);
            isEmpty = false;
            if (piece.length < pieceLength) continue;
            yield piece;
            piece = "";
        }
        piece += isEmpty ? "[]" : "\n  ]";
    }
    yield `${piece}\n}\n`;
}

/** Entries of a list, each as JSON already. */
export class Rows {
    constructor(readonly rows: Iterable<string>) {}
}
