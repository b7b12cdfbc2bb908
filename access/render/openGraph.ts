import type { Hop } from "../paths/hop";
import type { Report } from "../report/report";
import { isUncertain } from "./path";

const sourceKind = "IamProfiles";
const pieceLength = 64 * 1024;

/** The kind of a node, by what its ARN names. */
const kinds: readonly (readonly [RegExp, string])[] = [
    [/:iam::[^:]*:user\//, "AWS_User"],
    [/:iam::[^:]*:role\//, "AWS_Role"],
    [/:iam::[^:]*:group\//, "AWS_Group"],
    [/:iam::[^:]*:policy\//, "AWS_Policy"],
    [/:iam::[^:]*:root$/, "AWS_Account"],
    [/:secretsmanager:/, "AWS_Secret"],
];

/**
 * The report as BloodHound's OpenGraph, in pieces. Accounts, identities, roles and what else hops lead to are nodes; each
 * hop is an edge of its kind, e.g. `AWS_AssumeRole`; `AWS_CrossesBoundary` and `AWS_TakesOver` are the findings.
 *
 * @see https://bloodhound.specterops.io/opengraph/schema
 */
export function* renderOpenGraph(report: Report): Generator<string> {
    let piece = `{"metadata":{"source_kind":"${sourceKind}"},"graph":{"nodes":[`;
    for (const [key, entries] of [
        ["", nodesOf(report)],
        ['],"edges":[', edgesOf(report)],
    ] as const) {
        piece += key;
        let before = "\n";
        for (const entry of entries) {
            piece += `${before}${JSON.stringify(entry)}`;
            before = ",\n";
            if (piece.length < pieceLength) continue;
            yield piece;
            piece = "";
        }
    }
    yield `${piece}]}}\n`;
}

function* nodesOf({ accounts, identities, roles, reach, verdict }: Report) {
    const seen = new Set<string>();
    for (const { id, name, environment } of accounts) {
        seen.add(id);
        const properties = { name, accountid: id, environment, boundary: verdict.boundary };
        yield { id, kinds: ["AWS_Account", sourceKind], properties };
    }
    for (const { arn, name, account, trustClass } of identities) {
        seen.add(arn);
        const properties = { name, arn, accountid: account, trustclass: trustClass };
        yield { id: arn, kinds: ["AWS_User", sourceKind], properties };
    }
    for (const { arn, name, account } of roles) {
        seen.add(arn);
        yield {
            id: arn,
            kinds: ["AWS_Role", sourceKind],
            properties: { name, arn, accountid: account },
        };
    }
    for (const arn of reach.flatMap(({ hops }) => hops.flatMap(({ from, to }) => [from, to]))) {
        if (seen.has(arn)) continue;
        seen.add(arn);
        const kind = kinds.find(([pattern]) => pattern.test(arn))?.[1] ?? "AWS_Resource";
        yield { id: arn, kinds: [kind, sourceKind], properties: { name: arn } };
    }
}

function* edgesOf({ identities, roles, reach, crossings, takeovers }: Report) {
    for (const { arn, account } of [...identities, ...roles])
        yield edge("AWS_Contains", account, arn);
    const seen = new Set<string>();
    for (const { hops } of [...reach, ...takeovers]) {
        for (const hop of hops) {
            const key = `${hop.kind} ${hop.from} ${hop.to}`;
            if (seen.has(key)) continue;
            seen.add(key);
            yield hopEdge(hop);
        }
    }
    for (const path of crossings) {
        const properties = { certain: !isUncertain(path), hops: path.hops.length };
        yield edge("AWS_CrossesBoundary", path.identity, path.role, properties);
    }
    for (const path of takeovers) {
        const properties = { certain: !isUncertain(path), hops: path.hops.length };
        yield edge("AWS_TakesOver", path.identity, path.becomes, properties);
    }
}

const hopEdge = ({ kind, from, to, action, because, unknown }: Hop) =>
    edge(`AWS_${kind.replace(/\W/g, "_")}`, from, to, {
        action,
        certain: unknown === undefined,
        statements: because.map(({ document, statement }) => `${document}, statement ${statement}`),
        ...(unknown === undefined ? {} : { reason: unknown }),
    });

/** Properties are texts, numbers, booleans, or lists of one of these; never empty. */
const edge = (kind: string, from: string, to: string, properties?: object) => ({
    kind,
    start: { value: from, match_by: "id" },
    end: { value: to, match_by: "id" },
    ...(properties === undefined ? {} : { properties }),
});
