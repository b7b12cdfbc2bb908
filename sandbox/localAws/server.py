"""Starts ministack with what this platform needs and ministack lacks. Each module here adds one concept to it, by AWS's documentation.

It is started with -I, so that neither PYTHON* settings nor modules of the working folder reach it.
"""

import os
import sys

# -I leaves this folder out. Last, so that it hides no module of Python's.
sys.path.append(os.path.dirname(os.path.abspath(__file__)))
# The checkout is not the place for compiled files.
sys.dont_write_bytecode = True

import details
import identity_providers
import mfa_devices
import mfa_sessions
import passwords
import policy_keys
import policy_variables
import resource_arns
import sign_in
import source_identity
import update_user
import web_identity
import wire_protocols
from ministack.app import main

for module in (
    details,
    identity_providers,
    mfa_devices,
    mfa_sessions,
    passwords,
    policy_keys,
    policy_variables,
    resource_arns,
    sign_in,
    source_identity,
    update_user,
    web_identity,
    wire_protocols,
):
    module.install()

if __name__ == "__main__":
    main()
