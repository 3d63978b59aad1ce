"""Writes ten numbers to --out."""

import argparse
import os
import pathlib

pathlib.Path(os.environ["NOTICED_MARKS"], "started").touch()

from pyspark.sql import SparkSession  # noqa: E402

arguments = argparse.ArgumentParser()
arguments.add_argument("--out", required=True)
arguments.add_argument("--month", type=int, default=1)
out = arguments.parse_args().out

spark = SparkSession.builder.getOrCreate()
spark.range(10).coalesce(1).write.parquet(out)
spark.stop()
