#!/usr/bin/env bash
# Writes who reaches what, as this checkout's code defines it, into a folder: access.json and access.sarif.
# Usage: report.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."

mkdir -p "$1"
code=0
node cli/iam-profiles.cjs access --json --out "$1/access.json" --sarif "$1/access.sarif" || code=$?
# 1 and 2 are answers, which the gate judges; without its files, it gave none.
if [ "$code" -gt 2 ] || [ ! -s "$1/access.json" ] || [ ! -s "$1/access.sarif" ]; then exit "$code"; fi
