#!/usr/bin/env bash
# Puts the base branch into the folder `base`, and merges it into what is checked out: what is judged is the merge.
# BASE_BRANCH: its name, e.g. main
set -euo pipefail
cd "$(dirname "$0")/../.."

git fetch --quiet origin "$BASE_BRANCH"
git worktree add --quiet --detach base FETCH_HEAD
if ! git -c user.name=ci -c user.email=ci@localhost merge --quiet --no-edit FETCH_HEAD; then
    echo "the branch conflicts with $BASE_BRANCH; merge $BASE_BRANCH into it, and push" >&2
    exit 1
fi
