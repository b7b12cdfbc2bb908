"""Virtual MFA devices whose codes are checked. ministack's take any code.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html
"""

import base64
import secrets
import time

from ministack.services import iam

import totp

# A user has 8 devices at most.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html
_DEVICES_PER_USER = 8
# Bytes; 64 characters in Base32, as AWS's seeds.
_SEED_LENGTH = 40


def _with_seed(create):
    """Gives the device a random seed, which only this answer has.

    The QR code in it is ministack's, and no picture.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html
    """

    def complete(parameters):
        before = set(iam._mfa_devices)
        answer = create(parameters)
        for serial in set(iam._mfa_devices) - before:
            seed = base64.b32encode(secrets.token_bytes(_SEED_LENGTH)).decode()
            iam._mfa_devices[serial].update({"Base32StringSeed": seed, "LastStep": -1})
            inner = iam._virtual_mfa_xml(serial, include_user=False)
            return iam._xml(
                200,
                "CreateVirtualMFADeviceResponse",
                "<CreateVirtualMFADeviceResult>"
                f"<VirtualMFADevice>{inner}</VirtualMFADevice>"
                "</CreateVirtualMFADeviceResult>",
                ns="iam",
            )
        return answer

    return complete


def _pair_refused(device, parameters):
    """Takes two codes that follow each other; else AWS's error."""
    step = totp.accepted_pair(
        _seed(device),
        iam._p(parameters, "AuthenticationCode1"),
        iam._p(parameters, "AuthenticationCode2"),
        time.time(),
        device["LastStep"],
    )
    if step is None:
        return iam._error(
            403, "InvalidAuthenticationCode", "Authentication code for device is not valid.", ns="iam"
        )
    device["LastStep"] = step
    return None


def _with_pair(handler, is_enabled):
    """Two codes that follow each other show that the user's app has the seed.

    AWS takes older codes, too; the device is then out of sync. Here they are refused.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html
    """

    def complete(parameters):
        user = iam._p(parameters, "UserName")
        device = iam._mfa_devices.get(iam._p(parameters, "SerialNumber"))
        if device is not None and user in iam._users:
            if not is_enabled and len(devices_of(iam._users[user])) >= _DEVICES_PER_USER:
                return iam._error(
                    409, "LimitExceeded", f"A user has {_DEVICES_PER_USER} MFA devices at most.", ns="iam"
                )
            if device["User"] == (user if is_enabled else None):
                refused = _pair_refused(device, parameters)
                if refused is not None:
                    return refused
        return handler(parameters)

    return complete


def _seed(device):
    return base64.b32decode(device["Base32StringSeed"])


def devices_of(user):
    """The devices that a user has enabled, by serial number."""
    account = user["Arn"].split(":")[4]
    return {
        serial: device
        for (owner, serial), device in iam._mfa_devices.to_dict().items()
        if owner == account and device.get("User") == user["UserName"]
    }


def use_code(user, serial, code):
    """Uses a code of one of the user's devices, once. Returns what is wrong, in AWS's words; None: it is right."""
    if not serial or not code:
        return (
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
        )
    device = None if user is None else devices_of(user).get(serial)
    if device is None:
        return (
            "MultiFactorAuthentication failed, unable to validate MFA code.  "
            "Please verify your MFA serial number is valid and associated with this user."
        )
    step = totp.accepted_step(_seed(device), code, time.time(), device["LastStep"])
    if step is None:
        return "MultiFactorAuthentication failed with invalid MFA one time pass code. "
    device["LastStep"] = step
    return None


def install():
    handlers = iam._IAM_HANDLERS
    handlers["CreateVirtualMFADevice"] = _with_seed(handlers["CreateVirtualMFADevice"])
    handlers["EnableMFADevice"] = _with_pair(handlers["EnableMFADevice"], is_enabled=False)
    handlers["ResyncMFADevice"] = _with_pair(handlers["ResyncMFADevice"], is_enabled=True)
