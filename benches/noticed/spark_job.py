"""Does what a counterpart says."""

import argparse
import os
import pathlib

pathlib.Path(os.environ["NOTICED_MARKS"], "started").touch()

from pyspark.sql import SparkSession, functions, types  # noqa: E402, F401

parser = argparse.ArgumentParser()
parser.add_argument("--out", required=True)
arguments = parser.parse_args()

spark = SparkSession.builder.getOrCreate()
rows = spark.range(10)
# HERE
spark.stop()
