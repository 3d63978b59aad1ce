"""Mean departure delay of each carrier in one month. An ordinary PySpark program."""

import argparse

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

SCHEMA = "month INT, day INT, carrier STRING, origin STRING, dest STRING, dep_delay DOUBLE"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--month", type=int, required=True)
    parser.add_argument("--flights", required=True, help="CSV with a header, may be compressed")
    parser.add_argument("--out", required=True, help="folder for Parquet")
    args = parser.parse_args()

    spark = SparkSession.builder.getOrCreate()
    # Without a mode of its own a broken row would be a row of NULLs.
    reader = spark.read.option("header", True).option("mode", "FAILFAST").schema(SCHEMA)
    flights = reader.csv(args.flights).where(F.col("month") == args.month)
    delays = flights.groupBy("carrier").agg(
        F.avg("dep_delay").alias("delay"),
        F.count("dep_delay").alias("flights"),
    )
    delays.orderBy("carrier").coalesce(1).write.parquet(args.out)
    spark.stop()


if __name__ == "__main__":
    main()
