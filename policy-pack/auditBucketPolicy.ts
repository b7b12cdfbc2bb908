import { auditBucket } from "./auditTrail";
import { parseDocument } from "./parseDocument";
import type { Context } from "./rule";
import { label } from "./statement";
import type { Condition, Statement } from "./statement";

/** A statement that the policy of the bucket must have, and what it is for. */
interface Needed {
    readonly what: string;
    readonly effect: Statement["effect"];
    readonly principal: string;
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    /** One of these, each a list of operator, key and values. */
    readonly conditions: readonly (readonly Test[])[];
}

type Test = readonly [operator: string, key: string, ...values: string[]];

/** Accounts from which on the trails are so many that their names may stand for them, in an organization. */
const many = 200;

/**
 * What is wrong with the policy of the bucket of all accounts' trails: it has exactly four statements.
 *
 * @param policy as the resource has it
 */
export function bucketPolicyFaults(policy: unknown, context: Context): readonly string[] {
    const { statements, faults } = parseDocument(policy, "resource");
    if (faults.length > 0) {
        return faults.map(({ path, message }) => `policy${path && ` ${path}`} ${message}.`);
    }
    const needed = neededOf(context);
    return [
        ...needed
            .filter((one) => !statements.some((statement) => isSame(statement, one)))
            .map((one) => `policy doesn't say that ${one.what}: it lacks ${textOf(one)}.`),
        ...statements
            .filter((statement) => !needed.some((one) => isSame(statement, one)))
            .map((statement) => `policy ${label(statement)} is not needed; remove or correct it.`),
    ];
}

function neededOf(context: Context): readonly Needed[] {
    const { partition, prefix, region, accounts, stateAccount, auditTrail } = context;
    const bucket = `arn:${partition}:s3:::${auditBucket(context)}`;
    const organization = auditTrail?.organization;
    const trailOf = (id: string): string =>
        `arn:${partition}:cloudtrail:${region}:${id}:trail/${prefix}AuditTrail`;
    const ids = [...new Set(accounts.map(({ id }) => id))];
    const ofOrganization: readonly Test[] =
        organization === undefined ? [] : [["StringEquals", "aws:sourceorgid", organization]];
    const listed: Test = ["StringEquals", "aws:sourcearn", ...ids.map(trailOf)];
    const named: Test = ["ArnLike", "aws:sourcearn", trailOf("*")];
    const deny = (what: string, ...tests: readonly Test[]): Needed => ({
        what,
        effect: "Deny",
        principal: "AWS *",
        actions: ["s3:*"],
        resources: [bucket, `${bucket}/*`],
        conditions: [tests],
    });
    return [
        {
            what: "CloudTrail may write for the platform's trails alone",
            effect: "Allow",
            principal: "Service cloudtrail.amazonaws.com",
            actions: ["s3:GetBucketAcl", "s3:PutObject"],
            resources: [bucket, `${bucket}/AWSLogs/*`],
            conditions: [
                [listed, ...ofOrganization],
                ...(organization !== undefined && ids.length > many
                    ? [[named, ...ofOrganization]]
                    : []),
            ],
        },
        deny(
            "no other account may do anything",
            ["Bool", "aws:principalisawsservice", "false"],
            ["StringNotEquals", "aws:principalaccount", stateAccount.id],
        ),
        deny("TLS is required", ["Bool", "aws:securetransport", "false"]),
        deny("TLS is 1.2 at least", ["NumericLessThan", "s3:tlsversion", "1.2"]),
    ];
}

const isSame = (statement: Statement, needed: Needed): boolean =>
    statement.effect === needed.effect &&
    sorted(statement.principals.map(({ type, value }) => `${type} ${value}`)) ===
        needed.principal &&
    statement.notActions.length + statement.notResources.length === 0 &&
    sorted(statement.actions) === sorted(needed.actions) &&
    sorted(statement.resources) === sorted(needed.resources) &&
    needed.conditions.some(
        (tests) =>
            sorted(statement.conditions.map(textOfCondition)) === sorted(tests.map(textOfTest)),
    );

const sorted = (items: readonly string[]): string => [...items].sort().join(", ");

const textOfCondition = ({ operator, key, values }: Condition): string =>
    `${operator} ${key} ${sorted(values)}`;

const textOfTest = ([operator, key, ...values]: Test): string =>
    `${operator} ${key} ${sorted(values)}`;

/** At most 300 characters: it may list hundreds of trails. */
const textOf = ({
    effect,
    principal,
    actions,
    resources,
    conditions: [tests = []],
}: Needed): string => {
    const text = `${effect} ${sorted(actions)} on ${sorted(resources)} for ${principal} if ${tests.map(textOfTest).join(" and ")}`;
    return text.length > 300 ? `${text.slice(0, 300)}...` : text;
};
