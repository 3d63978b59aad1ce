"""A right Spark job and a right file in Luigi, for the modules of counterparts/ to be wrong about."""

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
