"""A module with a slip."""

import os


def main(spark, task):
    rows = spark.range(10
    rows.write.parquet(task.out)
