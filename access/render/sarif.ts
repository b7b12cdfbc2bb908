import * as path from "node:path";
import { pathToFileURL } from "node:url";

import { causesOf } from "../report/causes";
import type { Cause } from "../report/causes";
import type { Reach, Report, Takeover } from "../report/report";
import { labelsOf } from "./labels";
import type { Labels } from "./labels";
import type { Locate, Location } from "../report/locate";
import { isUncertain } from "./path";
import { causeText, pathText } from "./table";
import { verdictText } from "./verdict";

/** Crossings of one cause that a message lists. */
const mostPaths = 10;
/** Of hops, that a result draws. */
const mostFlows = 5;

const rules = [
    {
        id: "environment-boundary-crossed",
        name: "EnvironmentBoundaryCrossed",
        shortDescription: { text: "A nonprod identity gets into production." },
        fullDescription: {
            text: "A chain of assumed roles, IAM writes, passed roles or secrets leads a nonprod identity to a role outside nonprod accounts, or to a prod identity.",
        },
        help: {
            text: "Remove or narrow the statement: a trust policy names exactly the identities that may assume the role.",
        },
        defaultConfiguration: { level: "error" },
        properties: { "security-severity": "9.0", tags: ["security"] },
    },
    {
        id: "environment-boundary-unknown",
        name: "EnvironmentBoundaryUnknown",
        shortDescription: { text: "A nonprod identity may get into production." },
        fullDescription: {
            text: "A path out of nonprod exists if a policy or condition that could not be evaluated allows it.",
        },
        help: { text: "Correct or narrow the statement, so that the path is ruled out." },
        defaultConfiguration: { level: "warning" },
        properties: { "security-severity": "6.0", tags: ["security"] },
    },
] as const;

/**
 * The findings as SARIF 2.1.0, one result for each cause, with the hops as code flows.
 *
 * @param locate where a statement is written; code scanning shows a result only where that is known
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(report: Report, locate: Locate = () => undefined): string {
    const labels = labelsOf(report.accounts);
    const { verdict, provenance } = report;
    return JSON.stringify(
        {
            $schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [
                {
                    tool: {
                        driver: {
                            name: "iam-profiles",
                            ...versionOf(report),
                            rules,
                        },
                    },
                    invocations: [
                        {
                            executionSuccessful: true,
                            ...(provenance === undefined ? {} : { endTimeUtc: provenance.at }),
                            toolExecutionNotifications: [
                                {
                                    level: verdict.boundary === "holds" ? "note" : "warning",
                                    message: { text: verdictText(report) },
                                },
                            ],
                        },
                    ],
                    columnKind: "utf16CodeUnits",
                    results: causesOf(report).map((cause) => resultOf(cause, labels, locate)),
                    properties: {
                        boundary: verdict.boundary,
                        limits: report.limits,
                        ...(provenance === undefined ? {} : { provenance }),
                    },
                },
            ],
        },
        undefined,
        2,
    );
}

function versionOf({ provenance }: Report): { readonly version?: string } {
    const version = provenance?.versions[0]?.version;
    return version === undefined ? {} : { version };
}

function resultOf(cause: Cause, labels: Labels, locate: Locate) {
    const paths: readonly (Reach | Takeover)[] = [...cause.crossings, ...cause.takeovers];
    const ruleIndex = paths.every((one) => isUncertain(one)) ? 1 : 0;
    const { id, defaultConfiguration } = rules[ruleIndex];
    const more = paths.length - mostPaths;
    return {
        ruleId: id,
        ruleIndex,
        level: defaultConfiguration.level,
        message: {
            text: [
                `${causeText(cause, labels)}.`,
                ...paths.slice(0, mostPaths).map((one) => `${pathText(one, labels)}.`),
                ...(more > 0 ? [`And ${more} more.`] : []),
            ].join("\n"),
        },
        locations: cause.statements.map((statement) => {
            const found = locate(statement);
            return {
                ...(found === undefined ? {} : physical(found)),
                logicalLocations: [
                    {
                        fullyQualifiedName: `${statement.document}#${statement.statement}`,
                        kind: "resource",
                    },
                ],
            };
        }),
        partialFingerprints: { "cause/v1": fingerprintOf(cause) },
        codeFlows: paths.slice(0, mostFlows).map((one) => ({
            threadFlows: [{ locations: one.hops.map((hop) => flowLocation(hop, labels, locate)) }],
        })),
        properties: { crossings: cause.crossings.length, takeovers: cause.takeovers.length },
    };
}

function flowLocation(hop: Reach["hops"][number], labels: Labels, locate: Locate) {
    const [first] = hop.because.flatMap((statement) => locate(statement) ?? []);
    return {
        location: {
            ...(first === undefined ? {} : physical(first)),
            message: {
                text: `${hop.kind}: ${labels.arn(hop.from)} -> ${labels.arn(hop.to)} (${hop.action})`,
            },
        },
    };
}

const physical = ({ file, line }: Location) => ({
    physicalLocation: {
        artifactLocation: path.isAbsolute(file)
            ? { uri: pathToFileURL(file).href }
            : { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" },
        region: { startLine: line },
    },
});

/** The same cause of a later run has the same fingerprint. */
const fingerprintOf = ({ kind, action, statements }: Cause): string =>
    [kind, action, ...statements.slice(0, 1).map((one) => `${one.document}#${one.statement}`)].join(
        " ",
    );
