"""Writes what arrived at it as JSON: its arguments, its properties, some variables."""
import json
import os
import sys

from pyspark import SparkContext

context = SparkContext()
seen = {
    "arguments": sys.argv[1:],
    "conf": dict(context.getConf().getAll()),
    "environment": dict(os.environ),
}
with open(os.environ["PROBE_OUT"], "w", encoding="utf-8") as out:
    json.dump(seen, out)
context.stop()
