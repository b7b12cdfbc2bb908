#!/usr/bin/env bash
# Writes the contract that the state stack exports: names and ARNs of the identities, nothing secret.
# Usage: contract.sh FILE
set -euo pipefail
cd "$(dirname "$0")/../.."

pulumi stack output contract --json --stack "$(scripts/ci/stateAccount.sh stack)" > "$1"
