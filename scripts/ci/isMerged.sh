#!/usr/bin/env bash
# Exits with 1 if the current commit is not part of a branch: what wasn't reviewed is not deployed, whatever its tag.
# Usage: isMerged.sh BRANCH
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! git merge-base --is-ancestor HEAD "$1"; then
    echo "commit $(git rev-parse HEAD) is not part of $1; merge it, then tag the merge" >&2
    exit 1
fi
