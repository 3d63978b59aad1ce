"""A script that wants one of two."""

import argparse
import os
import pathlib

pathlib.Path(os.environ["NOTICED_MARKS"], "started").touch()

parser = argparse.ArgumentParser()
parser.add_argument("--out")
which = parser.add_mutually_exclusive_group(required=True)
which.add_argument("--day")
which.add_argument("--month")
arguments = parser.parse_args()

from pyspark.sql import SparkSession  # noqa: E402

spark = SparkSession.builder.getOrCreate()
spark.range(10).write.parquet(arguments.out)
spark.stop()
