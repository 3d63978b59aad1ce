#!/bin/sh
# When do others notice what does not compile here? Runs the counterpart of each wrong program of
# tests/ui on Luigi, and on the real spark-submit where it is about options, and writes
# docs/noticed.md.
#
#   benches/noticed/noticed.sh            all of it, about 20 minutes on 2 cores
#   benches/noticed/noticed.sh options    one topic, or one rule (options/memory_with_a_fraction)
#   benches/noticed/noticed.sh --new      what results.tsv has no row of
#
# It needs Python 3.11 or newer with venv, a JVM and PyPI: Luigi and Spark are installed the
# first time, into target/noticed-venv. SPARK_HOME, if set, is the Spark to ask.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${CARGO_TARGET_DIR:-$here/../../target}/noticed-venv
if ! "$venv/bin/python" -c 'import luigi, sys, os; os.environ.get("SPARK_HOME") or __import__("pyspark")' 2>/dev/null; then
    # Made aside and renamed, so that a broken download is not taken for the real one.
    rm -rf "$venv" "$venv.part"
    python3 -m venv "$venv.part" >&2
    "$venv.part/bin/python" -m pip --quiet install 'luigi==3.8.1' >&2
    if [ -z "${SPARK_HOME:-}" ]; then
        "$venv.part/bin/python" -m pip --quiet install 'pyspark==4.3.0' >&2
    fi
    mv "$venv.part" "$venv"
fi
exec "$venv/bin/python" "$here/noticed.py" "$@"
