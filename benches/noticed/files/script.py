"""A script with a command line of its own."""

import argparse
import os
import pathlib

pathlib.Path(os.environ["NOTICED_MARKS"], "started").touch()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--month", type=int, required=True)
    parser.add_argument("--minimum", type=float, default=0.5)
    parser.add_argument("--append", action="store_true")
    parser.add_argument("--range", type=int, nargs=2)
    parser.add_argument("-o", "--out", required=True, help="folder for Parquet")
    arguments = parser.parse_args()

    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    spark.range(arguments.month).write.parquet(arguments.out)
    spark.stop()


if __name__ == "__main__":
    main()
