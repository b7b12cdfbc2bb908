#!/usr/bin/env bash
# Prints the accounts that this runner works on, a name per line: every CIRCLE_NODE_TOTAL-th of an environment's, or of all.
# Usage: share.sh state|nonprod|prod|all
set -euo pipefail
cd "$(dirname "$0")/../.."

filter=(--environment "$1")
if [ "$1" = all ]; then filter=(); fi
accounts=$(node cli/iam-profiles.cjs accounts --json "${filter[@]}")
node -e '
    const [, accounts, index, total] = process.argv;
    const mine = JSON.parse(accounts).filter((_, i) => i % Number(total) === Number(index));
    for (const { stack } of mine) console.log(stack);
' "$accounts" "${CIRCLE_NODE_INDEX:-0}" "${CIRCLE_NODE_TOTAL:-1}"
