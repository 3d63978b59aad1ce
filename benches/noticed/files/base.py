"""A right Spark job and a right file in Luigi, for the modules of counterparts/ to be wrong about."""

import os
import pathlib

import luigi
from luigi.contrib.spark import PySparkTask, SparkSubmitTask  # noqa: F401


class Job(SparkSubmitTask):
    month = luigi.IntParameter(default=1)
    name = "Job"
    app = "job.py"
    driver_memory = "1g"

    def app_options(self):
        return ["--out", self.output().path]

    def output(self):
        return luigi.LocalTarget(f"out/{self.month}")


class Data(luigi.ExternalTask):
    month = luigi.IntParameter(default=1)

    def output(self):
        return luigi.LocalTarget("job.py")


class PyJob(PySparkTask):
    at_least = luigi.IntParameter(default=2)
    driver_memory = "1g"

    def __setstate__(self, state):
        """The first line that runs in Spark's Python."""
        pathlib.Path(os.environ["NOTICED_MARKS"], "started").touch()
        self.__dict__.update(state)

    def main(self, sc, *args):
        sc.parallelize(range(self.at_least)).saveAsTextFile(self.output().path)

    def output(self):
        return luigi.LocalTarget(f"out/{self.at_least}")


class Leaf(luigi.ExternalTask):
    n = luigi.IntParameter()

    def output(self):
        return luigi.LocalTarget("job.py")
