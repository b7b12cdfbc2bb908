import { isObject } from "../../policy/policyError";
import { opaque, policyText } from "./policyText";

/**
 * Whether every policy in some documents can only ask of an account's id whether it is a given one: then ids may be swapped without
 * any request being decided otherwise. Wildcards and comparisons of size could tell ids apart that no document has, as
 * `arn:aws:iam::2*` does.
 */
export function treatsIdsAsNames(documents: unknown): boolean {
    const said = policyText(documents);
    if (said === opaque) return false;
    if (typeof said === "string") return !matchesPartOfANumber(said);
    if (Array.isArray(said)) return said.every(treatsIdsAsNames);
    if (!isObject(said)) return true;
    return Object.entries(said).every(
        ([key, value]) =>
            !matchesPartOfANumber(key) &&
            treatsIdsAsNames(value) &&
            (key !== "Condition" || comparesNames(value)),
    );
}

/** What stands for any text: wildcards, and policy variables, whose values an attacker may choose. */
const anyText = /[*?]|\$\{[^}]*\}/;

/** Whether digits touch what stands for any text, so that both together could match some ids and not others. */
function matchesPartOfANumber(pattern: string): boolean {
    const literals = pattern.split(anyText);
    return literals.some(
        (literal, i) =>
            (i > 0 && /^\d/.test(literal)) || (i < literals.length - 1 && /\d$/.test(literal)),
    );
}

const ofNames = /^(String|Arn)(Not)?(Equals|Like)(IgnoreCase)?$|^Bool$|^Null$|^(Not)?IpAddress$/;
const ofSizes = /^(Numeric|Date)/;
/** Condition keys whose values come from no account's id. */
const withoutIds: readonly string[] = [
    "aws:currenttime",
    "aws:epochtime",
    "aws:multifactorauthage",
    "aws:tokenissuetime",
];

/** Whether the operators of a statement's conditions compare whole texts, or what is no account's id. */
function comparesNames(condition: unknown): boolean {
    if (!isObject(condition)) return false;
    return Object.entries(condition).every(([written, keys]) => {
        const operator = written.replace(/^For(AnyValue|AllValues):/, "").replace(/IfExists$/, "");
        if (ofNames.test(operator)) return true;
        return (
            ofSizes.test(operator) &&
            isObject(keys) &&
            Object.keys(keys).every((key) => withoutIds.includes(key.toLowerCase()))
        );
    });
}

/**
 * Whether every policy on a resource in some documents says by ARN or id which AWS principals it lets in. Else accounts that name
 * each other nowhere could reach each other.
 */
export function namesPrincipals(documents: unknown): boolean {
    const said = policyText(documents);
    if (said === opaque) return false;
    if (Array.isArray(said)) return said.every(namesPrincipals);
    if (!isObject(said)) return true;
    const { Effect, Principal } = said;
    if ("NotPrincipal" in said) return false;
    if ("Principal" in said && Effect !== "Deny") {
        if (!isObject(Principal)) return false;
        const named = [Principal["AWS"] ?? []].flat();
        if (!named.every((one) => typeof one === "string" && !one.includes("*"))) return false;
    }
    return Object.values(said).every(namesPrincipals);
}
