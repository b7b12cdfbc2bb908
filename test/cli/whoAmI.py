"""Asks AWS by the AWS CLI or boto3 whose credentials it has, in one environment after the other: a start takes longer than to ask.

Arguments: "aws" or "boto3", and a JSON list of environment variables. Prints a JSON list of what each printed, or of its error.
"""

import contextlib
import io
import json
import os
import sys
import traceback


def ask_by_aws():
    from awscli.clidriver import create_clidriver

    create_clidriver().main(["sts", "get-caller-identity", "--query", "Arn", "--output", "text"])


def ask_by_boto3():
    import boto3

    print(boto3.Session().client("sts").get_caller_identity()["Arn"])


def answer(ask, environment):
    os.environ.update(environment)
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            ask()
        except Exception:
            traceback.print_exc()
    return output.getvalue()


program, environments = sys.argv[1:]
ask = {"aws": ask_by_aws, "boto3": ask_by_boto3}[program]
print(json.dumps([answer(ask, environment) for environment in json.loads(environments)]))
