import type { PrincipalNode } from "../../paths/nodes";
import type { Document, Statement } from "../../policy/document";
import type { PrincipalSet } from "../../policy/principals";
import { conditionText } from "./conditionText";
import type { Coverage, Trust } from "./explanation";

/** Whom a role's trust policy names, statement by statement. */
export const trustsOf = ({ principal }: PrincipalNode): readonly Trust[] =>
    principal.kind === "role" ? principal.trust.statements.map(trustOf) : [];

const trustOf = ({ effect, principals, conditions, reference }: Statement): Trust => ({
    effect,
    principals: principals === undefined ? [] : namesOf(principals),
    except: principals?.except === true,
    conditions: conditions.map(conditionText),
    statement: reference,
});

const namesOf = (set: PrincipalSet): readonly string[] => [
    ...(set.wildcard ? ["*"] : []),
    ...set.accounts,
    ...set.arns,
    ...set.services,
    ...set.federated,
];

/** The statements on `sts:AssumeRole` of a principal's policies, its groups' among them. */
export const coversOf = (documents: readonly Document[]): readonly Coverage[] =>
    documents.flatMap(({ statements }) => statements.filter(isAboutAssuming).map(coverageOf));

export const isAboutAssuming = ({ actions, resources }: Statement): boolean =>
    resources !== undefined && actions.has("sts:AssumeRole");

const coverageOf = ({ effect, resources, conditions, reference }: Statement): Coverage => ({
    effect,
    roles: resources?.patterns ?? [],
    except: resources?.except === true,
    conditions: conditions.map(conditionText),
    statement: reference,
});
