"""Passwords of IAM users, kept as a hash and compared. ministack's login profiles have none.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
"""

import hashlib
import hmac
import secrets
import string

from ministack.services import iam

import request

_LENGTH = (8, 128)
# Kinds of characters, as password policies demand them; AWS's default demands three of them.
_KINDS = {
    "RequireUppercaseCharacters": string.ascii_uppercase,
    "RequireLowercaseCharacters": string.ascii_lowercase,
    "RequireNumbers": string.digits,
    "RequireSymbols": "!@#$%^&*()_+-=[]{}|'",
}
_DEFAULT_KINDS = 3


def _is_weak(password):
    """Whether the account's password policy, or else AWS's default, refuses it."""
    policy = iam._account_password_policy.get("policy") or {}
    shortest = policy.get("MinimumPasswordLength", _LENGTH[0])
    has = {kind: any(one in password for one in characters) for kind, characters in _KINDS.items()}
    if not shortest <= len(password) <= _LENGTH[1]:
        return True
    if not policy:
        return sum(has.values()) < _DEFAULT_KINDS
    return any(policy.get(kind) and not has[kind] for kind in _KINDS)


def _hash(password, salt):
    return hashlib.scrypt(password.encode(), salt=salt, n=2**10, r=8, p=1)


def _set(profile, password):
    salt = secrets.token_bytes(16)
    profile["Salt"], profile["Hash"] = salt, _hash(password, salt)


def matches(profile, password):
    """Whether it is the password of a login profile."""
    return hmac.compare_digest(profile["Hash"], _hash(password, profile["Salt"]))


def _refused():
    # Without the password.
    return iam._error(
        400,
        "PasswordPolicyViolation",
        "The password doesn't conform to the account's password policy.",
        ns="iam",
    )


def _with_password(handler, is_required):
    """CreateLoginProfile and UpdateLoginProfile.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html
    """

    def complete(parameters):
        password = iam._p(parameters, "Password")
        if (is_required or password) and _is_weak(password):
            return _refused()
        answer = handler(parameters)
        if answer[0] == 200 and password:
            _set(iam._login_profiles[iam._p(parameters, "UserName")], password)
        return answer

    return complete


def _change_password(parameters):
    """A user's change of their own password, after which it needs no other, and the session by which it was changed is like any.

    AWS names no error of a wrong old password.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html
    """
    user = request.calling_user()
    if user is None:
        return iam._error(400, "InvalidUserType", "Only an IAM user has a password.", ns="iam")
    profile = iam._login_profiles.get(user["UserName"])
    if profile is None:
        return iam._error(
            404, "NoSuchEntity", f"Login profile for user {user['UserName']} cannot be found.", ns="iam"
        )
    if not matches(profile, iam._p(parameters, "OldPassword")):
        return iam._error(403, "AccessDenied", "The old password is not correct.", ns="iam")
    password = iam._p(parameters, "NewPassword")
    if _is_weak(password):
        return _refused()
    _set(profile, password)
    profile["PasswordResetRequired"] = False
    if request.session().pop("MustChangePassword", False):
        request.session().pop("SessionPolicies")
    return iam._xml(200, "ChangePasswordResponse", "", ns="iam")


def install():
    handlers = iam._IAM_HANDLERS
    handlers["CreateLoginProfile"] = _with_password(handlers["CreateLoginProfile"], is_required=True)
    handlers["UpdateLoginProfile"] = _with_password(handlers["UpdateLoginProfile"], is_required=False)
    handlers.setdefault("ChangePassword", _change_password)
