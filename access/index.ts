/**
 * Who can reach which IAM role, and how, proved from policy documents alone: read an organization, prove it, explain a
 * cell of it, render what came out. Everything else in this package may change without notice.
 */

// Read an organization.
export { readOrganization } from "./organization/readOrganization";
export type { LikeAccounts } from "./organization/alike/likeAccounts";
export { readForReport } from "./organization/alike/readForReport";
export { listedAlike, memberIds, singledOut, without } from "./organization/alike/mentions";
export { namesPrincipals, treatsIdsAsNames } from "./organization/alike/opacity";
export { OrganizationError } from "./organization/organizationError";
export type { Account, Organization, Role, TrustClass, User } from "./organization/organization";
export { isOpenToNonprod } from "./organization/environments";
export type { Environment } from "./organization/environments";
export { readDirectory } from "./sources/directory";
export { readLive } from "./sources/live";
export type { AccountClients, LiveAccount, LiveOptions } from "./sources/live";
export { readLiveOrganization } from "./sources/liveOrganization";
export type { LiveOrganizationOptions } from "./sources/liveOrganization";
export { folderStore } from "./sources/readingStore";
export { readJsonFile } from "./sources/readJsonFile";
export { noEnvironments, readEnvironments } from "./organization/readEnvironments";
export type { Environments } from "./organization/readEnvironments";
export { readDetails } from "./sources/authorizationDetails";
export type { Details } from "./sources/authorizationDetails";
export { readSecrets } from "./sources/liveSecrets";
export type { RawSecret } from "./sources/liveSecrets";
export { awsCall } from "./sources/awsCall";
export { sdkConfig, secretsLimit } from "./sources/sdkConfig";

// Prove it.
export { buildReport } from "./report/buildReport";
export type { Hop } from "./paths/hop";
export type {
    Reach,
    Report,
    ReportAccount,
    ReportIdentity,
    ReportRole,
    Takeover,
} from "./report/report";
export type { Verdict } from "./report/verdict";

// Explain a cell; ask about one request; compare reports.
export { explainCell } from "./report/explain/explainCell";
export type { Explanation } from "./report/explain/explanation";
export { roleMay } from "./report/roleMay";
export type { RoleRequest } from "./report/roleMay";
export type { Decision } from "./evaluation/question";
export { diffReports } from "./report/reportDiff";
export type { ReportDiff } from "./report/reportDiff";

// Render, and the commands that do all of it.
export { reportFormats, renderReport } from "./render/formats";
export type { ReportFormat } from "./render/formats";
export { diffJson, renderDiff } from "./render/diffText";
export { renderExplanation } from "./render/explanation";
export { explanationJson } from "./render/json";
export { reportJson } from "./render/reportJson";
export { renderTable } from "./render/table";
export { glossary } from "./render/glossary";
export { hopLines } from "./render/path";
export { colourChoices, screenOf } from "./render/screen";
export type { ColourChoice, Screen } from "./render/screen";
export { causesOf } from "./report/causes";
export type { Cause } from "./report/causes";
export type { Origin, Provenance } from "./report/provenance";
export type { Locate, Location } from "./report/locate";
export { locateInFolder } from "./sources/locateInFolder";
export { outFile, writePieces } from "./commands/output";
export { exitCode } from "./commands/exitCode";
export { showAccess } from "./commands/access";
export type { AccessOptions } from "./commands/access";
export { diffFormats, explainFormats } from "./commands/answerFormats";
export { showExplanation } from "./commands/explain";
export type { DiffFormat, ExplainFormat } from "./commands/answerFormats";
export { progressLine } from "./commands/progress";
export type { ProgressLine, ProgressStream } from "./commands/progress";
export { startTimeLimit } from "./commands/timeLimit";
export type { RunningTimeLimit } from "./commands/timeLimit";
export { readReportFile, showDiff } from "./commands/diff";
