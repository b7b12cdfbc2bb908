import { requestContext } from "../../access/evaluation/contextKeys";
import { decide } from "../../access/evaluation/decide";
import type { ContextValue, Question, Decision } from "../../access/evaluation/question";
import { readDocument } from "../../access/policy/readDocument";
import type { Document, Grammar } from "../../access/policy/document";
import { sessionName } from "./stsAccounts";
import type { RandomCell, RandomUser, RawDocument } from "./stsRandom";

/** What the proof says of a cell. Everything is known of the request, so it should never be `unknown`. */
export const judge = (cell: RandomCell, userId: string): Decision =>
    decide(questionOf(cell, userId));

/** What it would say if the role trusted the whole account of the user: the user's own side alone. */
export const judgeUser = (cell: RandomCell, userId: string): Decision =>
    decide({
        ...questionOf(cell, userId),
        resourcePolicy: readDocument(
            "trust of the account",
            {
                Version: "2012-10-17",
                Statement: {
                    Effect: "Allow",
                    Principal: { AWS: cell.user.accountId },
                    Action: "sts:AssumeRole",
                },
            },
            "trust",
        ),
    });

function questionOf(cell: RandomCell, userId: string): Question {
    const { user, role } = cell;
    const { arn, accountId, name, tags } = user;
    return {
        principal: {
            kind: "user",
            arn,
            accountId,
            policies: policiesOf(user),
            ...(user.boundary === undefined
                ? {}
                : { boundary: documentOf("boundary", user.boundary, "identity") }),
            serviceControlPolicies: [],
        },
        action: "sts:AssumeRole",
        resource: role.arn,
        resourceAccountId: role.accountId,
        resourcePolicy: documentOf("trust", role.trust, "trust"),
        resourceControlPolicies: [],
        context: requestContext({
            principal: { kind: "user", arn, accountId, name, id: userId, tags },
            resourceAccountId: role.accountId,
            now: new Date(),
            overrides: sentWith(cell),
        }),
    };
}

const documents = new WeakMap<RawDocument, Document>();

/** Read once, as an organization's are. */
function documentOf(name: string, raw: RawDocument, grammar: Grammar): Document {
    const document = documents.get(raw) ?? readDocument(name, raw, grammar);
    documents.set(raw, document);
    return document;
}

const policiesOf = ({ inline, groups }: RandomUser): readonly Document[] => [
    ...(inline === undefined ? [] : [documentOf("user's", inline, "identity")]),
    ...groups.flatMap((group) => [
        documentOf(`${group.name} inline`, group.inline, "identity"),
        documentOf(`${group.name} managed`, group.managed, "identity"),
    ]),
];

/** What the test knows of its own requests, and the proof must leave open. */
function sentWith({ externalId }: RandomCell): ReadonlyMap<string, ContextValue> {
    const absent: ContextValue = { absent: true };
    const known = (value: string): ContextValue => ({ known: [value] });
    return new Map([
        ["sts:externalid", externalId === undefined ? absent : known(externalId)],
        ["sts:rolesessionname", known(sessionName)],
        ["aws:tagkeys", absent],
        // A user's long-term keys carry no MFA.
        ["aws:multifactorauthpresent", absent],
        ["aws:multifactorauthage", absent],
        ["aws:securetransport", known("false")],
        ["aws:sourceip", known("127.0.0.1")],
        ["aws:currenttime", known(new Date().toISOString())],
    ]);
}
