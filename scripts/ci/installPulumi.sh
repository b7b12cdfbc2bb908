#!/usr/bin/env bash
# Installs one version of the Pulumi CLI, checked against the checksums of its release.
# Usage: installPulumi.sh VERSION
set -euo pipefail

release=https://github.com/pulumi/pulumi/releases/download/v$1
archive=pulumi-v$1-linux-x64.tar.gz
folder=$(mktemp -d)
cd "$folder"
curl --fail --silent --show-error --location --remote-name "$release/$archive"
curl --fail --silent --show-error --location --remote-name "$release/pulumi-$1-checksums.txt"
grep "  $archive\$" "pulumi-$1-checksums.txt" | sha256sum --check --strict
tar -xzf "$archive" -C "$HOME"
echo "export PATH='$HOME/pulumi':\"\$PATH\"" >> "$BASH_ENV"
