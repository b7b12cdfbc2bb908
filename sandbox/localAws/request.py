"""The request that is being answered."""

from contextvars import ContextVar

from ministack.core import iam_evaluator
from ministack.services import iam, sts

# Parameters of the query protocol: lists of values by name.
_parameters = ContextVar("parameters", default={})
_access_key_id = ContextVar("access_key_id", default="")

_by_kind = {"user": iam._users, "role": iam._roles, "group": iam._groups}


def begin(parameters, access_key_id=""):
    _parameters.set(parameters)
    _access_key_id.set(access_key_id)


def parameter(name):
    """The value of a parameter; empty if there is none."""
    value = _parameters.get().get(name) or ""
    return value[0] if isinstance(value, list) else value


def entity_of(arn):
    """The user, role or group of an ARN, whether or not the ARN has its path."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[2] != "iam" or "/" not in parts[5]:
        return None
    kind, name = parts[5].split("/", 1)[0], parts[5].rsplit("/", 1)[1]
    entities = _by_kind.get(kind)
    return None if entities is None else entities.get_scoped(parts[4], None, name)


def session():
    """The session that calls; empty: none."""
    return sts._sessions.get(_access_key_id.get()) or {}


def calling_user():
    """The IAM user that calls, with its long-term keys or in a session of its own; None: a role, or root."""
    arn = iam_evaluator.caller_arn()
    return entity_of(arn) if ":user/" in arn else None
