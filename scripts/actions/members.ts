import type { ServiceModel, TextMember } from "./models";
import { textMembers } from "./models";

/** Services whose requests name roles that they act on, and roles that aren't IAM's. */
const namesOtherRoles: ReadonlySet<string> = new Set(["grafana", "iam", "securityhub", "workmail"]);

/** Roles inside of databases and applications. */
const otherRole = /snowflake|ldap|saml/i;

const roleName = /rolearn|iamrole/i;
const roleEnd = /(?:^|[a-z])(?:roles?|rolename|roleid|roleidentifier|roleupdate)$/i;
const aboutRole = /\bARN\b.{0,60}\brole\b/is;

/**
 * Whether the request of an operation may name a role or an instance profile, or has to.
 *
 * @returns `undefined`: it names none
 * @see docs/access.md, "Actions that are not reviewed"
 */
export function namesRole(model: ServiceModel, operation: string): "may" | "must" | undefined {
    if (namesOtherRoles.has(model.name)) return undefined;
    const roles = [...textMembers(model, model.operations[operation]?.input)].filter((member) =>
        isRole(member, model.name),
    );
    if (roles.length === 0) return undefined;
    return roles.some(({ isRequired }) => isRequired) ? "must" : "may";
}

function isRole({ name, path, documentation }: TextMember, service: string): boolean {
    if (path.some((part) => otherRole.test(part))) return false;
    if (roleName.test(name) || roleEnd.test(name)) return true;
    // An instance profile of the Database Migration Service is not IAM's.
    if (service !== "dms" && path.some((part) => /instanceprofile/i.test(part))) return true;
    return /(?:arn|credentials)$/i.test(name) && aboutRole.test(documentation);
}

/** What of credentials an operation gives back: those of AWS, an address that lets in, or others. */
export type CredentialKind = "aws" | "url" | "other";

const secretKey = /^(?:aws)?secret_?(?:access_?)?key$/i;
const sessionToken = /^(?:aws)?(?:session|security)_?token$/i;
const accessKeyId = /^(?:aws)?access_?key(?:_?id)?$/i;
const url =
    /presigned_?ur[li]$|^(?:signed|authorized|streaming|embed|sign_?in|login|session|console)[a-z]*ur[li]$/i;
const other = new RegExp(
    [
        "(?:id|access|bearer|refresh|auth(?:oriz|entic)ation|auth|session|connection|participant|chat|identity)_?token(?:value)?s?$",
        "password(?:data)?$",
        "private_?key(?:plaintext)?$",
        "^(?:api_?key|streamkey|tokenvalue|basicauthcredentials)$",
        "secret(?:string|value|binary)$",
    ].join("|"),
    "i",
);
/** Values that AWS masks, paths of files, and what names a secret that lies elsewhere. */
const isMasked = /pendingmodifiedvalues|clienttlscertificate|^tls$|arn$|^secretmanager|tokenurl$/i;

/** @returns `undefined` if it gives out none */
export function givesCredentials(
    model: ServiceModel,
    operation: string,
): CredentialKind | undefined {
    const members = [...textMembers(model, model.operations[operation]?.output)].filter(
        ({ path }) => !path.some((part) => isMasked.test(part)),
    );
    const has = (name: RegExp): boolean => members.some((member) => name.test(member.name));
    const hasSecret = has(secretKey);
    if (hasSecret && (has(sessionToken) || has(accessKeyId))) return "aws";
    if (has(url)) return "url";
    const hasToken = /token/i.test(operation) && has(/^token$/i);
    return hasSecret || has(other) || hasToken || members.some(isSecretOfCredentials)
        ? "other"
        : undefined;
}

const isSecretOfCredentials = ({ name, path }: TextMember): boolean =>
    path.slice(0, -1).some((part) => /credentials?$/i.test(part)) && /secret$|token$/i.test(name);
