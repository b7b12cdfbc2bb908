import { trustClassOf } from "./trustClassOf";
import { nameOf } from "../accountDetails";
import type { FactKind } from "./fact";
import { severities } from "./finding";
import type { Difference, Finding } from "./finding";
import { dependsOn } from "./reachChange";
import type { AddedPath, ReachChange } from "./reachChange";
import { takesAwayOnly } from "./takesAway";

/** Whoever has one is the user, and no policy shows who that is. */
const credentials: readonly FactKind[] = [
    "accessKey",
    "password",
    "sshKey",
    "certificate",
    "serviceCredential",
];

/** What a plan has no say in, or only in words. */
const harmless: readonly FactKind[] = ["description", "mfa"];

/** What Pulumi doesn't know of, so that no update takes it away. Members and tags are part of what it knows. */
const deletable: readonly FactKind[] = [
    "user",
    "group",
    "role",
    "policy",
    "provider",
    "attached",
    "inline",
    "instanceProfile",
    "accessKey",
    "password",
    "mfa",
    "sshKey",
    "certificate",
    "serviceCredential",
];

/**
 * Gives each difference a severity from what it does to who reaches what, and adds paths into production that no
 * difference explains. What can't be known is high.
 */
export function judge(differences: readonly Difference[], reach: ReachChange): Finding[] {
    const findings = differences.map((difference): Finding => ({
        ...difference,
        ...severityOf(difference, reach),
        remedy: remedyOf(difference),
    }));
    return [...findings, ...unexplained(differences, reach)].sort(
        (a, b) =>
            severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
            (a.id < b.id ? -1 : 1),
    );
}

type Judged = Pick<Finding, "severity" | "effect">;

function severityOf(difference: Difference, reach: ReachChange): Judged {
    const { kind, change, subject } = difference;
    if (harmless.includes(kind))
        return { severity: "low", effect: "nothing that a policy decides" };
    if (credentials.includes(kind)) {
        const severity = trustClassOf(subject) === "nonprod" ? "high" : "critical";
        return { severity, effect: `whoever has it can act as ${nameOf(subject)}` };
    }
    if (kind === "sessionLength") return sessionSeverity(difference);
    if (!reach.known) return { severity: "high", effect: `its effect is unknown: ${reach.why}` };
    const paths = reach.added.filter((path) => dependsOn(path, difference));
    const [worst] = [...paths].sort(
        (a, b) =>
            Number(b.crosses) - Number(a.crosses) ||
            Number(b.target === subject) - Number(a.target === subject) ||
            a.hops.length - b.hops.length,
    );
    if (worst !== undefined) {
        return { severity: worst.crosses ? "critical" : "high", effect: pathText(worst) };
    }
    if (reach.added.length > 0 && mayAdd(difference)) {
        const effect = "paths were added, and it was not shown to have no part in them";
        return { severity: "high", effect };
    }
    return withoutPath(difference, change);
}

/** Whether a difference can let anybody do more: by what is there and should not be, or by a limit that is not there. */
const mayAdd = ({ change, kind }: Difference): boolean =>
    kind !== "tag" &&
    (change !== "missing" ||
        ["boundary", "secretPolicy", "inline", "attached", "document"].includes(kind));

/** What adds no path may still open one of two locks, or take away a limit that nobody ran into so far. */
function withoutPath(
    { kind, subject, declared = "", live = "" }: Difference,
    change: Difference["change"],
): Judged {
    if (kind === "tag") return { severity: "low", effect: "adds no path" };
    const opensLock = kind === "trust" && change === "changed" && !takesAwayOnly(declared, live);
    if (opensLock) {
        const effect =
            "adds no path by itself: it opens the role's lock, and the identity's policy is the other one";
        return { severity: "high", effect };
    }
    const isLimit =
        kind === "boundary" ||
        kind === "secretPolicy" ||
        (kind === "document" && subject.endsWith("PermissionsBoundary"));
    if (isLimit && change !== "extra") {
        return { severity: "high", effect: "adds no path by itself: a limit is not there" };
    }
    return {
        severity: "medium",
        effect: change === "missing" ? "adds no path; what needs it fails" : "adds no path",
    };
}

function sessionSeverity({ declared = "0", live = "0" }: Difference): Judged {
    return Number(live) > Number(declared)
        ? { severity: "medium", effect: `sessions may last ${live} instead of ${declared} seconds` }
        : { severity: "low", effect: "sessions that ask for more fail" };
}

const pathText = ({ identity, target, crosses, hops }: AddedPath): string =>
    `${nameOf(identity)} reaches ${target} in ${hops.length} ${hops.length === 1 ? "hop" : "hops"}` +
    (crosses ? ", which crosses the environment boundary" : "");

function remedyOf({ kind, change }: Difference): Finding["remedy"] {
    // Within its recovery window a secret can be restored, and not created.
    if (kind === "secret" && change === "missing") return "by hand";
    if (change !== "extra") return "up";
    if (deletable.includes(kind)) return "delete";
    return kind === "secret" || kind === "secretPolicy" ? "by hand" : "up";
}

/** Paths across the boundary that none of the differences has a part in: what leads there is not the platform's. */
function unexplained(differences: readonly Difference[], reach: ReachChange): Finding[] {
    if (!reach.known) return [];
    return reach.added
        .filter((path) => path.crosses && !differences.some((one) => dependsOn(path, one)))
        .map((path) => ({
            id: `${path.target}#path/${nameOf(path.identity)}`,
            kind: "path",
            change: "extra",
            account: path.target.split(":")[4] ?? "",
            subject: path.target,
            name: nameOf(path.identity),
            text: `a path leads from ${nameOf(path.identity)} to ${path.target} by what the platform doesn't manage`,
            severity: "critical",
            effect: `${pathText(path)}; see: iam-profiles explain ${nameOf(path.identity)} ${path.target} --source live`,
            remedy: "by hand",
        }));
}
