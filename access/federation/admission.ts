import type { Condition, Document, Statement } from "../policy/document";
import type { SharedIssuer } from "./issuer";
import {
    isPositive,
    literalOf,
    ownersNamed,
    ownersSpared,
    passesWithoutValue,
} from "./ownersNamed";
import { matches } from "../policy/glob";
import { globsOf } from "../policy/patterns";
import { issuerOf } from "./provider";
import type { Issuer } from "./provider";

/**
 * Whom a statement of a trust policy lets in through an identity provider.
 *
 * - `nobody`: no token passes.
 * - `strangers`: anybody with a token of the issuer may pass.
 * - `owners`: tokens of the named owners alone may pass. `locks`: each is a list of owners of which a token must have one.
 * - `operator`: whom the issuer's operator lets have a token; `hasSubject`: and whose subject is named.
 */
export type Admission =
    | { readonly admits: "nobody" }
    | { readonly admits: "strangers"; readonly issuer: string; readonly why: string }
    | {
          readonly admits: "owners";
          readonly issuer: string;
          readonly locks: readonly (readonly string[])[];
      }
    | { readonly admits: "operator"; readonly issuer: string; readonly hasSubject: boolean };

/** One way in through an identity provider. */
export interface FederatedWay {
    readonly statement: Statement;
    /** As the statement names it: an ARN, or the name of one that IAM knows. */
    readonly provider: string;
    /** Of the request that it lets in, e.g. `sts:AssumeRoleWithWebIdentity`. */
    readonly action: string;
    readonly admission: Exclude<Admission, { admits: "nobody" }>;
}

const webIdentity = "sts:AssumeRoleWithWebIdentity";
const saml = "sts:AssumeRoleWithSAML";

/**
 * The ways into a role through identity providers, and whom each lets in. Conditions that no claim is tested by are taken to be met.
 *
 * @param trust trust policy of a role
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html
 */
export function federatedWays(trust: Document): readonly FederatedWay[] {
    const denies = trust.statements.filter(({ effect }) => effect === "Deny");
    return trust.statements.flatMap((statement) => {
        if (statement.effect === "Deny") return [];
        return providersOf(statement).flatMap((provider): FederatedWay[] => {
            const issuer = issuerOf(provider);
            const action = issuer.kind === "saml" ? saml : webIdentity;
            if (!statement.actions.has(action)) return [];
            const inForce = denies.filter((deny) => isAbout(deny, provider, action));
            const admission = admissionBy(statement, issuer, inForce);
            return admission.admits === "nobody"
                ? []
                : [{ statement, provider, action, admission }];
        });
    });
}

/** Identity providers that a statement names. One that lets in everybody names those whose claims it tests. */
function providersOf({ principals, conditions, actions }: Statement): readonly string[] {
    if (principals === undefined) return [];
    if (!principals.wildcard && !principals.except) return [...principals.federated];
    if (!actions.has(webIdentity)) return [];
    const tested = conditions.flatMap(
        ({ key }) => /^(?!aws:|sts:|saml:)(.+):[^:]+$/.exec(key)?.[1] ?? [],
    );
    return tested.length > 0 ? [...new Set(tested)] : ["*"];
}

/** Whether a Deny stops what a provider lets in, as far as its conditions go. */
const isAbout = (
    { principals, actions, fault }: Statement,
    provider: string,
    action: string,
): boolean =>
    fault === undefined &&
    actions.has(action) &&
    principals?.except === false &&
    (principals.wildcard || principals.federated.has(provider));

function admissionBy(
    statement: Statement,
    issuer: Issuer,
    denies: readonly Statement[],
): Admission {
    if (denies.some(({ conditions }) => conditions.length === 0)) return { admits: "nobody" };
    const spares = denies.flatMap(({ conditions }) => (conditions.length === 1 ? conditions : []));
    const { address } = issuer;
    if (statement.fault !== undefined) {
        return { admits: "strangers", issuer: address, why: statement.fault };
    }
    switch (issuer.kind) {
        case "saml":
            // The provider's own assertion says for which role it is.
            return { admits: "operator", issuer: address, hasSubject: true };
        case "shared":
            return byOwner(issuer.shared, statement.conditions, spares);
        case "private":
            return issuer.namesOwner
                ? { admits: "owners", issuer: address, locks: [[address.replace(/^.*\//, "")]] }
                : bySubject(address, statement.conditions, spares, namesSomething);
        case "not known":
            // It may be shared by many: a wildcard leaves open whose the subject is.
            return bySubject(address, statement.conditions, spares, namesOne);
        case "any":
            return { admits: "strangers", issuer: address, why: "it names no identity provider" };
    }
}

function byOwner(
    shared: SharedIssuer,
    conditions: readonly Condition[],
    spares: readonly Condition[],
): Admission {
    const { address, name, ownerClaims, ignoresCase = false, guests } = shared;
    const formsOf = ({ key }: Condition) =>
        ownerClaims[claimIn(key, address) ?? key] ?? ([] as const);
    const locks = [
        ...conditions.map((test) =>
            ownersNamed(test, formsOf(test), isAlwaysThere(test, address), ignoresCase),
        ),
        ...spares.map((test) => ownersSpared(test, formsOf(test), ignoresCase)),
    ].filter((lock) => lock !== undefined);
    if (locks.some(({ length }) => length === 0)) return { admits: "nobody" };
    const strangers = (why: string): Admission => ({ admits: "strangers", issuer: address, why });
    if (locks.length === 0) {
        return strangers(
            `no condition names an owner at ${name} in full, so anybody there may do it`,
        );
    }
    if (guests !== undefined && !conditions.some((test) => keepsOutGuests(test, address, guests))) {
        return strangers(`its conditions let in guests of ${name}, who needn't log in`);
    }
    return { admits: "owners", issuer: address, locks };
}

/** The claim of an issuer that a context key is for. */
const claimIn = (key: string, address: string): string | undefined =>
    key.startsWith(`${address}:`) ? key.slice(address.length + 1) : undefined;

/** Every token has a subject and an audience. */
const isAlwaysThere = ({ key }: Condition, address: string): boolean =>
    ["sub", "aud"].includes(claimIn(key, address) ?? "");

const keepsOutGuests = (
    condition: Condition,
    address: string,
    { claim, value }: NonNullable<SharedIssuer["guests"]>,
): boolean =>
    claimIn(condition.key, address) === claim &&
    isPositive(condition) &&
    !passesWithoutValue(condition) &&
    condition.operands.type === "text" &&
    condition.operands.patterns.templates.length === 0 &&
    !globsOf(condition.operands.patterns).some((glob) => matches(glob, value));

/** @param isNamed whether a value of a subject is named well enough */
function bySubject(
    address: string,
    conditions: readonly Condition[],
    spares: readonly Condition[],
    isNamed: (value: string, condition: Condition) => boolean,
): Admission {
    const namesSubject = (condition: Condition): boolean =>
        claimIn(condition.key, address) === "sub" &&
        condition.values.every((value) => isNamed(value, condition));
    const hasSubject =
        conditions.some((condition) => isPositive(condition) && namesSubject(condition)) ||
        spares.some(
            (condition) =>
                condition.negated && condition.set === undefined && namesSubject(condition),
        );
    return { admits: "operator", issuer: address, hasSubject };
}

const serviceAccount = "system:serviceaccount:";

/** In a cluster, a subject is of a namespace; whoever may make one names it. */
const namesNamespace = (text: string): boolean =>
    text.startsWith(serviceAccount) &&
    text.indexOf(":", serviceAccount.length) > serviceAccount.length;

const namesSomething = (value: string, condition: Condition): boolean => {
    const { text } = literalOf(value, condition);
    return (
        text !== "" &&
        (!serviceAccount.startsWith(text.slice(0, serviceAccount.length)) || namesNamespace(text))
    );
};

const namesOne = (value: string, condition: Condition): boolean => {
    const { text, isWhole } = literalOf(value, condition);
    return (isWhole && text !== "") || namesNamespace(text);
};
