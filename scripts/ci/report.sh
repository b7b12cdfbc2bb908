#!/usr/bin/env bash
# Writes who reaches what, as this checkout's code defines it, into a folder: access.json and access.sarif.
# Usage: report.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."

mkdir -p "$1"
for format in json sarif; do
    code=0
    node cli/iam-profiles.cjs access --format "$format" --out "$1/access.$format" > "$1/access.txt" || code=$?
    # 1 and 2 are answers, which the gate judges; without its file, it gave none.
    if [ "$code" -gt 2 ] || [ ! -s "$1/access.$format" ]; then exit "$code"; fi
done
