"""A module that names a field wrongly."""


def main(spark, task):
    rows = spark.range(task.mnth)
    rows.write.parquet(task.out)
