"""Reads config files as the AWS CLI does: texts as a JSON list on stdin, what each holds as a JSON list on stdout."""

import configparser
import io
import json
import sys

from botocore.configloader import load_config, raw_config_parse
from botocore.exceptions import ConfigParseError

# A file that is there; what is read of it is each text in turn, decoded as of a file. Files take ten times as long as the rest.
path = __file__
text = ""
configparser.open = lambda _, encoding=None: io.TextIOWrapper(
    io.BytesIO(text.encode("utf-8")), encoding=encoding
)


def read():
    try:
        raw = raw_config_parse(path, parse_subsections=False)
    except ConfigParseError as error:
        return {"error": str(error)}
    try:
        return {"raw": raw, "loaded": load_config(path)}
    except ConfigParseError as error:
        return {"raw": raw, "error": str(error)}


results = []
for text in json.load(sys.stdin):
    results.append(read())
print(json.dumps(results))
