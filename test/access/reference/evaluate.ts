import { holds } from "./conditions";
import { matches, partsOf } from "./glob";
import { isDenied, namingOf } from "./principals";
import type { Naming } from "./principals";
import {
    allDocuments,
    boundaryDocument,
    identityDocuments,
    levelDocuments,
    resourceDocument,
    sessionDocuments,
} from "./rawQuestion";
import type { NamedDocument, RawQuestion } from "./rawQuestion";
import type { Request } from "./request";
import { statementsOf, textsOf } from "./statements";
import type { RawStatement } from "./statements";
import { expand } from "./variables";

/** A request, and whether whatever isn't understood helps it. */
interface Trial {
    readonly request: Request;
    readonly faultsHelp: boolean;
}

/**
 * Whether AWS would allow a request, step by step as its documentation has it.
 *
 * @param faultsHelp whether what isn't understood allows, and doesn't deny; else the reverse
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function isAllowed(question: RawQuestion, request: Request, faultsHelp: boolean): boolean {
    const trial: Trial = { request, faultsHelp };
    const some = (documents: readonly NamedDocument[]) =>
        documents.some((document) => namings(document, trial).length > 0);

    const controls = [
        ...levelDocuments("SCP", question),
        ...(isUnderResourceControl(request) ? levelDocuments("RCP", question) : []),
    ];
    const applicable = [...allDocuments({ ...question, scps: [], rcps: [] }), ...controls.flat()];
    if (applicable.some((document) => denies(document, trial))) return false;
    if (!controls.every(some)) return false;

    const { kind, accountId } = request.asker;
    const ownPoliciesAllow =
        kind === "root" || kind === "outside" || some(identityDocuments(question));
    const boundary = boundaryDocument(question);
    const session = sessionDocuments(question);
    const limitsAllow =
        (boundary === undefined || some([boundary])) && (session === undefined || some(session));

    const resourcePolicy = resourceDocument(question);
    const names = resourcePolicy === undefined ? [] : namings(resourcePolicy, trial);
    if (accountId !== request.resourceAccountId) {
        return names.length > 0 && ownPoliciesAllow && limitsAllow;
    }
    if (names.includes("in person")) return true;
    if (names.includes("as a role") && limitsAllow) return true;
    const trustDecides = request.action === "sts:AssumeRole";
    return (!trustDecides || names.length > 0) && ownPoliciesAllow && limitsAllow;
}

/**
 * Whether resource control policies have a say: IAM is not among the services they apply to; STS, S3, KMS, SQS and
 * Secrets Manager are.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
 */
const isUnderResourceControl = ({ action }: Request): boolean => !action.startsWith("iam:");

/** How the Allow statements of a document that apply name who asks; in an identity policy, `by account`. */
function namings(document: NamedDocument, trial: Trial): readonly Naming[] {
    const statements = statementsOf(document);
    if (statements === undefined) return trial.faultsHelp ? ["in person"] : [];
    return statements.flatMap((statement): readonly Naming[] => {
        if (statement.faulty) {
            return trial.faultsHelp && statement.elements["Effect"] !== "Deny" ? ["in person"] : [];
        }
        if (statement.elements["Effect"] !== "Allow") return [];
        if (!applies(statement, document, trial.request, trial.faultsHelp)) return [];
        if (document.grammar === "identity") return ["by account"];
        const naming = namingOf(statement, trial.request);
        return naming === undefined ? [] : [naming];
    });
}

function denies(document: NamedDocument, { request, faultsHelp }: Trial): boolean {
    const statements = statementsOf(document);
    if (statements === undefined) return !faultsHelp;
    return statements.some((statement) => {
        if (statement.faulty) return !faultsHelp && statement.elements["Effect"] !== "Allow";
        return (
            statement.elements["Effect"] === "Deny" &&
            applies(statement, document, request, !faultsHelp) &&
            (document.grammar === "identity" || isDenied(statement, request, !faultsHelp))
        );
    });
}

/** Whether a statement is about the action and the resource, and its conditions hold. */
function applies(
    { elements, version, tests }: RawStatement,
    { grammar }: NamedDocument,
    request: Request,
    whenUnsure: boolean,
): boolean {
    const action = (name: string) =>
        textsOf(elements[name]).some((pattern) =>
            matches(partsOf(pattern.toLowerCase()), request.action.toLowerCase()),
        );
    const resource = (name: string) =>
        textsOf(elements[name]).some((pattern) => {
            const parts = expand(pattern, version, request);
            return parts !== undefined && matches(parts, request.resource);
        });
    return (
        (elements["NotAction"] === undefined ? action("Action") : !action("NotAction")) &&
        (grammar === "trust" ||
            (elements["NotResource"] === undefined
                ? resource("Resource")
                : !resource("NotResource"))) &&
        tests.every((test) => holds(test, request, whenUnsure))
    );
}
