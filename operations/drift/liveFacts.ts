import { recordsOf } from "../../credentials/keyRecords";
import type { Contract } from "../../identities/contract";
import { secretPath } from "../../platform/naming";
import type { UserDetail } from "../accountDetails";
import type { LiveAccount } from "../liveAccount";
import { shortId } from "../step";
import type { UserCredentials } from "../userCredentials";
import { accountFacts, documentFact } from "./accountFacts";
import type { ArnOfId } from "./accountFacts";
import type { Fact, FactKind } from "./fact";

/** What tells the platform's things from others. */
export interface Scope {
    readonly prefix: string;
    readonly isOurs: (arn: string) => boolean;
    readonly arnOfId: ArnOfId;
    readonly contract: Contract;
}

/** What an account has, as AWS says: of the platform's things, and of whatever could pass for one. */
export function liveFacts(live: LiveAccount, scope: Scope): Fact[] {
    const { isOurs, arnOfId } = scope;
    return [
        ...accountFacts(live, isOurs, arnOfId),
        ...live.details.UserDetailList.filter(({ Arn }) => isOurs(Arn)).flatMap((user) =>
            credentialFacts(user, live.credentials[user.UserName]),
        ),
        ...live.providers.map((subject): Fact => ({
            kind: "provider",
            subject,
            name: "",
            value: "",
        })),
        ...live.secrets.flatMap(({ arn, policy }) => secretFacts(arn ?? "", policy, scope)),
    ];
}

/**
 * Credentials that no identity should have. A service account's keys are rotation's: it records each in a tag of the user. A
 * person's password and MFA devices are the person's.
 */
function credentialFacts(user: UserDetail, has: UserCredentials | undefined): Fact[] {
    if (has === undefined) return [];
    const { Arn: subject, Tags = [] } = user;
    const isPerson = /:user\/[^/]*People\//.test(subject);
    const recorded = isPerson ? new Map<string, unknown>() : recordsOf(Tags).keys;
    const each = (kind: FactKind, ids: readonly string[]): Fact[] =>
        ids.map((name): Fact => ({ kind, subject, name, value: "", shown: shortId(name) }));
    return [
        ...each(
            "accessKey",
            has.accessKeys.map(({ id }) => id).filter((id) => !recorded.has(id)),
        ),
        ...(has.password && !isPerson
            ? [{ kind: "password", subject, name: "", value: "" } as const]
            : []),
        ...(isPerson ? [] : each("mfa", has.mfaDevices)),
        ...each("sshKey", has.sshKeys),
        ...each("certificate", has.certificates),
        ...each("serviceCredential", has.serviceCredentials),
    ];
}

/** A secret is known by the identity that the contract gives it to; others on the platform's path are extras. */
function secretFacts(arn: string, policy: unknown, scope: Scope): Fact[] {
    const { contract, prefix, arnOfId } = scope;
    const declared = Object.values(contract.secrets).includes(arn);
    if (!declared && !arn.split(":").slice(6).join(":").startsWith(secretPath(prefix))) return [];
    return [
        { kind: "secret", subject: arn, name: "", value: "" },
        ...(policy === undefined ? [] : [documentFact("secretPolicy", arn, "", policy, arnOfId)]),
    ];
}
