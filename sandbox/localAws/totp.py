"""Codes of authenticator apps, by RFC 6238: six digits, HMAC-SHA-1, a step of 30 seconds.

https://www.rfc-editor.org/rfc/rfc6238
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html
"""

import hashlib
import hmac

_STEP_SECONDS = 30
# Before and after: an app's clock differs, and a request takes time (RFC 6238, 5.2).
_TOLERATED_STEPS = 1


def code_at(seed, step):
    """The code of a step. seed: bytes.

    https://www.rfc-editor.org/rfc/rfc4226#section-5.3
    """
    digest = hmac.new(seed, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def step_at(seconds):
    """The step of a Unix time."""
    return int(seconds) // _STEP_SECONDS


def accepted_step(seed, code, seconds, last):
    """The step whose code this is, at a time; None: no such step.

    last: the step that was accepted before; its code and those before it are refused, as each is good for one use (RFC 6238, 5.2).
    """
    now = step_at(seconds)
    for step in range(now - _TOLERATED_STEPS, now + _TOLERATED_STEPS + 1):
        if step > last and hmac.compare_digest(code_at(seed, step).encode(), code.encode()):
            return step
    return None


def accepted_pair(seed, first, second, seconds, last):
    """The step of the second of two codes that follow each other; None: they don't, or are refused."""
    step = accepted_step(seed, second, seconds, last + 1)
    if step is None or not hmac.compare_digest(code_at(seed, step - 1).encode(), first.encode()):
        return None
    return step
