"""A module in a file, with a package beside it that is shipped to the executors."""

import shipped


def setup(conf):
    conf.set("spark.ui.enabled", "false").set("spark.test.greeting", "hello")


def line(word, task):
    # Runs on an executor: the package must be there, and `task` must have come along.
    from shipped.deep import shout

    return f"{shout(word)} {task.times} {task.book.month}"


def main(sc, task):
    assert type(sc).__name__ == "SparkContext", type(sc)
    assert sc.getConf().get("spark.ui.enabled") == "false"
    words = sc.parallelize([shipped.GREETING, sc.getConf().get("spark.test.greeting")], 2)
    words.map(lambda word: line(word, task)).saveAsTextFile(task.lines)
