import type { Organization } from "../../access";
import { readOrganization } from "../../access/organization/readOrganization";
import { policyDocument } from "../../platform/policyDocument";
import { permissionsBoundary } from "../../roles/boundary";
import { roleCatalogue } from "../../roles/catalogue";
import { permissionsPoliciesOf } from "../../roles/role";

const accountId = "222222222222";
const scope = { partition: "aws", prefix: "PSK", accountId };
export const iam = (resource: string): string => `arn:aws:iam::${accountId}:${resource}`;
const policyArn = (name: string): string => iam(`policy/PSKPolicies/${name}`);
const boundary = "PSKPermissionsBoundary";

/** The catalogue in an account, with the statements that `keeps` leaves of each role. */
export function organizationOf(keeps: (Sid: string) => boolean = () => true): Organization {
    const documents = roleCatalogue.map((role) => ({
        name: `PSK${role.name}`,
        policies: permissionsPoliciesOf(role).map(({ name, permissions }) => ({
            name: `PSK${name}Policy`,
            document: policyDocument(permissions(scope).filter(({ Sid }) => keeps(Sid))),
        })),
    }));
    const policies = [
        { name: boundary, document: permissionsBoundary(scope) },
        ...documents.flatMap((role) => role.policies),
    ];
    const details = {
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: documents.map(({ name, policies: attached }) => ({
            Path: "/PSKRoles/",
            RoleName: name,
            Arn: iam(`role/PSKRoles/${name}`),
            AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] },
            InstanceProfileList: [],
            RolePolicyList: [],
            AttachedManagedPolicies: attached.map((policy) => ({
                PolicyName: policy.name,
                PolicyArn: policyArn(policy.name),
            })),
            PermissionsBoundary: {
                PermissionsBoundaryType: "Policy",
                PermissionsBoundaryArn: policyArn(boundary),
            },
            Tags: [],
        })),
        Policies: policies.map(({ name, document }) => ({
            PolicyName: name,
            Arn: policyArn(name),
            Path: "/PSKPolicies/",
            DefaultVersionId: "v1",
            PolicyVersionList: [{ Document: document, VersionId: "v1", IsDefaultVersion: true }],
        })),
    };
    return readOrganization(
        { [accountId]: { name: "nonprod", environment: "nonprod" } },
        new Map([[accountId, details]]),
    );
}
