#!/usr/bin/env bash
# Prints the accounts that this runner works on, a name per line: every CIRCLE_NODE_TOTAL-th of those that accounts.sh prints.
# Usage: share.sh state|nonprod|prod|all
set -euo pipefail
cd "$(dirname "$0")/../.."

accounts=$(scripts/ci/accounts.sh "$1")
node -e '
    const [, accounts, index, total] = process.argv;
    const mine = JSON.parse(accounts).filter((_, i) => i % Number(total) === Number(index));
    for (const { stack } of mine) console.log(stack);
' "$accounts" "${CIRCLE_NODE_INDEX:-0}" "${CIRCLE_NODE_TOTAL:-1}"
