#!/usr/bin/env bash
# Reads every account by its role AUDIT_ROLE. Prints the result, and writes it as SARIF: drift.sarif or access.sarif.
# Usage: audit.sh drift|access
set -uo pipefail
cd "$(dirname "$0")/../.."

role=${AUDIT_ROLE:?"must be the role that reads each account, with its path, e.g. PSKRoles/PSKAccessAuditRole"}
case "$1" in
    drift) command=(drift --role "$role") ;;
    access) command=(access --source live --read-role "$role") ;;
    *)
        echo "\"$1\" is neither drift nor access" >&2
        exit 2
        ;;
esac
node cli/iam-profiles.cjs "${command[@]}"
code=$?
node cli/iam-profiles.cjs "${command[@]}" --format sarif --out "$1.sarif"
exit "$code"
