#!/bin/sh
# Runs benches/graph/peer.py with its arguments, whose first is the peer, in a virtual environment
# of that peer's own, made the first time: target/bench-venv/PEER, with the peer from PyPI.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case $1 in
luigi) packages='luigi==3.8.1' ;;
dagster) packages='dagster==1.13.29' ;;
# The newest FastAPI that this Prefect works with.
prefect) packages='prefect==3.8.8 fastapi==0.139.2' ;;
*) echo "no such peer: $1" >&2 && exit 2 ;;
esac
venv=${CARGO_TARGET_DIR:-$here/../../target}/bench-venv/$1
if ! "$venv/bin/python" -c "import $1" 2>/dev/null; then
    # Made again from the start, so that a broken download is not taken for a whole one.
    rm -rf "$venv"
    python3 -m venv "$venv" >&2
    # shellcheck disable=SC2086 # several packages
    if ! "$venv/bin/python" -m pip --quiet install $packages >&2; then
        rm -rf "$venv"
        exit 1
    fi
fi
exec "$venv/bin/python" "$here/peer.py" "$@"
