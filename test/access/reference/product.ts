import { decide } from "../../../access/evaluation/decide";
import type { Question, Decision } from "../../../access/evaluation/question";
import { readDocument } from "../../../access/policy/readDocument";
import {
    boundaryDocument,
    identityDocuments,
    levelDocuments,
    resourceDocument,
    sessionDocuments,
} from "./rawQuestion";
import type { NamedDocument, RawQuestion } from "./rawQuestion";

const compile = ({ name, raw, grammar }: NamedDocument) => readDocument(name, raw, grammar);

/** The question as the product takes it. */
export function toQuestion(raw: RawQuestion): Question {
    const boundary = boundaryDocument(raw);
    const session = sessionDocuments(raw);
    const resourcePolicy = resourceDocument(raw);
    const levels = (kind: "SCP" | "RCP") =>
        levelDocuments(kind, raw).map((level) => level.map(compile));
    return {
        principal: {
            ...raw.asker,
            policies: identityDocuments(raw).map(compile),
            ...(boundary === undefined ? {} : { boundary: compile(boundary) }),
            ...(session === undefined ? {} : { sessionPolicies: session.map(compile) }),
            serviceControlPolicies: levels("SCP"),
        },
        action: raw.action,
        resource: raw.resource,
        ...(raw.isPattern === undefined ? {} : { isPattern: raw.isPattern }),
        resourceAccountId: raw.resourceAccountId,
        ...(resourcePolicy === undefined ? {} : { resourcePolicy: compile(resourcePolicy) }),
        resourceControlPolicies: levels("RCP"),
        context: (key) => raw.context[key] ?? { absent: true },
    };
}

/** The product's verdict. */
export const verdictOn = (raw: RawQuestion): Decision => decide(toQuestion(raw));
