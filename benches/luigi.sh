#!/bin/sh
# Runs benches/luigi_graph.py with its arguments, in a virtual environment of its own that is
# made the first time: target/bench-venv, with luigi from PyPI.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${CARGO_TARGET_DIR:-$here/../target}/bench-venv
if ! "$venv/bin/python" -c 'import luigi' 2>/dev/null; then
    # Made aside and renamed, so that a broken download is not taken for the real one.
    rm -rf "$venv" "$venv.part"
    python3 -m venv "$venv.part" >&2
    "$venv.part/bin/python" -m pip --quiet install 'luigi==3.8.1' >&2
    mv "$venv.part" "$venv"
fi
exec "$venv/bin/python" "$here/luigi_graph.py" "$@"
