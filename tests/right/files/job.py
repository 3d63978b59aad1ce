"""What the right programs submit."""

import sys


def main(spark, task):
    print(task.name, sys.version)
