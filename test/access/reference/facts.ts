import { requestContext } from "../../../access/evaluation/contextKeys";
import type { RequestFacts } from "../../../access/evaluation/contextKeys";
import type { ContextValue } from "../../../access/evaluation/question";
import { allDocuments } from "./rawQuestion";
import type { RawQuestion } from "./rawQuestion";
import { statementsOf } from "./statements";
import { variablesIn } from "./variables";

type Tags = Readonly<Record<string, string>>;

/** What a case knows of who asks and of the request; the product derives the context from it. */
export interface CaseFacts extends Pick<
    RequestFacts,
    | "passedToService"
    | "permissionsBoundary"
    | "policyArn"
    | "associatedResourceArn"
    | "resourceOrganizationId"
> {
    readonly id?: string;
    readonly tags?: Tags;
    readonly sessionTagsPossible?: boolean;
    readonly organizationId?: string;
    readonly resourceTags?: Tags;
}

/** When the requests of cases are made. */
const now = new Date("2026-06-01T00:00:00Z");

const asMap = (tags: Tags): ReadonlyMap<string, string> => new Map(Object.entries(tags));

/** What the product says of every key that the question's documents look at. */
export function contextFromFacts(
    question: RawQuestion,
    facts: CaseFacts,
): Readonly<Record<string, ContextValue>> {
    const { id, tags, sessionTagsPossible, organizationId, resourceTags, ...request } = facts;
    const context = requestContext({
        ...request,
        principal: {
            ...question.asker,
            ...(id === undefined ? {} : { id }),
            ...(tags === undefined ? {} : { tags: asMap(tags) }),
            ...(sessionTagsPossible === undefined ? {} : { sessionTagsPossible }),
            ...(organizationId === undefined ? {} : { organizationId }),
        },
        resourceAccountId: question.resourceAccountId,
        ...(resourceTags === undefined ? {} : { resourceTags: asMap(resourceTags) }),
        now,
    });
    const keys = allDocuments(question)
        .flatMap((document) => statementsOf(document) ?? [])
        .flatMap(({ elements, tests }) => [
            ...tests.map(({ key }) => key),
            ...variablesIn(JSON.stringify(elements)),
        ]);
    return Object.fromEntries(keys.map((key) => [key, context(key)]));
}
