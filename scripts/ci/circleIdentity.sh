#!/usr/bin/env bash
# Lets the AWS SDKs and Pulumi of later steps enter as AWS_ROLE_ARN with CircleCI's token, and assume a further role from there.
# Usage: circleIdentity.sh [ROLE_ARN]
set -euo pipefail

folder=$HOME/.iam-profiles
umask 077
mkdir -p "$folder"
# Version 1 names no branch, so that it is the same for all.
if [ "${TOKEN_VERSION:-2}" = 1 ]; then token=$CIRCLE_OIDC_TOKEN; else token=$CIRCLE_OIDC_TOKEN_V2; fi
printf '%s' "$token" > "$folder/token"
{
    printf '[profile entry]\nregion = %s\nrole_arn = %s\n' "$AWS_REGION" "$AWS_ROLE_ARN"
    printf 'web_identity_token_file = %s\n' "$folder/token"
    if [ -n "${1:-}" ]; then
        printf '[profile further]\nregion = %s\nrole_arn = %s\nsource_profile = entry\n' "$AWS_REGION" "$1"
    fi
} > "$folder/config"
{
    echo "export AWS_CONFIG_FILE='$folder/config'"
    echo "export AWS_PROFILE=$([ -n "${1:-}" ] && echo further || echo entry)"
    # The SDKs would enter as it once more, whatever the profile says.
    echo "unset AWS_ROLE_ARN"
} >> "$BASH_ENV"
