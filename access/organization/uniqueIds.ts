import type { Document, Statement } from "../policy/document";
import type { Account, Role, Secret } from "./organization";

/**
 * The accounts with every principal that a resource policy names by its unique id named by its ARN, where the data has it. The
 * id of a principal that was deleted stays, and matches no principal.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function withArnsForIds(accounts: readonly Account[]): readonly Account[] {
    const arnOf = new Map(
        accounts
            .flatMap(({ users, roles }) => [...users, ...roles])
            .flatMap(({ id, arn }) => (id === undefined ? [] : [[id, arn] as const])),
    );
    if (arnOf.size === 0) return accounts;
    const named = (document: Document): Document => withArns(document, arnOf);
    const inLevels = (levels: Account["resourceControlPolicies"]) =>
        levels.map((level) => level.map(named));
    return accounts.map((account) => ({
        ...account,
        roles: account.roles.map((role): Role => {
            const trust = named(role.trust);
            return trust === role.trust ? role : { ...role, trust };
        }),
        resourceControlPolicies: inLevels(account.resourceControlPolicies),
        ...(account.secrets === undefined
            ? {}
            : {
                  secrets: account.secrets.map((secret): Secret =>
                      secret.policy === undefined
                          ? secret
                          : { ...secret, policy: named(secret.policy) },
                  ),
              }),
    }));
}

function withArns(document: Document, arnOf: ReadonlyMap<string, string>): Document {
    const isNamed = ({ principals }: Statement): boolean =>
        principals !== undefined && [...principals.arns].some((arn) => arnOf.has(arn));
    if (!document.statements.some(isNamed)) return document;
    return {
        ...document,
        statements: document.statements.map((statement) => {
            const { principals } = statement;
            if (principals === undefined || !isNamed(statement)) return statement;
            const arns = new Set([...principals.arns].map((arn) => arnOf.get(arn) ?? arn));
            return { ...statement, principals: { ...principals, arns } };
        }),
    };
}
