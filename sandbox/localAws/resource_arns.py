"""The ARN that a call of IAM is about, as policies see it: with the path, and also where only the request's text names it."""

from ministack.core import iam_actions, iam_evaluator
from ministack.core.router import extract_access_key_id

import request


def _new(kind, name):
    """The part of an ARN after the account, of what a request creates."""
    path = request.parameter("Path") or "/"
    return f"{kind}{path}{request.parameter(name)}"


# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
_CREATED = {
    "CreatePolicy": ("policy", "PolicyName"),
    "CreateUser": ("user", "UserName"),
    "CreateRole": ("role", "RoleName"),
    "CreateGroup": ("group", "GroupName"),
    "CreateVirtualMFADevice": ("mfa", "VirtualMFADeviceName"),
}


def _with_paths(extract):
    """The ARN of what exists is its own; of what is created, the one that it will have.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    """

    def complete(service, method, path, headers, body, query_params, *rest):
        request.begin(query_params, extract_access_key_id(headers, query_params))
        arn = extract(service, method, path, headers, body, query_params, *rest)
        if service != "iam":
            return arn
        action = request.parameter("Action")
        if action in _CREATED:
            account = rest[1] if len(rest) > 1 else ""
            return f"arn:aws:iam::{account}:{_new(*_CREATED[action])}"
        if action == "DeleteVirtualMFADevice":
            return request.parameter("SerialNumber")
        if action == "ChangePassword":
            return iam_evaluator.caller_arn()
        entity = request.entity_of(arn)
        return arn if entity is None else entity["Arn"]

    return complete


def install():
    iam_actions.extract_resource_arn = _with_paths(iam_actions.extract_resource_arn)
