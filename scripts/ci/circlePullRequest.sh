#!/usr/bin/env bash
# Comments the pull request, uploads its SARIF, and writes approval.json. A branch without a pull request is approved by nobody.
# Run in the base branch's folder. GITHUB_TOKEN and CircleCI's own variables.
set -euo pipefail
cd "$(dirname "$0")/../.."

scripts/ci/difference.sh
if [ -z "${CIRCLE_PULL_REQUEST:-}" ]; then
    echo '{ "approved": false, "lacks": ["open a pull request"] }' > approval.json
    exit 0
fi
export PULL_REQUEST=${CIRCLE_PULL_REQUEST##*/}
export GITHUB_REPOSITORY=$CIRCLE_PROJECT_USERNAME/$CIRCLE_PROJECT_REPONAME
scripts/ci/approval.sh
node -r ts-node/register scripts/ci/pullRequest.ts comment difference.md
node -r ts-node/register scripts/ci/pullRequest.ts sarif after/access.sarif "$CIRCLE_SHA1"
