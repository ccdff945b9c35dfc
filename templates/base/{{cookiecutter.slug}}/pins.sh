#!/bin/sh
# Writes requirements/ anew: one resolution over all groups, for every platform, with hashes.
set -eu
cd "$(dirname "$0")"
uv=.venv/bin/uv
trap 'rm -f uv.lock requirements/*.new' EXIT
rm -f uv.lock # it would hold old versions, and the registry's address
$uv lock --quiet
for file in requirements/*.txt; do
    group=$(basename "$file" .txt)
    case $group in
        main) which=--no-default-groups ;;
        *) which="--only-group $group" ;;
    esac
    $uv export --quiet --frozen --no-emit-project --no-header --no-annotate $which >"$file.new"
    mv "$file.new" "$file"
done
