#!/usr/bin/env bash
# Prints a line per kind of job, e.g. `nonprod=[{"name":...}]`: the matrices of the jobs that deploy.
set -euo pipefail
cd "$(dirname "$0")/../.."

kinds=(state nonprod prod)
accounts=$(scripts/ci/accounts.sh "${kinds[@]}")
for kind in "${kinds[@]}"; do
    read -r line
    echo "$kind=$line"
done <<< "$accounts"
