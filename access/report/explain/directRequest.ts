import { attackersPolicy, withoutDenies } from "../../paths/changes";
import type { ControlledNode } from "../../paths/controlledNode";
import { assumeRequests } from "../../paths/effects/assume";
import type { PrincipalNode } from "../../paths/nodes";
import { decisionOf } from "../../paths/permission";
import type { Request } from "../../paths/permission";
import type { Decision, PolicyType, Principal } from "../../evaluation/question";
import type { Document, Statement, StatementReference } from "../../policy/document";
import { readDocument } from "../../policy/readDocument";
import type { Answer, LockState } from "./explanation";

/** The request of a principal itself to assume a role, decided, and each of its locks looked at alone. */
export interface DirectRequest {
    readonly answer: Answer;
    readonly locks: readonly Lock[];
    /** As evaluated. */
    readonly principal: Principal;
}

/** A lock, and what its conditions hide. */
export interface Lock {
    readonly state: LockState;
    /** The statements that allow the request. */
    readonly allows: readonly Statement[];
    /** The Deny statements that apply. */
    readonly denies: readonly Statement[];
    /** Where nothing allows the request: the statements that would, but for their conditions. */
    readonly unmet: readonly Statement[];
    /** Where the request is allowed: the Deny statements that would apply, but for their conditions. */
    readonly avoided: readonly Statement[];
}

/** The decision on the direct request, and each lock evaluated on its own, with all others open. */
export function directRequest(controlled: ControlledNode, role: PrincipalNode): DirectRequest {
    const [principal] = controlled.principals;
    if (principal === undefined) {
        throw new Error(`no principal to evaluate for ${controlled.node.arn} and ${role.arn}`);
    }
    const decided = assumeRequests(role).map((request) => ({
        request,
        answer: decisionOf(principal, request, controlled).answer,
    }));
    const best =
        decided.find((way) => way.answer === "allowed") ??
        decided.find((way) => way.answer === "unknown") ??
        decided[0];
    if (best === undefined) throw new Error(`no request to assume ${role.arn}`);
    const { request, answer } = best;
    const { policies, boundary, serviceControlPolicies } = principal;
    const { resourcePolicy, resourceControlPolicies } = request;
    const inLevels = (levels: Levels, change: Weaken): Levels =>
        levels.map((level) => level.map(change));
    const of = (lock: PolicyType, documents: readonly Document[], only: Only): Lock =>
        lookAt(lock, answer, documents, openedBut(controlled, principal, request, only));

    const locks = [
        of("identity policy", policies, (weaken) => ({
            principal: { policies: policies.map(weaken) },
        })),
    ];
    if (resourcePolicy !== undefined) {
        locks.push(
            of("resource policy", [resourcePolicy], (weaken) => ({
                request: { resourcePolicy: weaken(resourcePolicy) },
            })),
        );
    }
    if (boundary !== undefined) {
        locks.push(
            of("permissions boundary", [boundary], (weaken) => ({
                principal: { policies: [weaken(boundary)] },
            })),
        );
    }
    if (serviceControlPolicies.length > 0) {
        locks.push(
            of("service control policy", serviceControlPolicies.flat(), (weaken) => ({
                principal: { serviceControlPolicies: inLevels(serviceControlPolicies, weaken) },
            })),
        );
    }
    if (resourceControlPolicies.length > 0) {
        locks.push(
            of("resource control policy", resourceControlPolicies.flat(), (weaken) => ({
                request: { resourceControlPolicies: inLevels(resourceControlPolicies, weaken) },
            })),
        );
    }
    return { answer, locks, principal };
}

type Weaken = (document: Document) => Document;
type Levels = readonly (readonly Document[])[];

/** Sets one lock, with its documents changed; all others stay open. */
type Only = (weaken: Weaken) => {
    readonly principal?: Partial<Principal>;
    readonly request?: Partial<Request>;
};

/** Evaluates the request with every lock open except the one that `only` sets. */
const openedBut =
    (
        controlled: ControlledNode,
        { kind, arn, accountId }: Principal,
        request: Request,
        only: Only,
    ) =>
    (weaken: Weaken): Decision => {
        const set = only(weaken);
        return decisionOf(
            {
                kind,
                arn,
                accountId,
                policies: [attackersPolicy],
                serviceControlPolicies: [],
                ...set.principal,
            },
            {
                ...request,
                resourcePolicy: trustsAccount(accountId),
                resourceControlPolicies: [],
                ...set.request,
            },
            controlled,
        );
    };

const openTrust = "trusts the account";

/** A trust policy that delegates to the account's own policies. */
const trustsAccount = (accountId: string): Document =>
    readDocument(
        openTrust,
        {
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Principal: { AWS: accountId }, Action: "sts:*" },
        },
        "trust",
    );

function lookAt(
    type: PolicyType,
    whole: Answer,
    documents: readonly Document[],
    ask: (weaken: Weaken) => Decision,
): Lock {
    const statements = new Map(
        documents.flatMap((document) =>
            document.statements.map((statement) => [keyOf(statement.reference), statement]),
        ),
    );
    const found = (references: readonly StatementReference[]): readonly Statement[] =>
        references.flatMap((reference) => statements.get(keyOf(reference)) ?? []);

    const decision = ask((document) => document);
    const allowing = ask(withoutDenies);
    const isNeedless =
        type === "identity policy" &&
        whole === "allowed" &&
        decision.answer === "denied" &&
        decision.because.length === 0;
    const allows = allowing.answer === "denied" ? [] : found(allowing.because);
    const denies = decision.answer === "denied" ? found(decision.because) : [];
    const unmet =
        decision.answer === "denied" && allowing.answer === "denied" && !isNeedless
            ? ask((document) => withoutConditions(withoutDenies(document), "Allow"))
            : undefined;
    const avoided =
        decision.answer === "allowed"
            ? ask((document) => withoutConditions(document, "Deny"))
            : undefined;
    return {
        state: {
            lock: type,
            answer: isNeedless ? "not needed" : decision.answer,
            allows: allows.map(({ reference }) => reference),
            denies: denies.map(({ reference }) => reference),
            ...(decision.answer === "unknown" ? { reason: decision.reason } : {}),
        },
        allows,
        denies,
        unmet: unmet?.answer === "allowed" ? found(unmet.because) : [],
        avoided: avoided?.answer === "denied" ? found(avoided.because) : [],
    };
}

const keyOf = ({ document, statement }: StatementReference): string => `${document}\n${statement}`;

/** The document with the conditions of one effect's statements taken to be met. */
const withoutConditions = (document: Document, effect: Statement["effect"]): Document => ({
    ...document,
    statements: document.statements.map((statement) =>
        statement.effect === effect ? { ...statement, conditions: [] } : statement,
    ),
});
