"""Mean departure delay of each carrier on each of some days. An ordinary PySpark program."""

import argparse

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

SCHEMA = "date STRING, carrier STRING, origin STRING, dep_delay DOUBLE"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", action="append", required=True, help="CSV with a header")
    parser.add_argument("--out", required=True, help="folder for JSON, one object a line")
    args = parser.parse_args()

    spark = SparkSession.builder.getOrCreate()
    # Without a mode of its own a broken row would be a row of NULLs.
    reader = spark.read.option("header", True).option("mode", "FAILFAST").schema(SCHEMA)
    delays = reader.csv(args.days).groupBy("date", "carrier").agg(
        F.avg("dep_delay").alias("delay"),
        F.count("dep_delay").alias("flights"),
    )
    delays.orderBy("date", "carrier").coalesce(1).write.json(args.out)
    spark.stop()


if __name__ == "__main__":
    main()
