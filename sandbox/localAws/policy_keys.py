"""Condition keys by which PSKIamProfilesRole is limited."""

from ministack.core import iam_evaluator
from ministack.services import iam

import request


def _with_keys(resolve):
    """aws:PrincipalArn is the role's ARN, with its path, for its sessions; iam:PermissionsBoundary is the role's boundary, or the
    one that a request sets.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
    """

    def complete(key, ctx):
        name = key.lower()
        if name == "aws:principalarn" and ":assumed-role/" in ctx.principal_arn:
            account = ctx.principal_arn.split(":")[4]
            role = iam._roles.get_scoped(account, None, ctx.principal_arn.split("/")[1])
            return ctx.principal_arn if role is None else role["Arn"]
        if name == "iam:permissionsboundary":
            entity = request.entity_of(ctx.resource_arn) or {}
            return request.parameter("PermissionsBoundary") or entity.get("PermissionsBoundary")
        return resolve(key, ctx)

    return complete


def install():
    iam_evaluator._resolve_condition_key = _with_keys(iam_evaluator._resolve_condition_key)
