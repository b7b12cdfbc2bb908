import type { Drift } from "./drift";
import { factKinds } from "./fact";
import type { FactKind } from "./fact";
import type { Finding, Severity } from "./finding";
import { pathsText } from "./text";

/** GitHub takes so many results of a run, and shows those of the highest level first. */
const mostResults = 5_000;

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
    critical: "error",
    high: "error",
    medium: "warning",
    low: "note",
};

/** GitHub's own measure, 0 to 10. @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const scores: Readonly<Record<Severity, string>> = {
    critical: "9.5",
    high: "8.0",
    medium: "5.0",
    low: "2.0",
};

/**
 * Drift as SARIF 2.1.0, in one run. Each result points at the file that declares its subject, or would.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function driftSarif({ findings, unread, pathsUnknown }: Drift, version: string): object {
    const shown = findings.slice(0, mostResults);
    const cut = findings.length - shown.length;
    const notices = [
        ...unread.map((text) => `not known, since it could not be read: ${text}`),
        ...(pathsUnknown === undefined ? [] : [`not known: ${pathsText(pathsUnknown)}`]),
        ...(cut === 0 ? [] : [`${cut} results of the lowest severities were left out`]),
    ];
    const kinds = factKinds.filter((kind) => shown.some((one) => one.kind === kind));
    return {
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: {
                    driver: {
                        name: "iam-profiles drift",
                        version,
                        rules: kinds.map(ruleOf),
                    },
                },
                automationDetails: { id: "iam-profiles/drift/" },
                invocations: [
                    {
                        executionSuccessful: unread.length === 0 && pathsUnknown === undefined,
                        toolExecutionNotifications: notices.map((text) => ({
                            level: "warning",
                            message: { text },
                        })),
                    },
                ],
                results: shown.map((one) => resultOf(one, kinds)),
            },
        ],
    };
}

const ruleOf = (kind: FactKind): object => ({
    id: `drift/${kind}`,
    shortDescription: { text: `The ${kind} in AWS is not what the program declares.` },
    help: { text: "See docs/drift.md." },
});

const resultOf = (finding: Finding, kinds: readonly FactKind[]): object => ({
    ruleId: `drift/${finding.kind}`,
    ruleIndex: kinds.indexOf(finding.kind),
    level: levels[finding.severity],
    message: { text: `${finding.account}: ${finding.text}; ${finding.effect}` },
    locations: [
        {
            physicalLocation: {
                artifactLocation: { uri: declaringFile(finding) },
                region: { startLine: 1 },
            },
            logicalLocations: [{ fullyQualifiedName: finding.id }],
        },
    ],
    partialFingerprints: { "driftId/v1": `${finding.account} ${finding.id}` },
    properties: { "security-severity": scores[finding.severity], change: finding.change },
});

/** Roles and policies are the role catalogue's, everything else the identity catalogue's. */
const declaringFile = ({ subject }: Finding): string =>
    /:(role|policy)\//.test(subject) ? "roles/catalogue.ts" : "identities/catalogue.ts";
