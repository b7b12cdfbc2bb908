#!/usr/bin/env bash
# Prints the accounts that a job deploys, as JSON of one line. `prod` is what counts as production, e.g. customers' non-production.
# Usage: accounts.sh state|nonprod|prod|all
set -euo pipefail
cd "$(dirname "$0")/../.."

node cli/iam-profiles.cjs accounts --json |
    node -e '
        const isOf = {
            all: () => true,
            state: ({ environment }) => environment === "state",
            nonprod: ({ production }) => !production,
            prod: ({ environment, production }) => production && environment !== "state",
        }[process.argv[1]];
        const accounts = JSON.parse(require("fs").readFileSync(0, "utf8"));
        console.log(JSON.stringify(accounts.filter(isOf)));
    ' "$1"
