#!/usr/bin/env bash
# Writes how who reaches what differs from the base branch, for the comment and the job's summary: difference.md.
# Usage: difference.sh, where before/access.json and after/access.json are
set -euo pipefail
cd "$(dirname "$0")/../.."

code=0
node cli/iam-profiles.cjs diff before/access.json after/access.json --format markdown > difference.md || code=$?
# 1 and 2 are answers, which the gate judges; without a text, it gave none.
if [ "$code" -gt 2 ] || [ ! -s difference.md ]; then exit "$code"; fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat difference.md >> "$GITHUB_STEP_SUMMARY"; fi
