"""Mean delays: it does what its arguments say."""

import sys

from pyspark.sql import SparkSession

if __name__ == "__main__":
    spark = SparkSession.builder.getOrCreate()
    spark.read.text(sys.argv[1:-1]).write.text(sys.argv[-1])
    spark.stop()
