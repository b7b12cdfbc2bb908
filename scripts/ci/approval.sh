#!/usr/bin/env bash
# Writes whether the pull request's access changes are approved: approval.json, and `approved` for GitHub's later jobs.
set -euo pipefail
cd "$(dirname "$0")/../.."

node -r ts-node/register scripts/ci/pullRequest.ts approval > approval.json
approved=$(node -p 'JSON.parse(require("fs").readFileSync("approval.json", "utf8")).approved')
echo "approved: $approved"
if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "approved=$approved" >> "$GITHUB_OUTPUT"; fi
