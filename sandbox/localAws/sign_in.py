"""The sign-in of an IAM user to the console, which has no public API: user name, password and MFA code for a session of the user.

In AWS, the console holds such a session, and `aws login` hands it to the CLI. Here, POST /_localAws/sign-in answers with it, in the
form of a credential process.
https://docs.aws.amazon.com/signin/latest/userguide/introduction-to-iam-user-sign-in-tutorial.html
https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html
https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
"""

import json
import time

from ministack import app
from ministack.services import iam, sts

import mfa_devices
import mfa_sessions
import passwords
import request

_PATH = "/_localAws/sign-in"
# Seconds; the console's sessions end after 12 hours.
_DURATION = 12 * 60 * 60
_LONGEST_BODY = 10_000
# Where a password must be changed, the console lets a user do nothing else first.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html
_CHANGE_PASSWORD_ONLY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "iam:ChangePassword", "Resource": "*"}],
    }
)


class SignInError(Exception):
    """Why a sign-in is refused: a word for programs, and a sentence."""


def _sign_in(account, user_name, password, code):
    """Signs a user in. Returns the answer. Raises SignInError.

    A user with an MFA device must give a code. What is wrong of account, user and password is not said, as in the console.
    """
    user = iam._users.get_scoped(account, None, user_name)
    profile = iam._login_profiles.get_scoped(account, None, user_name)
    if user is None or profile is None or not passwords.matches(profile, password):
        raise SignInError(
            "SignInFailed", "Your authentication information is incorrect. Please try again."
        )
    devices = mfa_devices.devices_of(user)
    if devices and not code:
        raise SignInError("MfaRequired", "An MFA code is required.")
    if devices and all(mfa_devices.use_code(user, serial, code) for serial in devices):
        raise SignInError("MfaFailed", "Your MFA code is incorrect, or was used before. Please try again.")
    now = time.time()
    must_change = bool(profile.get("PasswordResetRequired"))
    key, secret, token = iam._gen_session_access_key(), iam._gen_secret(), iam._gen_session_token()
    session = {
        "Arn": user["Arn"],
        "UserId": user["UserId"],
        "SecretAccessKey": secret,
        "SessionToken": token,
        "Expiration": now + _DURATION,
        "AccountId": account,
        "PrincipalType": "User",
        "PrincipalName": user_name,
    }
    if devices:
        session["MfaAt"] = now
    if must_change:
        session["MustChangePassword"] = True
        session["SessionPolicies"] = {"Policy": _CHANGE_PASSWORD_ONLY, "PolicyArns": []}
    sts.register_session(key, session)
    return {
        "Version": 1,
        "AccessKeyId": key,
        "SecretAccessKey": secret,
        "SessionToken": token,
        "Expiration": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now + _DURATION)),
        "PasswordResetRequired": must_change,
    }


async def _read(receive):
    """The fields of a request's JSON object, each a text; those left out are empty."""
    body, more = b"", True
    while more and len(body) <= _LONGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    fields = json.loads(body)
    found = [fields.get(name, "") for name in ("account", "user", "password", "mfaCode")]
    if more or not all(isinstance(one, str) for one in found):
        raise ValueError
    return found


async def _answer(scope, receive):
    """Status and JSON of the answer."""
    if scope["method"] != "POST":
        return 405, {"error": "MethodNotAllowed", "message": f"{_PATH} takes POST."}
    try:
        fields = await _read(receive)
    except (ValueError, AttributeError):
        # Without what was sent: it may have a password in it.
        message = "The body must be JSON: account, user, password, and mfaCode of a user with MFA."
        return 400, {"error": "ValidationError", "message": message}
    try:
        return 200, _sign_in(*fields)
    except SignInError as error:
        name, message = error.args
        return 401, {"error": name, "message": message}


def _with_sign_in(application):
    async def complete(scope, receive, send):
        if scope["type"] == "http":
            request.begin({})
            mfa_sessions.forget()
            if scope["path"] == _PATH:
                status, answer = await _answer(scope, receive)
                headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await send({"type": "http.response.body", "body": json.dumps(answer).encode()})
                return
        await application(scope, receive, send)

    return complete


def install():
    app.app = _with_sign_in(app.app)
