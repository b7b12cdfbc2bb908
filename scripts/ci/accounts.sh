#!/usr/bin/env bash
# Prints the accounts that jobs deploy, as JSON of one line for each argument. `prod` is what counts as production, e.g. customers'
# non-production.
# Usage: accounts.sh state|nonprod|prod|all...
set -euo pipefail
cd "$(dirname "$0")/../.."

node cli/iam-profiles.cjs accounts --json |
    node -e '
        const isOf = {
            all: () => true,
            state: ({ environment }) => environment === "state",
            nonprod: ({ production }) => !production,
            prod: ({ environment, production }) => production && environment !== "state",
        };
        const accounts = JSON.parse(require("fs").readFileSync(0, "utf8"));
        for (const kind of process.argv.slice(1)) console.log(JSON.stringify(accounts.filter(isOf[kind])));
    ' "$@"
