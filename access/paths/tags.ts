import type { Organization } from "../organization/organization";
import type { Statement } from "../policy/document";
import { documentsOf } from "./documents";

/** Which tags the policies refer to. */
export interface TagsRead {
    /** Tags of the principal. */
    readonly ofPrincipals: boolean;
    /** Tags of a user or role that is acted on. */
    readonly ofResources: boolean;
    /** Tags of a role that is assumed, in any account. */
    readonly ofAssumedRoles: boolean;
    /** Keys of all of them, in lower case. */
    readonly keys: readonly string[];
}

/**
 * Which tags the policies of an organization refer to. Documents with a fault are uncertain
 * whatever the tags.
 */
export function tagsRead({ accounts }: Pick<Organization, "accounts">): TagsRead {
    const documents = [...new Set(accounts.flatMap(documentsOf))];
    const statements = documents.flatMap((document) => document.statements);
    const onResource = statements.filter((statement) => reads(statement, resourceTag));
    return {
        ofPrincipals: statements.some((statement) => reads(statement, principalTag)),
        ofResources: onResource.length > 0,
        ofAssumedRoles: onResource.some(({ actions }) => actions.has("sts:AssumeRole")),
        keys: [...new Set(statements.flatMap(keysIn))].sort(),
    };
}

/** A source identity is set as session tags are, and a session that has one can't ask for another. */
const principalTag = /\b(?:aws:principaltag\/|(?:aws|sts):sourceidentity\b)/i;
const resourceTag = /\b(?:aws|iam):resourcetag\//i;

const reads = ({ conditions, resources }: Statement, tag: RegExp): boolean =>
    conditions.some(
        ({ key, values }) => tag.test(key) || values.some((value) => tag.test(value)),
    ) ||
    (resources?.patterns.some((pattern) => pattern.includes("${") && tag.test(pattern)) ?? false);

function keysIn({ conditions, resources }: Statement): readonly string[] {
    const asKeys = conditions.flatMap(({ key }) => tagKey.exec(key)?.[1] ?? []);
    const texts = [...conditions.flatMap(({ values }) => values), ...(resources?.patterns ?? [])];
    const asVariables = texts.flatMap((text) => [...text.matchAll(tagVariable)]);
    return [...asKeys, ...asVariables.map(([, key = ""]) => key.toLowerCase())];
}

const tagKey = /^(?:aws:principaltag|(?:aws|iam):resourcetag)\/(.*)$/s;
const tagVariable = /\$\{\s*(?:aws:principaltag|(?:aws|iam):resourcetag)\/([^,}]*?)\s*[,}]/gi;
