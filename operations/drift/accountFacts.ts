import { recordTagPrefix } from "../../identities/recordTags";
import type {
    AccountDetails,
    GroupDetail,
    InlinePolicy,
    RoleDetail,
    UserDetail,
} from "../accountDetails";
import type { RoleSession } from "../liveAccount";
import { isUniqueId, policyText, principalsOf } from "../policyText";
import type { Fact, FactKind } from "./fact";

/** Names that AWS may store in place of ARNs, by id. */
export type ArnOfId = ReadonlyMap<string, string>;

/** What both a plan and AWS say of an account's principals and policies. */
export interface FactSource {
    readonly details: AccountDetails;
    /** By role name. */
    readonly sessions: Readonly<Record<string, RoleSession>>;
}

/**
 * What an account has, of everything that is the platform's.
 *
 * @param isOurs whether an ARN is the platform's
 */
export function accountFacts(
    { details, sessions }: FactSource,
    isOurs: (arn: string) => boolean,
    arnOfId: ArnOfId,
): Fact[] {
    const ours = <Detail extends { readonly Arn: string }>(list: readonly Detail[]): Detail[] =>
        list.filter(({ Arn }) => isOurs(Arn));
    return [
        ...ours(details.UserDetailList).flatMap((user) => [
            ...holderFacts("user", user, user.UserPolicyList, arnOfId),
            ...tagFacts(user),
        ]),
        ...ours(details.GroupDetailList).flatMap((group) => [
            ...holderFacts("group", group, group.GroupPolicyList, arnOfId),
            ...memberFacts(group, details),
        ]),
        ...ours(details.RoleDetailList).flatMap((role) => [
            ...holderFacts("role", role, role.RolePolicyList, arnOfId),
            ...tagFacts(role),
            ...roleFacts(role, sessions[role.RoleName], arnOfId),
        ]),
        ...ours(details.Policies).flatMap(({ Arn, PolicyVersionList = [] }): Fact[] => {
            const version = PolicyVersionList.find((one) => one.IsDefaultVersion);
            return [
                { kind: "policy", subject: Arn, name: "", value: "" },
                documentFact("document", Arn, "", version?.Document, arnOfId),
            ];
        }),
        ...foreignHolders(details, isOurs),
    ];
}

type Holder = UserDetail | GroupDetail | RoleDetail;

function holderFacts(
    kind: "user" | "group" | "role",
    holder: Holder,
    inline: readonly InlinePolicy[] = [],
    arnOfId: ArnOfId,
): Fact[] {
    const { Arn: subject, AttachedManagedPolicies = [], PermissionsBoundary } = holder;
    const boundary = PermissionsBoundary?.PermissionsBoundaryArn;
    return [
        { kind, subject, name: "", value: "" },
        ...AttachedManagedPolicies.map(({ PolicyArn }): Fact => ({
            kind: "attached",
            subject,
            name: PolicyArn,
            value: "",
        })),
        ...inline.map(({ PolicyName, PolicyDocument }) =>
            documentFact("inline", subject, PolicyName, PolicyDocument, arnOfId),
        ),
        ...(boundary === undefined
            ? []
            : [{ kind: "boundary", subject, name: "", value: boundary } as const]),
    ];
}

function roleFacts(
    { Arn: subject, AssumeRolePolicyDocument, InstanceProfileList = [] }: RoleDetail,
    session: RoleSession | undefined,
    arnOfId: ArnOfId,
): Fact[] {
    const { maxSessionDuration, description } = session ?? {};
    return [
        documentFact("trust", subject, "", AssumeRolePolicyDocument, arnOfId),
        ...InstanceProfileList.map(({ InstanceProfileName: name }): Fact => ({
            kind: "instanceProfile",
            subject,
            name,
            value: "",
        })),
        ...(maxSessionDuration === undefined
            ? []
            : [
                  {
                      kind: "sessionLength",
                      subject,
                      name: "",
                      value: String(maxSessionDuration),
                  } as const,
              ]),
        ...(description === undefined
            ? []
            : [{ kind: "description", subject, name: "", value: description } as const]),
    ];
}

/** Members of a group, whoever they are. */
const memberFacts = ({ Arn, GroupName }: GroupDetail, { UserDetailList }: AccountDetails): Fact[] =>
    UserDetailList.filter(({ GroupList = [] }) => GroupList.includes(GroupName)).map(
        ({ UserName }): Fact => ({ kind: "member", subject: Arn, name: UserName, value: "" }),
    );

/** Tags, but for those of AWS and of rotation, which are declared nowhere. */
const tagFacts = ({ Arn: subject, Tags = [] }: UserDetail | RoleDetail): Fact[] =>
    Tags.filter(({ Key }) => !Key.startsWith("aws:") && !Key.startsWith(recordTagPrefix)).map(
        ({ Key, Value }): Fact => ({ kind: "tag", subject, name: Key, value: Value }),
    );

/** Principals of others that the platform's policies are attached to. */
function foreignHolders(
    { UserDetailList, GroupDetailList, RoleDetailList }: AccountDetails,
    isOurs: (arn: string) => boolean,
): Fact[] {
    return [...UserDetailList, ...GroupDetailList, ...RoleDetailList]
        .filter(({ Arn }) => !isOurs(Arn))
        .flatMap(({ Arn, AttachedManagedPolicies = [] }) =>
            AttachedManagedPolicies.filter(({ PolicyArn }) => isOurs(PolicyArn)).map(
                ({ PolicyArn }): Fact => ({
                    kind: "attached",
                    subject: Arn,
                    name: PolicyArn,
                    value: "",
                }),
            ),
        );
}

/** A fact about a policy document. */
export function documentFact(
    kind: FactKind,
    subject: string,
    name: string,
    document: unknown,
    arnOfId: ArnOfId,
): Fact {
    const orphans = principalsOf(document).filter((one) => isUniqueId(one) && !arnOfId.has(one));
    return {
        kind,
        subject,
        name,
        value: policyText(document, arnOfId),
        ...(orphans.length === 0 ? {} : { orphans }),
    };
}

/** ARN of every live user and role, by its unique id. */
export const arnsById = (all: readonly AccountDetails[]): ArnOfId =>
    new Map(
        all.flatMap(({ UserDetailList, RoleDetailList }) => [
            ...UserDetailList.map(({ UserId = "", Arn }) => [UserId, Arn] as const),
            ...RoleDetailList.map(({ RoleId = "", Arn }) => [RoleId, Arn] as const),
        ]),
    );
