"""A script with positional arguments."""

import argparse
import os
import pathlib

pathlib.Path(os.environ["NOTICED_MARKS"], "started").touch()

parser = argparse.ArgumentParser()
parser.add_argument("many", type=int)
parser.add_argument("out")
arguments = parser.parse_args()

from pyspark.sql import SparkSession  # noqa: E402

spark = SparkSession.builder.getOrCreate()
spark.range(arguments.many).write.parquet(arguments.out)
spark.stop()
