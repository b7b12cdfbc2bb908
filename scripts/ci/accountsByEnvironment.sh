#!/usr/bin/env bash
# Prints a line per kind of job, e.g. `nonprod=[{"name":...}]`: the matrices of the jobs that deploy.
set -euo pipefail
cd "$(dirname "$0")/../.."

for kind in state nonprod prod; do
    accounts=$(scripts/ci/accounts.sh "$kind")
    echo "$kind=$accounts"
done
