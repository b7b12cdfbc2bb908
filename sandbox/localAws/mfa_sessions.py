"""MFA of sessions and requests: codes that STS takes, and the condition keys that say so.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
"""

import time
from contextvars import ContextVar

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import sts

import mfa_devices
import request

_TAKE_CODES = ("sts:AssumeRole", "sts:GetSessionToken")
# What GetSessionToken's sessions may ask of STS.
# https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
_ALLOWED_IN_STS = ("sts:AssumeRole", "sts:GetCallerIdentity")

# When the code that came with this request was accepted; None: it had none.
_accepted_at = ContextVar("accepted_at", default=None)


def _with_codes(enforce):
    """Checks the code of a request, if it has one, before any policy is looked at, and after the signature."""

    def complete(access_key_id, iam_action, service, *rest, **more):
        session = sts._sessions.get(access_key_id) or {}
        if _is_out_of_reach(session, iam_action):
            return iam_evaluator.AuthError(
                "InvalidClientTokenId", "The security token included in the request is invalid"
            )
        serial, code = request.parameter("SerialNumber"), request.parameter("TokenCode")
        if iam_action in _TAKE_CODES and (serial or code):
            account = get_account_id()
            failure = iam_evaluator.authenticate(access_key_id or "", account)
            if isinstance(failure, iam_evaluator.AuthError):
                return failure
            if iam_evaluator.caller_verified(access_key_id, account):
                wrong = mfa_devices.use_code(request.calling_user(), serial, code)
                if wrong is not None:
                    return iam_evaluator.AuthError("AccessDenied", wrong)
                _accepted_at.set(time.time())
        return enforce(access_key_id, iam_action, service, *rest, **more)

    return complete


def _is_out_of_reach(session, action):
    """Without MFA, a session of GetSessionToken can't call IAM, nor most of STS."""
    if not session.get("OfGetSessionToken") or "MfaAt" in session:
        return False
    return action.startswith("iam:") or (action.startswith("sts:") and action not in _ALLOWED_IN_STS)


def _with_keys(principal_keys):
    """aws:MultiFactorAuthPresent and aws:MultiFactorAuthAge.

    Of long-term keys both are absent, unless a code came with the request. A session without MFA, as a role's always is, has false
    and no age: AssumeRole's credentials don't carry on the MFA of who assumed the role.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
    """

    def complete(credential):
        keys = principal_keys(credential)
        session = sts._sessions.get(credential.access_key_id) or {}
        at = _accepted_at.get() or session.get("MfaAt")
        if at is not None:
            keys["aws:multifactorauthpresent"] = "true"
            keys["aws:multifactorauthage"] = str(int(time.time() - at))
        return keys

    return complete


def _with_mfa(register):
    """A session of GetSessionToken keeps the MFA of its request."""

    def complete(access_key_id, session):
        if request.parameter("Action") == "GetSessionToken":
            session["OfGetSessionToken"] = True
            if _accepted_at.get() is not None:
                session["MfaAt"] = _accepted_at.get()
        register(access_key_id, session)

    return complete


def forget():
    """Before another request on the same connection."""
    _accepted_at.set(None)


def install():
    iam_evaluator.enforce = _with_codes(iam_evaluator.enforce)
    # STS has it under a name of its own.
    iam_evaluator._principal_keys = sts._principal_keys = _with_keys(iam_evaluator._principal_keys)
    sts.register_session = _with_mfa(sts.register_session)
