#!/bin/sh
# Brings .venv to exactly what the named groups of requirements/ say, and to the groups asked for before.
set -eu
cd "$(dirname "$0")"

fail() { printf '%s\n' "$*" >&2; exit 1; }

# One setup at a time; the lock names its process, so that one left by a killed setup is seen through.
until ln -s $$ .venv.lock 2>/dev/null; do
    pid=$(readlink .venv.lock) || continue
    kill -0 "$pid" 2>/dev/null || rm -f .venv.lock
    sleep 0.1 2>/dev/null || sleep 1
done
trap 'rm -f .venv.lock' EXIT
trap 'exit 130' INT TERM HUP

groups=$(printf '%s\n' main uv "$@" $(cat .venv/groups 2>/dev/null || :) | sort -u)
files=$(for group in $groups; do printf 'requirements/%s.txt\n' "$group"; done)
for file in $files; do [ -f "$file" ] || fail "There is no $file."; done
wanted=$(cat $files | cksum)
if [ -x .venv/bin/python ] && [ "$(cat .venv/ready 2>/dev/null || :)" = "$wanted" ]; then exit 0; fi

# The first of the usual Pythons that is new enough.
find_python() {
    for python in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$python"
            return
        fi
    done
    fail "This needs Python 3.11 or newer, or uv; neither is on PATH."
}

install_uv() {
    "$@" install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
}

make_environment() {
    # The pip of this Python can install into .venv; to put another one there takes seconds more.
    if "$python" -m venv --clear --without-pip .venv && install_uv "$python" -m pip --python .venv/bin/python; then return; fi 2>/dev/null
    "$python" -m venv --clear .venv >/dev/null 2>&1 ||
        fail "$python cannot make an environment: install its venv package (python3-venv on Debian and Ubuntu), or uv."
    install_uv .venv/bin/python -m pip
}

rm -f .venv/ready
if command -v uv >/dev/null; then
    uv=uv
    [ -x .venv/bin/python ] || uv venv --quiet --allow-existing --python '>=3.11' .venv
else
    uv=.venv/bin/uv
    if ! [ -x .venv/bin/python ] || ! [ -x "$uv" ]; then
        python=$(find_python)
        make_environment
    fi
fi

printf 'Setting up .venv (%s)\n' "$(printf '%s' "$groups" | tr '\n' ' ')" >&2
"$uv" pip sync --quiet --require-hashes --python .venv/bin/python $files
printf '%s\n' $groups >.venv/groups
printf '%s\n' "$wanted" >.venv/ready
