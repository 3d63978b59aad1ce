"""A module that uses its month."""


def main(spark, task):
    spark.range(task.month).show()
