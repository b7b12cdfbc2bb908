#!/usr/bin/env bash
# Prints one value of the account that holds the identities, from the registry.
# Usage: stateAccount.sh name|id|stack|deployRole
set -euo pipefail
cd "$(dirname "$0")/../.."

node cli/iam-profiles.cjs accounts --json --environment state |
    node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8"))[0][process.argv[1]])' "$1"
