"""Reads config files as the AWS CLI does: texts as a JSON list on stdin, what each holds as a JSON list on stdout."""

import json
import os
import sys
import tempfile

from botocore.configloader import load_config, raw_config_parse
from botocore.exceptions import ConfigParseError


def read(path, text):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    try:
        raw = raw_config_parse(path, parse_subsections=False)
    except ConfigParseError as error:
        return {"error": str(error)}
    try:
        return {"raw": raw, "loaded": load_config(path)}
    except ConfigParseError as error:
        return {"raw": raw, "error": str(error)}


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "config")
    print(json.dumps([read(path, text) for text in json.load(sys.stdin)]))
