import { documentAt, groupAt, roleAt, userAt } from "./documents";
import type { Documents, PolicyDocument, Statement } from "./documents";

/** A change of the platform's documents, as a mistake or an attacker would make it. ARNs identify. */
export type Mutation =
    /** The role trusts somebody else, too. */
    | { readonly kind: "trust"; readonly role: string; readonly principal: unknown }
    /** A group's members, or a role, may do more. */
    | {
          readonly kind: "allow";
          readonly to: string;
          readonly action: string | readonly string[];
          readonly resource: string;
      }
    | { readonly kind: "allowAllBut"; readonly to: string; readonly action: readonly string[] }
    /** A managed policy loses a statement, from 0. */
    | { readonly kind: "dropStatement"; readonly policy: string; readonly statement: number }
    | { readonly kind: "dropSid"; readonly policy: string; readonly sid: string }
    /** A statement of a managed policy, from 0, holds whatever the request. */
    | { readonly kind: "dropCondition"; readonly policy: string; readonly statement: number }
    /** A statement of a managed policy, from 0, is about every resource. */
    | { readonly kind: "anyResource"; readonly policy: string; readonly statement: number }
    | { readonly kind: "dropBoundary"; readonly role: string }
    | { readonly kind: "join"; readonly user: string; readonly group: string }
    /** The secret with the user's key has no resource policy any more. */
    | { readonly kind: "openSecret"; readonly of: string }
    /** The secret with the user's key may be read by somebody, and refuses nobody. */
    | { readonly kind: "shareSecret"; readonly of: string; readonly principal: unknown };

/** Changes the documents. A statement's number may be past the end: it is counted round. */
export function mutate(documents: Documents, mutation: Mutation): void {
    switch (mutation.kind) {
        case "trust":
            roleAt(documents, mutation.role).AssumeRolePolicyDocument.Statement.push({
                Effect: "Allow",
                Principal: mutation.principal,
                Action: "sts:AssumeRole",
            });
            return;
        case "allow":
            give(documents, mutation.to, { Action: mutation.action, Resource: mutation.resource });
            return;
        case "allowAllBut":
            give(documents, mutation.to, { NotAction: mutation.action, Resource: "*" });
            return;
        case "dropStatement": {
            const document = documentAt(documents, mutation.policy);
            const dropped = statementOf(document, mutation.statement);
            // A policy has one statement at least.
            if (document.Statement.length === 1) return;
            document.Statement = document.Statement.filter((statement) => statement !== dropped);
            return;
        }
        case "dropSid": {
            const document = documentAt(documents, mutation.policy);
            const rest = document.Statement.filter(({ Sid }) => Sid !== mutation.sid);
            if (rest.length === document.Statement.length) {
                throw new Error(`${mutation.policy} has no statement ${mutation.sid}`);
            }
            document.Statement = rest;
            return;
        }
        case "dropCondition":
            delete statementOf(documentAt(documents, mutation.policy), mutation.statement)[
                "Condition"
            ];
            return;
        case "anyResource": {
            const statement = statementOf(
                documentAt(documents, mutation.policy),
                mutation.statement,
            );
            delete statement["NotResource"];
            statement["Resource"] = "*";
            return;
        }
        case "dropBoundary":
            delete roleAt(documents, mutation.role).PermissionsBoundary;
            return;
        case "join":
            userAt(documents, mutation.user).GroupList.push(
                groupAt(documents, mutation.group).GroupName,
            );
            return;
        case "openSecret":
            delete secretOf(documents, mutation.of).policy;
            return;
        case "shareSecret":
            secretOf(documents, mutation.of).policy = {
                Version: "2012-10-17",
                Statement: [
                    {
                        Effect: "Allow",
                        Principal: mutation.principal,
                        Action: "secretsmanager:GetSecretValue",
                        Resource: "*",
                    },
                ],
            };
    }
}

function give(documents: Documents, to: string, what: Statement): void {
    const statement = { Effect: "Allow", ...what };
    const PolicyDocument: PolicyDocument = { Version: "2012-10-17", Statement: [statement] };
    const isGroup = to.includes(":group/");
    const policies = isGroup
        ? groupAt(documents, to).GroupPolicyList
        : roleAt(documents, to).RolePolicyList;
    policies.push({ PolicyName: `More${policies.length}`, PolicyDocument });
}

function statementOf({ Statement }: PolicyDocument, index: number): Statement {
    const statement = Statement[index % Statement.length];
    if (statement === undefined) throw new Error("the policy has no statement");
    return statement;
}

function secretOf(
    { accounts }: Documents,
    user: string,
): Documents["accounts"][string]["secrets"][number] {
    const secret = Object.values(accounts)
        .flatMap(({ secrets }) => secrets)
        .find(({ holdsKeyOf }) => holdsKeyOf === user);
    if (secret === undefined) throw new Error(`no secret holds the key of ${user}`);
    return secret;
}
