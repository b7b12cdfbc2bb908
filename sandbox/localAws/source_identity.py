"""The source identity of a session, which ministack ignores: its condition keys, its permission, and its passing on.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
"""

import dataclasses
import re

from ministack.core import iam_evaluator
from ministack.services import iam, sts

import request

_ASSUME = "sts:AssumeRole"
_SET = "sts:SetSourceIdentity"
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
_ALLOWED = re.compile(r"(?!aws:)[\w+=,.@-]{2,64}", re.ASCII)


def _requested():
    return request.parameter("SourceIdentity")


def _own():
    """The source identity of the session that calls."""
    return request.session().get("SourceIdentity", "")


def _with_permission(enforce):
    """It must be allowed to set one, and to pass its own on; another than its own is refused."""

    def complete(access_key_id, iam_action, service, *rest, **more):
        denied = enforce(access_key_id, iam_action, service, *rest, **more)
        if denied is not None or iam_action != _ASSUME or not (_requested() or _own()):
            return denied
        if _own() and _requested() not in ("", _own()):
            return iam_evaluator.AuthError(
                "AccessDenied", "The session has a source identity, which can't be changed."
            )
        return enforce(access_key_id, _SET, service, *rest, **more)

    return complete


def _with_trust(evaluate):
    """The role's trust policy must allow it, too."""

    def complete(document, caller_arn, context=None):
        if not evaluate(document, caller_arn, context):
            return False
        if context is None or context.action != _ASSUME or not (_requested() or _own()):
            return True
        return evaluate(document, caller_arn, dataclasses.replace(context, action=_SET))

    return complete


def _with_keys(resolve):
    """sts:SourceIdentity is what the request sets, aws:SourceIdentity what the session has; absent if it is none.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_sourceidentity
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceidentity
    """

    def complete(key, ctx):
        name = key.lower()
        if name == "sts:sourceidentity":
            return _requested() or None
        if name == "aws:sourceidentity":
            return _own() or None
        return resolve(key, ctx)

    return complete


def _with_source_identity(register):
    """A role's session has the one that was set, or that of the session that assumed it."""

    def complete(access_key_id, session):
        if request.parameter("Action") == "AssumeRole" and (_requested() or _own()):
            session["SourceIdentity"] = _requested() or _own()
        register(access_key_id, session)

    return complete


def _with_answer(handle):
    """AssumeRole's answer has it. One that AWS's grammar doesn't allow is refused."""

    async def complete(*arguments):
        asked = _requested() if request.parameter("Action") == "AssumeRole" else ""
        if asked and not _ALLOWED.fullmatch(asked):
            return iam._error(
                400, "ValidationError", "Value at 'sourceIdentity' failed to satisfy constraint", ns="sts"
            )
        status, headers, body = await handle(*arguments)
        if status == 200 and asked:
            end = b"</AssumeRoleResult>"
            body = body.replace(end, f"<SourceIdentity>{asked}</SourceIdentity>".encode() + end)
        return status, headers, body

    return complete


def install():
    iam_evaluator.enforce = _with_permission(iam_evaluator.enforce)
    iam_evaluator.evaluate_trust_policy = _with_trust(iam_evaluator.evaluate_trust_policy)
    iam_evaluator._resolve_condition_key = _with_keys(iam_evaluator._resolve_condition_key)
    sts.register_session = _with_source_identity(sts.register_session)
    sts.handle_request = _with_answer(sts.handle_request)
