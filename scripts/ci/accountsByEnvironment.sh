#!/usr/bin/env bash
# Prints a line per environment, e.g. `nonprod=[{"name":...}]`: the matrices of the jobs that deploy.
set -euo pipefail
cd "$(dirname "$0")/../.."

for environment in state nonprod prod; do
    accounts=$(node cli/iam-profiles.cjs accounts --json --environment "$environment")
    echo "$environment=$accounts"
done
