import luigi
from luigi.contrib.spark import SparkSubmitTask


class Job(SparkSubmitTask):
    month = luigi.IntParameter(default=1)
    name = "Job"
    app = "job.py"
    driver_memory = "1g"

    def app_options(self):
        return ["--out", self.output().path]

    def output(self):
        return luigi.LocalTarget(f"out/{self.month}")

    # HERE


roots = [Job()]
