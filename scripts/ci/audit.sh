#!/usr/bin/env bash
# Reads every account by its role AUDIT_ROLE. Prints the result, and writes it as SARIF: drift.sarif or access.sarif.
# Usage: audit.sh drift|access
set -euo pipefail
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
# One reading of the accounts, so that both say the same.
exec node cli/iam-profiles.cjs "${command[@]}" --sarif "$1.sarif"
