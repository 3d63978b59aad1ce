"""A module that runs in a Spark that is made for it."""


def main(spark, task):
    rows = spark.range(task.month)
    rows.write.parquet(task.out)
