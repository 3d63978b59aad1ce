#!/bin/sh
# spark-submit itself, with a mark that it was called.
: > "$NOTICED_MARKS/submitted"
exec "$SPARK_HOME/bin/spark-submit" "$@"
