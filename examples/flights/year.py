"""The mean delay of each carrier over the year, beside its months."""

import argparse
import functools

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delays", action="append", required=True, help="once a month, January first")
    parser.add_argument("--out", required=True, help="folder for JSON")
    args = parser.parse_args()

    spark = SparkSession.builder.getOrCreate()
    each = [
        spark.read.parquet(path).withColumn("month", F.lit(month))
        for month, path in enumerate(args.delays, start=1)
    ]
    months = functools.reduce(DataFrame.unionByName, each)
    # A mean of means, each as heavy as it has flights; a month without flights has no mean.
    year = months.groupBy("carrier").agg(
        (F.sum(F.col("delay") * F.col("flights")) / F.sum("flights")).alias("delay"),
        F.sum("flights").alias("flights"),
        F.lit(None).cast("int").alias("month"),
    )
    rows = months.unionByName(year).select("carrier", "month", "delay", "flights")
    rows.orderBy("carrier", "month").coalesce(1).write.json(args.out)
    spark.stop()


if __name__ == "__main__":
    main()
